"""Closing a case that another exit service has said that it takes over."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offers import policies
from offers.actions.transfers import close_taken_over, is_taken_over
from offers.forms.transfers import TakenOverForm
from offers.models import Case, Goal, Measure
from offers.views.case_pages import case_form


@require_http_methods(["GET", "POST"])
@login_required
def case_taken_over(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    cases = Case.objects.visible_to(actor).writable_by(actor)
    case = get_object_or_404(cases.select_related("responsible"), ref=ref)
    return case_form(
        request,
        case,
        TakenOverForm(request.POST or None),
        lambda form: close_taken_over(actor=actor, case=case, **form.cleaned_data),
        heading=_("Close a case that is taken over"),
        submit=_("Close the case"),
        done=_("The case is closed."),
        template="offers/case_close.html",
        warning="" if is_taken_over(actor, case) else _("No other exit service has said yes yet."),
        lasting=Measure.objects.visible_to(actor).filter(case=case, ends_on__isnull=True),
        goals=Goal.objects.visible_to(actor).filter(case=case, ended_on__isnull=True),
    )
