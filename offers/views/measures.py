"""Measures of a case and what they cost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.forms.comparing import Shown
from agencies.ledger import record
from agencies.scoping import Actor
from offers import actions
from offers.forms import CostForm, EndMeasureForm, MeasureForm
from offers.forms.plans import NO_ADDRESS
from offers.models import Case, Cost, Goal, Measure
from offers.plans import Held, stopped_among
from offers.views.case_pages import case_page
from offers.views.parts import own, own_part, part_form
from offers.views.plans import HERE, kronor, provider_words, without_key
from offers.views.shared import fact, ref_asked_for

COSTS = [
    {"label": gettext_lazy("Period from")},
    {"label": gettext_lazy("Period to")},
    {"label": gettext_lazy("Kronor without VAT"), "numeric": True},
    {"label": gettext_lazy("Reference")},
    {"label": gettext_lazy("Action"), "hidden": True},
]


@require_safe
@login_required
def measure_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    measure = own_part(actor, Measure, ref, "goal", "provider")
    record(actor, "measure.read", measure)
    held = held_of(actor, measure)
    return case_page(
        request,
        measure.case,
        HERE,
        "offers/measure_detail.html",
        measure=measure,
        rows=facts(held),
        is_stopped=held.is_stopped,
        is_lasting=held.is_lasting,
        columns=COSTS,
        lines=[cost_cells(each) for each in held.costs],
        cost=kronor(held.kronor),
        back=reverse("offers:case_plan", args=[measure.case.ref]),
    )


def held_of(actor: Actor, measure: Measure) -> Held:
    costs = list(Cost.objects.visible_to(actor).filter(measure=measure))
    stopped = stopped_among(actor, {measure.provider_id} if measure.provider_id else set())
    return Held(measure, costs, measure.provider_id in stopped)


def facts(held: Held) -> list[dict[str, Any]]:
    """All there is about a measure. There is no place for where somebody lives."""
    row = held.measure
    goal = f"{row.goal}: {row.goal.text}" if row.goal else _("On its own")
    return [
        fact(_("Goal"), goal),
        fact(_("Provider"), provider_words(held)),
        fact(_("Decision"), row.decision_reference),
        fact(_("From"), row.starts_on),
        fact(_("To"), row.ends_on or _("Lasting")),
    ]


def cost_cells(cost: Cost) -> list[Any]:
    """A cost as the table takes it."""
    change = {
        "text": _("Change"),
        "what": f"{cost.from_on} – {cost.to_on}",
        "url": reverse("offers:cost_change", args=[cost.ref]),
    }
    return [cost.from_on, cost.to_on, cost.kronor, cost.reference or "–", change]


@require_http_methods(["GET", "POST"])
@login_required
def measure_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    start = {"goal": goal_asked_for(request, case)}
    return part_form(
        request,
        case,
        MeasureForm(request.POST or None, actor=actor, case=case, initial=start),
        lambda form: actions.add_measure(actor=actor, case=case, **form.cleaned_data),
        page=HERE,
        heading=_("New measure"),
        warning=NO_ADDRESS,
        submit=_("Save the measure"),
        done=_("The measure is saved."),
    )


def goal_asked_for(request: HttpRequest, case: Case) -> UUID | None:
    """The goal that a new measure stands under, when the page of the plan named one."""
    ref = ref_asked_for(request, "mal")
    goals = Goal.objects.visible_to(request.actor).filter(case=case)
    return get_object_or_404(goals, ref=ref).ref if ref else None


@require_http_methods(["GET", "POST"])
@login_required
def measure_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    measure = own_part(actor, Measure, ref, "goal", "provider")
    about = {"actor": actor, "case": measure.case, "measure": measure}
    return part_form(
        request,
        measure.case,
        MeasureForm(request.POST or None, initial=as_shown(measure), **about),
        lambda form: actions.change_measure(actor=actor, measure=measure, **without_key(form)),
        page=HERE,
        then=reverse("offers:measure_detail", args=[ref]),
        shown=Shown(measure, as_shown),
        heading=_("Change the measure"),
        warning=NO_ADDRESS,
        submit=_("Save the change"),
        done=_("The measure is changed."),
    )


def as_shown(measure: Measure) -> dict[str, Any]:
    """A measure as its form shows it."""
    kept = ("kind", "decision_reference", "starts_on", "ends_on")
    return {name: getattr(measure, name) for name in kept} | {
        "goal": measure.goal.ref if measure.goal else None,
        "provider": measure.provider.ref if measure.provider else None,
    }


@require_http_methods(["GET", "POST"])
@login_required
def measure_end(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    measure = own_part(actor, Measure, ref)
    return part_form(
        request,
        measure.case,
        EndMeasureForm(request.POST or None),
        lambda form: actions.end_measure(actor=actor, measure=measure, **form.cleaned_data),
        page=HERE,
        heading=_("End the measure: %(kind)s") % {"kind": measure},
        submit=_("End the measure"),
        done=_("The measure has ended."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def measure_cost(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    measure = own_part(actor, Measure, ref)
    return part_form(
        request,
        measure.case,
        CostForm(request.POST or None),
        lambda form: actions.add_cost(actor=actor, measure=measure, **form.cleaned_data),
        page=HERE,
        then=reverse("offers:measure_detail", args=[ref]),
        heading=_("New cost: %(kind)s") % {"kind": measure},
        submit=_("Save the cost"),
        done=_("The cost is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def cost_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    cost = own_part(actor, Cost, ref, "measure")
    return part_form(
        request,
        cost.case,
        CostForm(request.POST or None, initial=cost_as_shown(cost)),
        lambda form: actions.change_cost(actor=actor, cost=cost, **without_key(form)),
        page=HERE,
        then=reverse("offers:measure_detail", args=[cost.measure.ref]),
        shown=Shown(cost, cost_as_shown),
        heading=_("Change the cost: %(kind)s") % {"kind": cost.measure},
        template="offers/cost_change.html",
        cost=cost,
        submit=_("Save the change"),
        done=_("The cost is changed."),
    )


def cost_as_shown(cost: Cost) -> dict[str, Any]:
    """A cost as its form shows it."""
    return {name: getattr(cost, name) for name in ("kronor", "from_on", "to_on", "reference")}


@require_http_methods(["GET", "POST"])
@login_required
def cost_remove(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    cost = own_part(actor, Cost, ref, "measure")
    return part_form(
        request,
        cost.case,
        Form(request.POST or None),
        lambda _form: actions.remove_cost(actor=actor, cost=cost),
        page=HERE,
        then=reverse("offers:measure_detail", args=[cost.measure.ref]),
        heading=_("Remove the cost: %(kind)s") % {"kind": cost.measure},
        lead=_("For what was never a cost: entered twice, or on the wrong measure."),
        submit=_("Remove the cost"),
        done=_("The cost is removed."),
        warn=True,
    )
