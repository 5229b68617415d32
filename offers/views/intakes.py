"""A contact: who got in touch, the first meeting, and what becomes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.forms import Shown
from agencies.ledger import record
from agencies.models import User
from agencies.pages import form_page
from agencies.readers import readers_of, saved_for
from gvi.core.templatetags.page import moment
from offers import actions, contacts, handovers, policies, reminders
from offers.forms import (
    ChangeIntakeForm,
    CloseIntakeForm,
    CounsellingForm,
    IntakeForm,
    MeetingForm,
    ReopenForm,
)
from offers.models import Case, Intake
from offers.views.shared import fact, link, secrecy, told, ways_on


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


@require_http_methods(["GET", "POST"])
@login_required
def intake_anonymous(request: HttpRequest) -> HttpResponse:
    """Counselling to somebody nobody will ever know: no field could name them."""
    actor = request.actor
    policies.require_exit_side(actor)
    me = User.objects.get(pk=actor.user_id)
    return form_page(
        request,
        CounsellingForm(request.POST or None),
        lambda form: actions.take_intake(
            actor=actor, responsible=me, is_anonymous=True, **form.cleaned_data
        ),
        heading=_("Anonymous counselling"),
        lead=_(
            "No name, no way of contact and no note is kept, and none can be added later."
            " It only says that counselling was given."
        ),
        submit=_("Save the counselling"),
        done=_("The counselling is counted."),
        then=reverse("offers:intake_list"),
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
        "goal": contacts.goal(intake, timezone.now()),
        "case": Case.objects.visible_to(actor).filter(intake=intake).first(),
        "waiting": waiting,
        "history": told(reminders.history(actor, intake)),
        "handed": handovers.told(actor, intake),
        "readers": readers_of(actor, intake, policies.INTAKE),
        "back": reverse("offers:intake_list"),
        **ways_on(waiting, intake.get_absolute_url()),
        **identity_of(intake, may_change=policies.is_exit_side(actor)),
    }
    return render(request, "offers/intake_detail.html", context)


def identity_of(intake: Intake, *, may_change: bool) -> dict[str, Any]:
    """Who and when, what is known, and what can be done next."""
    ways = ways_of(intake) if may_change else []
    return {
        "name": contacts.name_of(intake),
        "mark": {"kind": "own"},
        "facts": [
            fact(_("Number"), intake.number),
            fact(_("How the contact came"), intake.get_source_display()),
            fact(_("First contact"), moment(intake.first_contact_at)),
            fact(_("State"), intake.get_state_display()),
            fact(_("Responsible"), intake.responsible.name),
        ],
        "summary": summary_of(intake),
        "action": ways[0] if ways else None,
        "more": ways[1:],
        "secrecy": secrecy(intake.scope.agency, timezone.localdate(intake.first_contact_at)),
    }


def ways_of(intake: Intake) -> list[dict[str, Any]]:
    """What can be done, the likeliest first. Nothing more is done with anonymous counselling."""

    def page(name: str, label: str) -> dict[str, Any]:
        return link(label, reverse(f"offers:{name}", args=[intake.ref]))

    if intake.is_anonymous or intake.state == Intake.State.CASE_OPENED:
        return []
    if not intake.is_open:
        return [page("intake_reopen", _("They got in touch again"))]
    case = link(_("Open a case"), f"{reverse('offers:case_new')}?kontakt={intake.ref}")
    first = [case] if intake.first_meeting_at else [page("intake_met", _("We have met")), case]
    return [
        *first,
        page("intake_change", _("Change the contact")),
        page("handover_intake", _("Hand over")),
        link(_("Threat check"), reverse("desk:intake_threat_check", args=[intake.ref])),
        page("intake_close", _("Close the contact")),
    ]


def summary_of(intake: Intake) -> list[dict[str, Any]]:
    """What is known of them; of anonymous counselling only the decision it rests on."""
    if intake.is_anonymous:
        return [fact(_("The board's decision"), intake.decision_reference)]
    known = [
        fact(_("How to reach them"), intake.contact_way),
        fact(_("Note"), intake.note),
        fact(_("Rhythm"), contacts.rhythm(intake)),
    ]
    if intake.state != Intake.State.CLOSED:
        return known
    why = " ".join(filter(None, [intake.get_ending_display(), intake.reason]))
    return [*known, fact(_("Closed on"), intake.closed_on), fact(_("Why"), why)]


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


def as_shown(intake: Intake) -> dict[str, Any]:
    """What the form begins with, and what is compared when two have had it open."""
    return {name: getattr(intake, name) for name in ChangeIntakeForm.base_fields}


@require_http_methods(["GET", "POST"])
@login_required
def intake_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    intake = get_object_or_404(Intake.objects.visible_to(actor), ref=ref)
    return form_page(
        request,
        ChangeIntakeForm(request.POST or None, initial=as_shown(intake)),
        lambda form: actions.change_intake(actor=actor, intake=intake, **form.cleaned_data),
        heading=_("Change the contact"),
        submit=_("Save the contact"),
        done=_("The contact is changed."),
        shown=Shown(intake, as_shown),
        then=intake.get_absolute_url(),
        back=intake.get_absolute_url(),
        saved_for=saved_for(actor, policies.INTAKE),
    )


@require_http_methods(["GET", "POST"])
@login_required
def intake_close(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    intake = get_object_or_404(Intake.objects.visible_to(actor), ref=ref)
    return form_page(
        request,
        CloseIntakeForm(request.POST or None),
        lambda form: actions.close_intake(actor=actor, intake=intake, **form.cleaned_data),
        heading=_("Close the contact"),
        lead=_("Nothing waits on a closed contact. It can be opened when they call again."),
        submit=_("Close the contact"),
        done=_("The contact is closed."),
        then=intake.get_absolute_url(),
        back=intake.get_absolute_url(),
        saved_for=saved_for(actor, policies.INTAKE),
    )


@require_http_methods(["GET", "POST"])
@login_required
def intake_reopen(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    intake = get_object_or_404(Intake.objects.visible_to(actor), ref=ref)
    return form_page(
        request,
        ReopenForm(request.POST or None),
        lambda form: actions.reopen_intake(actor=actor, intake=intake, **form.cleaned_data),
        heading=_("They got in touch again"),
        lead=_("The contact is opened with everything that was written before. You answer for it."),
        submit=_("Open the contact again"),
        done=_("The contact is open again, and the next follow-up is planned."),
        then=intake.get_absolute_url(),
        back=intake.get_absolute_url(),
        saved_for=saved_for(actor, policies.INTAKE),
    )
