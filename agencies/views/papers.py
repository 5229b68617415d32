"""Decisions on paper: the giver's numbered decision, and the receiver's copy."""

from itertools import groupby
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from agencies import papers
from agencies.ledger import record
from agencies.models import Delivery, DisclosedItem, Disclosure
from agencies.pages import Copy, copy_of
from agencies.scoping import Actor


@require_safe
@login_required
def decision_pdf(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Disclosure.objects.visible_to(actor).given_by(actor)
    disclosure = get_object_or_404(rows.select_related("scope__agency", "decided_by"), ref=ref)
    file = papers.decision(disclosure, copies(actor, disclosure))
    record(actor, "disclosure.printed", disclosure)
    return _file(file, "beslut.pdf")


@require_safe
@login_required
def copy_pdf(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What was received, when it was received; nothing of how it was weighed."""
    actor = request.actor
    rows = Disclosure.objects.visible_to(actor).received_by(actor)
    disclosure = get_object_or_404(rows.select_related("scope__agency", "ground"), ref=ref)
    file = papers.copy(disclosure, copies(actor, disclosure))
    if Delivery.objects.visible_to(actor).reaching(actor).filter(disclosure=disclosure).exists():
        record(actor, "disclosure.printed", disclosure)
    else:
        record(actor, "archive.printed", context=str(ref))  # its own: no giver hears of it
    return _file(file, "kopia.pdf")


def copies(actor: Actor, disclosure: Disclosure) -> list[Copy]:
    """The frozen parts, kind by kind; outside OSL none before the conditions are read."""
    items = DisclosedItem.objects.visible_to(actor).shown_to(actor).filter(disclosure=disclosure)
    ordered = items.order_by("kind", "pk")
    return [copy_of(kind, found) for kind, found in groupby(ordered, key=lambda each: each.kind)]


def _file(content: bytes, name: str) -> HttpResponse:
    named = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=named)
