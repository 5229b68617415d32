"""The state grant for a case: what is missing for an application, and the files for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.ledger import record
from offers import state_grant
from offers.models import Case
from offers.views.case_pages import case_page
from offers.views.parts import own
from offers.views.plans import HERE, kronor


@require_safe
@login_required
def case_state_grant(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    basis = state_grant.basis_of(actor, case, timezone.localdate())
    return case_page(
        request,
        case,
        HERE,
        "offers/state_grant.html",
        lines=[item(case, line) for line in basis.lines],
        missing=len(basis.missing),
        cost=kronor(basis.kronor),
        back=reverse("offers:case_plan", args=[ref]),
    )


def item(case: Case, line: state_grant.Line) -> dict[str, Any]:
    """A line of the list: what is met says so, what is missing leads to where it is mended."""
    return {
        "label": line.label,
        "hint": line.said,
        "url": "" if line.is_met or not case.is_open else line.url(case),
        "state": _("Fulfilled") if line.is_met else _("Missing"),
        "kind": "ok" if line.is_met else "attention",
    }


@require_safe
@login_required
def case_state_grant_pdf(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    today = timezone.localdate()
    file = state_grant.as_pdf(case, state_grant.basis_of(actor, case, today), today)
    record(actor, "case.exported", case, context="pdf")
    return attached(file, "application/pdf", "statsbidrag.pdf")


@require_safe
@login_required
def case_state_grant_csv(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    basis = state_grant.basis_of(actor, case, timezone.localdate())
    record(actor, "case.exported", case, context="csv")
    file = state_grant.as_csv(case, basis)
    return attached(file.encode(), "text/csv; charset=utf-8", "statsbidrag.csv")


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep, whose name says nothing of whom it is about."""
    named = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=named)
