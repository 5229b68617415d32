"""Making an offer, and recording on the exit side how it was answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions.tenants import require_exit_open
from agencies.ledger import record
from agencies.models import User
from agencies.scoping import Actor
from callins.models import Callin, Notification
from callins.policies import may_talk
from groups.models import Person
from gvi.core.refusals import Refused
from offers import days, policies, reminders
from offers.actions.followups import plan
from offers.actions.once import made_before, own_new, wait_for
from offers.models import Case, Offer, OfferAnswer

AFTER_YES = timedelta(days=1)


@transaction.atomic
def make_offer(
    *,
    actor: Actor,
    person: Person,
    occasion: str,
    made_on: date,
    callin: Callin | None = None,
    notification: Notification | None = None,
    key: UUID | None = None,
) -> Offer:
    """Record that help was offered. At a joint occasion everyone who sees the person sees it.

    So a joint occasion must be one that the others can know of already. Elsewhere only the exit
    group offers, and only the exit group sees it.
    """
    policies.require_offering(actor)
    require_exit_open(actor)
    before = made_before(actor, Offer, key)
    if before is not None:
        return before
    is_joint = occasion != Offer.Occasion.ELSEWHERE
    if not is_joint and not policies.is_exit_side(actor):
        raise PermissionDenied(_("Only the exit group offers help outside a joint occasion."))
    if person.state != Person.State.MAPPED:
        raise Refused(_("Only people on the map can be offered help here."), field="person")
    days.require(days.has_come, made_on, "made_on")
    _require_occasion(actor, person, occasion, callin, notification)
    offer = Offer(
        person=person,
        person_scope_id=person.scope_id,
        occasion=occasion,
        is_joint=is_joint,
        callin=callin if occasion == Offer.Occasion.CALLIN else None,
        notification=notification if occasion == Offer.Occasion.TALK else None,
        made_on=made_on,
        made_by_id=actor.user_id,
    )
    own_new(actor, offer, key, exclude=("person", "person_scope", "callin", "notification"))
    record(actor, "offer.made", offer)
    return offer


def _require_occasion(
    actor: Actor,
    person: Person,
    occasion: str,
    callin: Callin | None,
    notification: Notification | None,
) -> None:
    """A joint offer is read by others: nobody learns from it of a meeting that was not joint."""
    match occasion:
        case Offer.Occasion.CALLIN:
            if callin is None or not reminders.was_called_to(actor, person, callin):
                raise Refused(
                    _("Choose a call-in that has been held and that the person was called to."),
                    field="callin",
                )
            _one_offer_at(actor, callin)
            made = Offer.objects.writable_by(actor).filter(callin=callin, person=person)
            if made.exists():
                raise Refused(
                    _("Your agency has already recorded an offer to this person at this call-in."),
                    field="callin",
                )
        case Offer.Occasion.TALK:
            talks = reminders.talks_with(actor, person) if may_talk(actor) else None
            if talks is None or not talks.exists():
                raise Refused(
                    _("Record the talk as completed before an offer that was made there."),
                    field="occasion",
                )
            if notification is not None and not talks.filter(pk=notification.pk).exists():
                raise Refused(_("Choose a completed talk with this person."), field="notification")
        case Offer.Occasion.PROBATION_VISIT if not policies.may_visit(actor):
            raise Refused(
                _("Only the probation service offers help at a probation visit."),
                field="occasion",
            )


def _one_offer_at(actor: Actor, callin: Callin) -> None:
    """One offer to each from one agency, however many record the evening at once."""
    wait_for(f"offers.callin/{actor.scope}/{callin.pk}")


@transaction.atomic
def offer_at_callin(
    *, actor: Actor, callin: Callin, people: Iterable[Person], key: UUID | None = None
) -> list[Offer]:
    """Record that those chosen were offered help at a call-in, on the day it was held.

    Whoever has an offer recorded there already is passed over.
    """
    _one_offer_at(actor, callin)
    missing = set(reminders.to_offer_at(actor, callin))
    return [
        make_offer(
            actor=actor,
            person=person,
            occasion=Offer.Occasion.CALLIN,
            callin=callin,
            made_on=min(callin.held_on, timezone.localdate()),
            key=uuid5(key, str(person.ref)) if key else None,
        )
        for person in people
        if person in missing
    ]


@transaction.atomic
def record_answer(
    *,
    actor: Actor,
    offer: Offer,
    answer: str,
    channel: str,
    answered_on: date,
    offer_again_on: date | None = None,
    key: UUID | None = None,
) -> OfferAnswer:
    """How someone answered, for the exit side alone; the next contact is planned at once.

    A yes is followed up the day after, anything else on the day to offer again.
    """
    policies.require_exit_side(actor)
    before = made_before(actor, OfferAnswer, key)
    if before is not None:
        return before
    days.require(days.has_come, answered_on, "answered_on")
    days.require(days.is_within_reach, offer_again_on, "offer_again_on")
    if answered_on < offer.made_on:
        raise Refused(_("An answer cannot come before its offer."), field="answered_on")
    if answer == OfferAnswer.Answer.YES:
        offer_again_on = None
    elif offer_again_on is None or offer_again_on <= answered_on:
        raise Refused(_("Say when to offer help again."), field="offer_again_on")
    row = OfferAnswer(
        offer=offer,
        answer=answer,
        channel=channel,
        answered_on=answered_on,
        offer_again_on=offer_again_on,
        recorded_by_id=actor.user_id,
    )
    own_new(actor, row, key, exclude=("offer",))
    if not Case.objects.writable_by(actor).filter(offer=offer).exists():
        me = User.objects.get(pk=actor.user_id)
        plan(actor, offer, due_on=offer_again_on or answered_on + AFTER_YES, responsible=me)
    record(actor, "offeranswer.recorded", row)
    return row
