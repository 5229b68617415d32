"""Sealing and opening one's own group or incident."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups.actions.sealing import set_seal
from groups.models import Incident, StreetGroup


@require_POST
@login_required
def group_seal(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _seal(
        request, get_object_or_404(StreetGroup.objects.writable_by(request.actor), ref=ref)
    )


@require_POST
@login_required
def incident_seal(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _seal(request, get_object_or_404(Incident.objects.writable_by(request.actor), ref=ref))


def _seal(request: HttpRequest, row: StreetGroup | Incident) -> HttpResponse:
    row = set_seal(actor=request.actor, row=row, sealed="open" not in request.POST)
    done = _("Sealed: only your own agency reads it.") if row.sealed else _("No longer sealed.")
    messages.success(request, done)
    return redirect(row)
