"""Tenants and their time, as administrators and deciders keep them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agencies import policies
from agencies.ledger import record
from agencies.models import Posting
from gvi.core.paging import page_of


@require_safe
@login_required
def administration(request: HttpRequest) -> HttpResponse:
    policies.require_administration(request.actor)
    rows = Posting.objects.filter(
        participation_id=request.actor.scope, user__is_system=False
    ).select_related("user", "approved_by")
    page = page_of(request, rows.order_by("user__name", "function"))
    record(request.actor, "postings.listed")
    return render(request, "agencies/administration.html", {"page": page})
