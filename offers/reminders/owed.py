"""Offers owed, made and not yet answered."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from agencies.scoping import Actor
from callins.models import Attendance, Callin, Invitation, Notification
from groups.models import Person
from offers.models import Offer, OfferAnswer

CAME = (Attendance.Outcome.ARRIVED, Attendance.Outcome.TOOK_PART, Attendance.Outcome.LEFT)
ROUND_MONTHS = (1, 4, 7, 10)  # help is offered again on days that are the same for everybody


def owed_offers(actor: Actor) -> QuerySet[Person]:
    """Mapped people the actor sees, without any offer the actor sees. An exit case removes none."""
    made = Offer.objects.visible_to(actor).filter(person=OuterRef("pk"))
    return Person.objects.visible_to(actor).mapped().exclude(Exists(made))


def who_came_to(actor: Actor, callin: Callin) -> QuerySet[Person]:
    """The mapped people whose last mark at a call-in says that they came."""
    marks = Attendance.objects.visible_to(actor).filter(invitation=OuterRef("pk")).order_by("-pk")
    invited = Invitation.objects.visible_to(actor).filter(callin=callin)
    came = invited.annotate(last=Subquery(marks.values("outcome")[:1])).filter(last__in=CAME)
    people = Person.objects.visible_to(actor).mapped().filter(pk__in=came.values("person"))
    return people.order_by("code_name", "pk")


def to_offer_at(actor: Actor, callin: Callin) -> QuerySet[Person]:
    """Those who came, and to whom no offer made there is recorded yet."""
    made = Offer.objects.visible_to(actor).filter(callin=callin, person=OuterRef("pk"))
    return who_came_to(actor, callin).exclude(Exists(made))


def was_called_to(actor: Actor, person: Person, callin: Callin) -> bool:
    """Whether the actor sees that the person was called to a call-in that has been held.

    The state may lag behind the day: then what counts is who came.
    """
    called = Invitation.objects.visible_to(actor).filter(callin=callin, person=person)
    rows = Callin.objects.visible_to(actor).filter(pk=callin.pk, held_on__lte=timezone.localdate())
    if rows.held().exists():
        return called.exists()
    rows = rows.exclude(state=Callin.State.CANCELLED)
    return rows.exists() and who_came_to(actor, callin).filter(pk=person.pk).exists()


def talks_with(actor: Actor, person: Person) -> QuerySet[Notification]:
    """The talks with a person that took place, as far as the actor sees them."""
    return Notification.objects.visible_to(actor).completed().filter(person=person)


def held_lately(actor: Actor, today: date, limit: int) -> QuerySet[Callin]:
    """The last call-ins whose day has come, whether or not their state has caught up."""
    rows = Callin.objects.visible_to(actor).filter(held_on__lte=today)
    return rows.exclude(state=Callin.State.CANCELLED)[:limit]


def unanswered(actor: Actor) -> QuerySet[Offer]:
    """Offers the exit side has no answer to yet, the oldest first."""
    offers = Offer.objects.visible_to(actor).without(OfferAnswer.objects.visible_to(actor))
    return offers.select_related("person", "scope__agency").order_by("made_on", "pk")


def next_round(today: date) -> date:
    """The next common day for offering again: a quarter's first Monday, a month away at least."""
    earliest = today + timedelta(days=30)
    for year in (earliest.year, earliest.year + 1):
        for month in ROUND_MONTHS:
            first = date(year, month, 1)
            monday = first + timedelta(days=-first.weekday() % 7)
            if monday >= earliest:
                return monday
    raise ValueError(f"No quarter begins after {today}.")
