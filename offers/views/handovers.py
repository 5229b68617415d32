"""Handing a contact or a case to a colleague, and what the colleague sees."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.ledger import record
from agencies.pages import form_page
from agencies.readers import saved_for
from gvi.core.templatetags.page import moment
from offers import actions, handovers, policies, reminders
from offers.forms import HandOverForm
from offers.models import Case, HandOver, Intake
from offers.views.shared import fact


@require_http_methods(["GET", "POST"])
@login_required
def handover_intake(request: HttpRequest, ref: UUID) -> HttpResponse:
    policies.require_exit_side(request.actor)
    intake = get_object_or_404(Intake.objects.writable_by(request.actor), ref=ref)
    return _form(request, intake, _("Hand over the contact"))


@require_http_methods(["GET", "POST"])
@login_required
def handover_case(request: HttpRequest, ref: UUID) -> HttpResponse:
    policies.require_exit_side(request.actor)
    case = get_object_or_404(Case.objects.writable_by(request.actor), ref=ref)
    return _form(request, case, _("Hand over the case"))


def _form(request: HttpRequest, thing: Intake | Case, heading: str) -> HttpResponse:
    actor, sent = request.actor, request.POST or None
    return form_page(
        request,
        HandOverForm(sent, actor=actor, responsible=thing.responsible_id),
        lambda form: actions.hand_over(actor=actor, thing=thing, **form.cleaned_data),
        heading=heading,
        submit=_("Hand over"),
        done=_("It is handed over. Your colleague is responsible from now on."),
        then=thing.get_absolute_url(),
        template="offers/handover_form.html",
        back=thing.get_absolute_url(),
        thing=reminders.name_of(thing),
        responsible=thing.responsible,
        saved_for=saved_for(actor, policies.CASE_PART),
    )


@require_safe
@login_required
def handover_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    hand_over = get_object_or_404(
        handovers.with_things(HandOver.objects.visible_to(actor)), ref=ref
    )
    record(actor, "handover.read", hand_over)
    thing = handovers.thing_of(hand_over)
    page = {
        "hand_over": hand_over,
        "name": reminders.name_of(thing),
        "thing": thing,
        "facts": [
            fact(_("Handed over by"), hand_over.handed_by.name),
            fact(_("Handed over to"), hand_over.handed_to.name),
            fact(_("When"), moment(hand_over.handed_at)),
        ],
        "may_see": hand_over.handed_to_id == actor.user_id and hand_over.seen_at is None,
    }
    return render(request, "offers/handover_detail.html", page)


@require_POST
@login_required
def handover_see(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    rows = handovers.with_things(HandOver.objects.visible_to(actor))
    hand_over = get_object_or_404(rows, ref=ref)
    actions.see_hand_over(actor=actor, hand_over=hand_over)
    messages.success(request, _("Noted that you have seen it."))
    thing = handovers.thing_of(hand_over)
    return redirect(thing.get_absolute_url() if thing else "desk:day")
