"""The lists of contacts: everyone, those who wait without a case, and those only counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record_list
from agencies.pages import form_page
from agencies.readers import saved_for
from gvi.core.paging import page_of
from gvi.core.templatetags.page import moment
from offers import actions, contacts, policies, reminders
from offers.forms import DirectContactForm
from offers.models import DirectContact, FollowUp, Intake
from offers.views.shared import tabs

WHO = {"label": gettext_lazy("Who")}
MET = {"label": gettext_lazy("First meeting")}
NEXT = {"label": gettext_lazy("Next follow-up")}
RESPONSIBLE = {"label": gettext_lazy("Responsible")}
COLUMNS = [
    WHO,
    {"label": gettext_lazy("How the contact came")},
    {"label": gettext_lazy("First contact")},
    MET,
    {"label": gettext_lazy("State")},
    NEXT,
    RESPONSIBLE,
]
WAITING = [
    WHO,
    NEXT,
    {"label": gettext_lazy("Rhythm")},
    MET,
    RESPONSIBLE,
    {"label": gettext_lazy("Action"), "hidden": True},
]
COUNTED = [
    {"label": gettext_lazy("Month")},
    {"label": gettext_lazy("How many got in touch"), "numeric": True},
    {"label": gettext_lazy("How many of them accepted help"), "numeric": True},
]


@require_safe
@login_required
def intake_list(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    policies.require_exit_side(actor)
    rows = contacts.in_order(Intake.objects.visible_to(actor).select_related("responsible"))
    page = page_of(request, reminders.with_next(actor, rows))
    record_list(actor, "intake.listed", page)
    context = {
        "page": page,
        "columns": COLUMNS,
        "lines": [cells(intake, now) for intake in page],
        "caption": _("Contacts"),
        "empty": _("Nobody has got in touch yet."),
        "tabs": tabs(actor, "offers:intake_list"),
    }
    return render(request, "offers/intake_list.html", context)


def cells(intake: Any, now: datetime) -> list[Any]:
    """A contact with the day of its next follow-up, as the table takes it."""
    words, kind = contacts.goal(intake, now)
    return [
        {"text": contacts.name_of(intake), "url": intake.get_absolute_url()},
        intake.get_source_display(),
        moment(intake.first_contact_at),
        {"tag": words, "kind": kind},
        intake.get_state_display(),
        {"due": intake.next_on} if intake.next_on else "",
        intake.responsible.name,
    ]


@require_safe
@login_required
def intake_waiting(request: HttpRequest) -> HttpResponse:
    """Those who have no case, by when they are next looked in on."""
    actor, now = request.actor, timezone.now()
    policies.require_exit_side(actor)
    page = page_of(request, contacts.waiting(actor))
    record_list(actor, "intake.listed", [row.intake for row in page], context="waiting")
    context = {
        "page": page,
        "columns": WAITING,
        "lines": [waiting_cells(row, now, request.get_full_path()) for row in page],
        "caption": _("People who wait without a case"),
        "empty": _("Nobody waits without a case."),
        "tabs": tabs(actor, "offers:intake_waiting"),
    }
    return render(request, "offers/intake_list.html", context)


def waiting_cells(row: FollowUp, now: datetime, here: str) -> list[Any]:
    due = reminders.as_due(row)
    words, kind = contacts.goal(row.intake, now)
    return [
        {"text": due.what, "url": due.url},
        {"due": due.due_on},
        contacts.rhythm(row.intake),
        {"tag": words, "kind": kind},
        row.responsible.name,
        {"text": _("Log"), "what": due.what, "url": due.log_url(here)},
    ]


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
