"""One offer of help: recording it, reading it, and its answer on the exit side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import mark, readers_of, saved_for
from agencies.scoping import Actor
from callins.models import Callin
from groups.models import Person
from offers import actions, policies, reminders
from offers.forms import AnswerForm, CallinOffersForm, OfferForm
from offers.models import Case, FollowUp, Offer, OfferAnswer
from offers.views.shared import fact, link, ref_asked_for, told, ways_on


@require_http_methods(["GET", "POST"])
@login_required
def offer_new(request: HttpRequest) -> HttpResponse:
    actor, ref = request.actor, ref_asked_for(request, "person")
    policies.require_offering(actor)
    people = Person.objects.visible_to(actor).mapped()
    person = get_object_or_404(people, ref=ref) if ref else None
    record_list(actor, "person.listed", [person] if person else people, context="offer")
    return form_page(
        request,
        OfferForm(request.POST or None, actor=actor, person=person),
        lambda form: actions.make_offer(actor=actor, **form.cleaned_data),
        heading=_("Record an offer of help"),
        submit=_("Save the offer"),
        done=_("The offer is saved."),
        then=Offer.get_absolute_url,
        template="offers/offer_new.html",
        person=person,
        back=reverse("offers:offer_list"),
        saved_for=audience(actor),
    )


@require_http_methods(["GET", "POST"])
@login_required
def offer_callin(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_offering(actor)
    callin = get_object_or_404(Callin.objects.visible_to(actor), ref=ref)
    came, missing = reminders.who_came_to(actor, callin), reminders.to_offer_at(actor, callin)
    record_list(actor, "person.listed", missing, context="callin")
    return form_page(
        request,
        CallinOffersForm(request.POST or None, came=came, missing=missing),
        lambda form: actions.offer_at_callin(actor=actor, callin=callin, **form.cleaned_data),
        heading=_("Offers at %(callin)s") % {"callin": callin},
        submit=_("Save the offers"),
        done=_("The offers are saved."),
        then=f"{reverse('offers:offer_list')}?visa=lamnade",
        template="offers/offer_callin.html",
        people=missing,
        back=f"{reverse('offers:offer_list')}?visa=att-lamna",
        saved_for={"audience": _("everyone who sees the person")},
    )


def audience(actor: Actor) -> dict[str, Any]:
    """Who will see an offer: it hangs on the occasion."""
    own = saved_for(actor, policies.ANSWER)
    if policies.is_exit_side(actor):
        words = _("everyone who sees the person; an offer made elsewhere only %(agency)s")
        return {"audience": words % {"agency": own["audience"]}}
    return {"audience": _("everyone who sees the person")}


@require_safe
@login_required
def offer_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    offers = Offer.objects.visible_to(actor).select_related(
        "person", "scope__agency", "person_scope__agency", "callin"
    )
    offer = get_object_or_404(offers, ref=ref)
    record(actor, "offer.read", offer)
    mark(actor, [offer], policies.OFFER)
    waiting = reminders.waiting_on(actor, offer)
    context = {
        "offer": offer,
        "name": reminders.name_of(offer),
        "mark": offer.mark,
        "facts": facts_of(offer),
        "waiting": waiting,
        "history": told(reminders.history(actor, offer)),
        "may_follow_up": policies.may_follow_up(actor),
        "readers": readers_of(actor, offer, policies.OFFER),
        "back": reverse("offers:offer_list"),
    }
    context |= ways_on(waiting, offer.get_absolute_url()) | exit_side(actor, offer, waiting)
    return render(request, "offers/offer_detail.html", context)


def facts_of(offer: Offer) -> list[dict[str, Any]]:
    return [
        fact(_("Occasion"), offer.callin or offer.get_occasion_display()),
        fact(_("Offered on"), offer.made_on.isoformat()),
        fact(_("Offered by"), offer.scope.agency),
    ]


def exit_side(actor: Actor, offer: Offer, waiting: FollowUp | None) -> dict[str, Any]:
    """Answers and the case, for those who may know of them; the rest is the same for all."""
    if not policies.is_exit_side(actor):
        return {"may_stop": waiting is not None}
    answers = OfferAnswer.objects.visible_to(actor).filter(offer=offer)
    rows = list(answers.select_related("recorded_by"))
    case = Case.objects.visible_to(actor).filter(offer=offer).first()
    action = None
    if case is not None:
        action = link(_("To the case"), case.get_absolute_url())
    elif rows and rows[0].answer == OfferAnswer.Answer.YES:
        action = link(_("Open a case"), f"{reverse('offers:case_new')}?erbjudande={offer.ref}")
    return {
        "is_exit_side": True,
        "answers": [answered(row) for row in rows],
        "case": case,
        "action": action,
        "may_stop": waiting is not None and not rows,
    }


def answered(row: OfferAnswer) -> dict[str, Any]:
    """An answer as the timeline takes it."""
    again = row.offer_again_on
    return {
        "title": row.get_answer_display(),
        "text": _("To be offered again %(day)s.") % {"day": again.isoformat()} if again else "",
        "at": row.answered_on,
        "by": row.recorded_by.name,
        "tag": row.get_channel_display(),
    }


@require_http_methods(["GET", "POST"])
@login_required
def offer_answer(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    offer = get_object_or_404(Offer.objects.visible_to(actor).select_related("person"), ref=ref)
    record(actor, "offer.read", offer)
    return form_page(
        request,
        AnswerForm(request.POST or None),
        lambda form: actions.record_answer(actor=actor, offer=offer, **form.cleaned_data),
        heading=_("Record the answer: %(name)s") % {"name": reminders.name_of(offer)},
        submit=_("Save the answer"),
        done=_("The answer is saved, and the next contact is planned."),
        then=offer.get_absolute_url(),
        template="offers/form.html",
        title=_("Record the answer"),
        back=offer.get_absolute_url(),
        saved_for=saved_for(actor, policies.ANSWER),
    )
