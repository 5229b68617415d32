"""Exit cases: list, one, open, change, measures, close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import mark, readers_of, saved_for
from agencies.scoping import Actor
from gvi.core.paging import page_of
from offers import actions, policies, reminders
from offers.forms import CaseForm, CloseCaseForm, EndMeasureForm, MeasureForm, NewCaseForm
from offers.models import Case, Intake, Measure, Offer
from offers.views.shared import (
    empty,
    fact,
    link,
    ref_asked_for,
    secrecy,
    tabs,
    told,
    ways_on,
)

COLUMNS = [
    {"label": gettext_lazy("Case")},
    {"label": gettext_lazy("The police's exit case")},
    {"label": gettext_lazy("Social services' case")},
    {"label": gettext_lazy("Next follow-up")},
    {"label": gettext_lazy("Responsible")},
    {"label": gettext_lazy("Opened on")},
    {"label": gettext_lazy("Who can see this")},
]
MEASURES = [
    {"label": gettext_lazy("Kind of measure")},
    {"label": gettext_lazy("From")},
    {"label": gettext_lazy("To")},
    {"label": gettext_lazy("Action"), "hidden": True},
]


@require_safe
@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_reading(actor)
    rows = Case.objects.visible_to(actor).open().select_related("responsible", "scope__agency")
    page = page_of(request, reminders.with_next(actor, rows))
    record_list(actor, "case.listed", page)
    mark(actor, page, policies.CASE)
    context = {
        "page": page,
        "columns": COLUMNS,
        "lines": [cells(actor, case) for case in page],
        "tabs": tabs(actor, "offers:case_list"),
        "empty": empty(actor),
        "is_exit_side": policies.is_exit_side(actor),
    }
    return render(request, "offers/case_list.html", context)


def cells(actor: Actor, case: Any) -> list[Any]:
    """A case with the day of its next follow-up, as the table takes it."""
    return [
        {"text": reminders.case_name(actor, case), "url": case.get_absolute_url()},
        case.get_police_status_display(),
        case.get_social_status_display(),
        {"due": case.next_on} if case.next_on else "",
        case.responsible.name,
        case.opened_on,
        {"mark": case.mark},
    ]


@require_safe
@login_required
def case_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    cases = Case.objects.visible_to(actor).select_related(
        "responsible", "scope__agency", "intake", "offer"
    )
    case = get_object_or_404(cases, ref=ref)
    record(actor, "case.read", case)
    mark(actor, [case], policies.CASE)
    is_own = case.scope_id == actor.scope
    may_change = is_own and policies.is_exit_side(actor) and case.is_open
    waiting = reminders.waiting_on(actor, case)
    measures = Measure.objects.visible_to(actor).filter(case=case)
    context = {
        "case": case,
        "is_own": is_own,
        "columns": MEASURES,
        "lines": [measure_cells(measure, may_end=may_change) for measure in measures],
        "waiting": waiting,
        "history": told(reminders.history(actor, case)),
        "readers": readers_of(actor, case, policies.CASE),
        "back": reverse("offers:case_list"),
        **ways_on(waiting, case.get_absolute_url()),
        **identity_of(actor, case, may_change=may_change),
    }
    return render(request, "offers/case_detail.html", context)


def measure_cells(measure: Measure, *, may_end: bool) -> list[Any]:
    """A measure as the table takes it; one that lasts can be ended."""
    end = {
        "text": _("End"),
        "what": measure.get_kind_display(),
        "url": reverse("offers:measure_end", args=[measure.ref]),
    }
    lasts = measure.ends_on is None
    return [
        measure.get_kind_display(),
        measure.starts_on,
        measure.ends_on or _("Lasting"),
        end if may_end and lasts else "",
    ]


def identity_of(actor: Actor, case: Case, *, may_change: bool) -> dict[str, Any]:
    """Who, since when, how it stands, and what can be done next."""
    is_own = case.scope_id == actor.scope
    facts = [
        *([fact(_("Number"), case.number)] if is_own else []),
        fact(_("Opened on"), case.opened_on.isoformat()),
        fact(_("Responsible"), case.responsible.name),
    ]
    if case.closed_on:
        facts.append(fact(_("Closed on"), case.closed_on.isoformat()))
        facts.append(fact(_("How it ended"), case.get_ending_display()))
    change = link(_("Change"), reverse("offers:case_change", args=[case.ref]))
    consent = link(_("Register a consent"), reverse("offers:consent_new", args=[case.ref]))
    close = link(_("Close the case"), reverse("offers:case_close", args=[case.ref]))
    return {
        "name": reminders.case_name(actor, case),
        "mark": case.mark,
        "facts": facts,
        "summary": [
            fact(_("The police's exit case"), case.get_police_status_display()),
            fact(_("Social services' case"), case.get_social_status_display()),
            fact(_("Days between follow-ups"), case.rhythm_days),
            fact(_("Opened from"), origin_of(case)),
        ],
        "may_change": may_change,
        "more": [change, consent, close] if may_change else [],
        "changed": {"at": case.updated_at, "agency": case.scope.agency} if is_own else None,
        "secrecy": secrecy(case.scope.agency, case.opened_on),
    }


def origin_of(case: Case) -> str:
    """Where the case came from, as far as the reader may know."""
    if case.intake:
        return _("Contact %(number)s") % {"number": case.intake.number}
    return _("An offer of help") if case.offer else _("By itself")


@require_http_methods(["GET", "POST"])
@login_required
def case_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    origin = where_from(request, actor)
    return form_page(
        request,
        NewCaseForm(request.POST or None, actor=actor, initial=known(origin)),
        lambda form: actions.open_case(actor=actor, **origin, **form.cleaned_data),
        heading=_("Open a case"),
        submit=_("Open the case"),
        done=_("The case is open, and the first follow-up is planned."),
        then=Case.get_absolute_url,
        back=reverse("offers:case_list"),
        saved_for=saved_for(actor, policies.CASE),
    )


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


def case_form(request: HttpRequest, case: Case, form: Form, act: Any, **page: Any) -> HttpResponse:
    """A form about a case, which leads back to the case."""
    record(request.actor, "case.read", case)
    return form_page(
        request,
        form,
        act,
        then=case.get_absolute_url(),
        back=case.get_absolute_url(),
        saved_for=saved_for(request.actor, policies.CASE),
        **page,
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    start = {name: getattr(case, name) for name in ("called", "police_status", "social_status")}
    start |= {"responsible": case.responsible.ref, "rhythm_days": case.rhythm_days}
    form = CaseForm(request.POST or None, actor=actor, initial=start)
    return case_form(
        request,
        case,
        form,
        lambda form: actions.change_case(actor=actor, case=case, **without_key(form)),
        heading=_("Change the case"),
        submit=_("Save the change"),
        done=_("The case is changed."),
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
    )


@require_http_methods(["GET", "POST"])
@login_required
def measure_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    return case_form(
        request,
        case,
        MeasureForm(request.POST or None),
        lambda form: actions.add_measure(actor=actor, case=case, **form.cleaned_data),
        heading=_("New measure"),
        submit=_("Save the measure"),
        done=_("The measure is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def measure_end(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    measures = Measure.objects.visible_to(actor).select_related("case")
    measure = get_object_or_404(measures, ref=ref)
    return case_form(
        request,
        measure.case,
        EndMeasureForm(request.POST or None),
        lambda form: actions.end_measure(actor=actor, measure=measure, **form.cleaned_data),
        heading=_("End the measure: %(kind)s") % {"kind": measure},
        submit=_("End the measure"),
        done=_("The measure has ended."),
    )
