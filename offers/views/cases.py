"""Exit cases: open, change, close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.forms import Shown
from agencies.pages import form_page
from agencies.readers import saved_for
from agencies.scoping import Actor
from offers import actions, guards, policies
from offers.forms import CaseForm, CloseCaseForm, NewCaseForm
from offers.models import Case, Goal, Intake, Measure, Offer
from offers.views.case_pages import case_form
from offers.views.shared import ref_asked_for


@require_http_methods(["GET", "POST"])
@login_required
def case_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    origin = where_from(request, actor)
    missing = police_lacks(request, Case())
    return form_page(
        request,
        NewCaseForm(
            request.POST or None, actor=actor, initial=known(origin), confirms=bool(missing)
        ),
        lambda form: actions.open_case(actor=actor, **origin, **form.cleaned_data),
        heading=_("Open a case"),
        submit=_("Open the case"),
        done=_("The case is open, and the first follow-up is planned."),
        then=Case.get_absolute_url,
        template="offers/case_form.html",
        missing=missing,
        missing_for=_("The police's exit case"),
        back=reverse("offers:case_list"),
        saved_for=saved_for(actor, policies.CASE),
    )


def police_lacks(request: HttpRequest, case: Case) -> list[guards.Missing]:
    """What the police ask for before they open a case, when the form says that they have."""
    opens = request.POST.get("police_status") == Case.PoliceStatus.OPEN
    if not opens or case.police_status == Case.PoliceStatus.OPEN:
        return []
    if case.pk is None:
        return guards.police_lacks(case, guards.Standing())
    return guards.police_lacks(case, guards.standing_of(request.actor, case))


def where_from(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The contact or the offer a case is opened from, when there is one."""
    intake, offer = ref_asked_for(request, "kontakt"), ref_asked_for(request, "erbjudande")
    if intake:
        return {"intake": get_object_or_404(Intake.objects.visible_to(actor), ref=intake)}
    if offer:
        offers = Offer.objects.visible_to(actor).select_related("person")
        return {"offer": get_object_or_404(offers, ref=offer)}
    return {}


def known(origin: dict[str, Any]) -> dict[str, Any]:
    """What the case's own identity part can begin with."""
    if intake := origin.get("intake"):
        return {"called": intake.called}
    offer = origin.get("offer")
    return {"called": offer.person.code_name} if offer and offer.person else {}


def own(actor: Actor, ref: UUID) -> Case:
    """A case the actor may change, or none."""
    policies.require_exit_side(actor)
    return get_object_or_404(Case.objects.visible_to(actor).writable_by(actor), ref=ref)


def as_shown(case: Case) -> dict[str, Any]:
    """What the form begins with, and what is compared when two have had it open."""
    names = ("called", "setting", "police_status", "social_status", "rhythm_days")
    return {name: getattr(case, name) for name in names} | {"responsible": case.responsible.ref}


@require_http_methods(["GET", "POST"])
@login_required
def case_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    missing = police_lacks(request, case)
    form = CaseForm(
        request.POST or None, actor=actor, initial=as_shown(case), confirms=bool(missing)
    )
    return case_form(
        request,
        case,
        form,
        lambda form: actions.change_case(actor=actor, case=case, **without_key(form)),
        heading=_("Change the case"),
        submit=_("Save the change"),
        done=_("The case is changed."),
        shown=Shown(case, as_shown),
        template="offers/case_form.html",
        missing=missing,
        missing_for=_("The police's exit case"),
    )


def without_key(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "key"}


@require_http_methods(["GET", "POST"])
@login_required
def case_close(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    return case_form(
        request,
        case,
        CloseCaseForm(request.POST or None),
        lambda form: actions.close_case(actor=actor, case=case, **form.cleaned_data),
        heading=_("Close the case"),
        submit=_("Close the case"),
        done=_("The case is closed."),
        template="offers/case_close.html",
        lasting=Measure.objects.visible_to(actor).filter(case=case, ends_on__isnull=True),
        goals=Goal.objects.visible_to(actor).filter(case=case, ended_on__isnull=True),
    )
