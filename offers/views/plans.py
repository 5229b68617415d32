"""The plan of a case: the page of it, and its goals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from agencies.forms.comparing import Shown
from agencies.ledger import record_list
from gvi.core.templatetags.page import figure
from offers import actions
from offers.forms import EndGoalForm, GoalForm, ReviewGoalForm
from offers.models import Goal
from offers.plans import Aim, Held, Plan, plan_of
from offers.views.case_pages import case_page
from offers.views.parts import own, own_part, part_form

HERE = "case_plan"
MEASURES = [
    {"label": gettext_lazy("Measure")},
    {"label": gettext_lazy("Provider")},
    {"label": gettext_lazy("Decision")},
    {"label": gettext_lazy("From")},
    {"label": gettext_lazy("To")},
    {"label": gettext_lazy("Kronor so far"), "numeric": True},
]


@require_safe
@login_required
def case_plan(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    plan = plan_of(actor, case)
    record_list(actor, "goal.listed", [aim.goal for aim in plan.aims])
    record_list(actor, "measure.listed", [each.measure for each in plan.held])
    return case_page(
        request,
        case,
        HERE,
        "offers/case_plan.html",
        late=late(plan),
        goals=[aim_of(aim) for aim in plan.going_on],
        ended=[aim_of(aim) for aim in plan.ended],
        loose=[measure_cells(each) for each in plan.loose],
        columns=MEASURES,
        cost=kronor(plan.kronor),
    )


def late(plan: Plan) -> str:
    """How many goals should have been looked at again, in words."""
    today = timezone.localdate()
    count = sum(aim.is_late(today) for aim in plan.going_on)
    if not count:
        return ""
    return ngettext(
        "%(count)d goal should have been looked at again.",
        "%(count)d goals should have been looked at again.",
        count,
    ) % {"count": count}


def aim_of(aim: Aim) -> dict[str, Any]:
    """A goal as the page shows it, with its measures as the table takes them."""
    return {"goal": aim.goal, "lines": [measure_cells(each) for each in aim.held]}


def measure_cells(held: Held) -> list[Any]:
    """A measure as the table takes it: what it is, who does it, since when, at what cost."""
    row = held.measure
    return [
        {"text": row.get_kind_display(), "url": reverse("offers:measure_detail", args=[row.ref])},
        provider_words(held),
        row.decision_reference or "–",
        row.starts_on,
        row.ends_on or _("Lasting"),
        held.kronor,
    ]


def provider_words(held: Held) -> str:
    """Who carries the measure out, and whether a control has stopped them since."""
    if held.measure.provider is None:
        return _("Nobody outside")
    if held.is_stopped:
        return _("%(provider)s – stopped by a control") % {"provider": held.measure.provider}
    return held.measure.provider.name


def kronor(amount: int) -> str:
    """A sum as it is read."""
    return _("%(amount)s kronor") % {"amount": figure(amount)}


@require_http_methods(["GET", "POST"])
@login_required
def case_goal(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    return part_form(
        request,
        case,
        GoalForm(request.POST or None),
        lambda form: actions.add_goal(actor=actor, case=case, **form.cleaned_data),
        page=HERE,
        heading=_("New goal"),
        submit=_("Save the goal"),
        done=_("The goal is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def goal_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    goal = own_part(actor, Goal, ref)
    return part_form(
        request,
        goal.case,
        GoalForm(request.POST or None, initial=as_shown(goal)),
        lambda form: actions.change_goal(actor=actor, goal=goal, **without_key(form)),
        page=HERE,
        shown=Shown(goal, as_shown),
        heading=_("Change the goal"),
        submit=_("Save the change"),
        done=_("The goal is changed."),
    )


def as_shown(goal: Goal) -> dict[str, Any]:
    """A goal as its form shows it."""
    return {name: getattr(goal, name) for name in ("area", "text", "starts_on", "review_on")}


def without_key(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "key"}


@require_http_methods(["GET", "POST"])
@login_required
def goal_review(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    goal = own_part(actor, Goal, ref)
    return part_form(
        request,
        goal.case,
        ReviewGoalForm(request.POST or None),
        lambda form: actions.review_goal(actor=actor, goal=goal, **form.cleaned_data),
        page=HERE,
        heading=_("The goal goes on"),
        lead=goal.text,
        submit=_("Save"),
        done=_("The goal goes on."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def goal_end(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    goal = own_part(actor, Goal, ref)
    return part_form(
        request,
        goal.case,
        EndGoalForm(request.POST or None),
        lambda form: actions.end_goal(actor=actor, goal=goal, **form.cleaned_data),
        page=HERE,
        heading=_("End the goal"),
        lead=goal.text,
        submit=_("End the goal"),
        done=_("The goal has ended."),
    )
