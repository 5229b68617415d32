"""Contacts: who got in touch, the first meeting, and those that are only counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import readers_of, saved_for
from gvi.core.paging import page_of
from gvi.core.templatetags.page import moment
from offers import actions, handovers, policies, reminders
from offers.forms import DirectContactForm, IntakeForm, MeetingForm
from offers.models import Case, DirectContact, Intake
from offers.views.shared import fact, link, secrecy, tabs, told, ways_on

COLUMNS = [
    {"label": gettext_lazy("Who")},
    {"label": gettext_lazy("How the contact came")},
    {"label": gettext_lazy("First contact")},
    {"label": gettext_lazy("First meeting")},
    {"label": gettext_lazy("State")},
    {"label": gettext_lazy("Next follow-up")},
    {"label": gettext_lazy("Responsible")},
]
COUNTED = [
    {"label": gettext_lazy("Month")},
    {"label": gettext_lazy("How many got in touch"), "numeric": True},
    {"label": gettext_lazy("How many of them accepted help"), "numeric": True},
]


@require_safe
@login_required
def intake_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    rows = Intake.objects.visible_to(actor).select_related("responsible")
    page = page_of(request, reminders.with_next(actor, rows))
    record_list(actor, "intake.listed", page)
    context = {
        "page": page,
        "columns": COLUMNS,
        "lines": [cells(intake) for intake in page],
        "tabs": tabs(actor, "offers:intake_list"),
    }
    return render(request, "offers/intake_list.html", context)


def cells(intake: Any) -> list[Any]:
    """A contact with the day of its next follow-up, as the table takes it."""
    words, kind = reminders.first_meeting(intake, timezone.now())
    return [
        {"text": reminders.name_of(intake), "url": intake.get_absolute_url()},
        intake.get_source_display(),
        intake.first_contact_at,
        {"tag": words, "kind": kind},
        intake.get_state_display(),
        {"due": intake.next_on} if intake.next_on else "",
        intake.responsible.name,
    ]


@require_http_methods(["GET", "POST"])
@login_required
def intake_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    return form_page(
        request,
        IntakeForm(request.POST or None, actor=actor),
        lambda form: actions.take_intake(actor=actor, **form.cleaned_data),
        heading=_("New contact"),
        submit=_("Save the contact"),
        done=_("The contact is saved. Try to meet today."),
        then=Intake.get_absolute_url,
        back=reverse("offers:intake_list"),
        saved_for=saved_for(actor, policies.INTAKE),
    )


@require_safe
@login_required
def intake_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    intakes = Intake.objects.visible_to(actor).select_related("responsible", "scope__agency")
    intake = get_object_or_404(intakes, ref=ref)
    record(actor, "intake.read", intake)
    waiting = reminders.waiting_on(actor, intake)
    context = {
        "intake": intake,
        "goal": reminders.first_meeting(intake, timezone.now()),
        "case": Case.objects.visible_to(actor).filter(intake=intake).first(),
        "waiting": waiting,
        "history": told(reminders.history(actor, intake)),
        "handed": handovers.told(actor, intake),
        "readers": readers_of(actor, intake, policies.INTAKE),
        "back": reverse("offers:intake_list"),
        **ways_on(waiting, intake.get_absolute_url()),
        **identity_of(intake, may_change=policies.is_exit_side(actor) and intake.is_open),
    }
    return render(request, "offers/intake_detail.html", context)


def identity_of(intake: Intake, *, may_change: bool) -> dict[str, Any]:
    """Who and when, what is known, and what can be done next."""
    met = link(_("We have met"), reverse("offers:intake_met", args=[intake.ref]))
    case = link(_("Open a case"), f"{reverse('offers:case_new')}?kontakt={intake.ref}")
    over = link(_("Hand over"), reverse("offers:handover_intake", args=[intake.ref]))
    ways = [case, over] if intake.first_meeting_at else [met, case, over]
    return {
        "name": reminders.name_of(intake),
        "mark": {"kind": "own"},
        "facts": [
            fact(_("Number"), intake.number),
            fact(_("How the contact came"), intake.get_source_display()),
            fact(_("First contact"), moment(intake.first_contact_at)),
            fact(_("State"), intake.get_state_display()),
            fact(_("Responsible"), intake.responsible.name),
        ],
        "summary": [
            fact(_("How to reach them"), intake.contact_way),
            fact(_("Note"), intake.note),
        ],
        "may_change": may_change,
        "action": ways[0] if may_change else None,
        "more": ways[1:] if may_change else [],
        "secrecy": secrecy(intake.scope.agency, timezone.localdate(intake.first_contact_at)),
    }


@require_http_methods(["GET", "POST"])
@login_required
def intake_met(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    intake = get_object_or_404(Intake.objects.visible_to(actor), ref=ref)
    return form_page(
        request,
        MeetingForm(request.POST or None),
        lambda form: actions.record_first_meeting(actor=actor, intake=intake, **form.cleaned_data),
        heading=_("First meeting"),
        submit=_("Save the meeting"),
        done=_("The first meeting is saved, and the next contact is planned."),
        then=intake.get_absolute_url(),
        back=intake.get_absolute_url(),
        saved_for=saved_for(actor, policies.INTAKE),
    )


@require_POST
@login_required
def intake_close(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    intake = get_object_or_404(Intake.objects.visible_to(actor), ref=ref)
    actions.close_intake(actor=actor, intake=intake)
    messages.success(request, _("The contact is closed."))
    return redirect(intake)


@require_http_methods(["GET", "POST"])
@login_required
def direct_contacts(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_counting(actor)
    counted = DirectContact.objects.visible_to(actor)
    record_list(actor, "directcontact.listed", counted)
    return form_page(
        request,
        DirectContactForm(request.POST or None),
        lambda form: actions.count_direct_contacts(actor=actor, **form.cleaned_data),
        heading=_("Direct contacts"),
        submit=_("Save the count"),
        done=_("The count is saved."),
        then=reverse("offers:direct_contacts"),
        template="offers/direct_contacts.html",
        columns=COUNTED,
        lines=[[row.month.strftime("%Y-%m"), row.count, row.accepted] for row in counted],
        tabs=tabs(actor, "offers:direct_contacts"),
        saved_for=saved_for(actor, policies.INTAKE),
    )
