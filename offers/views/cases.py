"""Exit cases: list, one, open, change, close."""

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

from agencies.ledger import record_list
from agencies.pages import form_page
from agencies.readers import mark, readers_of, saved_for
from agencies.scoping import Actor
from gvi.core.paging import page_of
from offers import actions, policies, reminders
from offers.forms import CaseForm, CloseCaseForm, NewCaseForm
from offers.models import Case, Intake, Measure, Offer
from offers.views.case_pages import OVERVIEW, case_form, case_page, may_change
from offers.views.shared import (
    empty,
    fact,
    ref_asked_for,
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
    waiting = reminders.waiting_on(actor, case)
    measures = Measure.objects.visible_to(actor).filter(case=case)
    may_end = may_change(actor, case) and case.is_open
    return case_page(
        request,
        case,
        OVERVIEW,
        "offers/case_detail.html",
        summary=[
            fact(_("The police's exit case"), case.get_police_status_display()),
            fact(_("Social services' case"), case.get_social_status_display()),
            fact(_("Days between follow-ups"), case.rhythm_days),
            fact(_("Opened from"), origin_of(case)),
        ],
        columns=MEASURES,
        lines=[measure_cells(measure, may_end=may_end) for measure in measures],
        waiting=waiting,
        history=told(reminders.history(actor, case)),
        readers=readers_of(actor, case, policies.CASE),
        **ways_on(waiting, case.get_absolute_url()),
    )


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
