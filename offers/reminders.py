"""What is due and to whom: waiting follow-ups, owed offers, answers not yet recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Posting, User
from agencies.scoping import Actor
from callins.models import Attendance, Callin, Invitation, Notification
from groups.models import Person
from offers import policies
from offers.models import Case, FollowUp, Intake, Offer, OfferAnswer
from offers.querysets import FollowUpQuerySet

Thing = TypeVar("Thing", Intake, Case)
RHYTHM = timedelta(days=14)  # offers and intakes; a case has its own
AFTER_CARE = timedelta(days=90)  # a closed case is looked in on, never dropped
UNDO_FOR = timedelta(minutes=15)
CAME = (Attendance.Outcome.ARRIVED, Attendance.Outcome.TOOK_PART, Attendance.Outcome.LEFT)
ROUND_MONTHS = (1, 4, 7, 10)  # help is offered again on days that are the same for everybody


@dataclass(frozen=True)
class Due:
    """One follow-up as a line in a list: on whom, where to read more, where to log."""

    follow_up: FollowUp
    what: str
    url: str

    @property
    def due_on(self) -> date:
        return self.follow_up.due_on

    def log_url(self, back: str = "") -> str:
        return with_way_back(self.follow_up.get_absolute_url(), back)

    def undo_url(self, back: str = "") -> str:
        return with_way_back(reverse("offers:followup_undo", args=[self.follow_up.ref]), back)

    def as_row(self, back: str = "") -> dict[str, Any]:
        """The line as the work list takes it."""
        return {
            "verb": _("Follow up"),
            "what": self.what,
            "url": self.url,
            "due": self.due_on,
            "mark": {"kind": "own"},
            "action": {"label": _("Log"), "url": self.log_url(back)},
        }


def with_way_back(url: str, back: str) -> str:
    """An address that remembers the list it was reached from."""
    return f"{url}?{urlencode({'next': back})}" if back else url


def thing_of(follow_up: FollowUp) -> Offer | Intake | Case | None:
    """What the follow-up is about, when the reader may see it."""
    return follow_up.case or follow_up.intake or follow_up.offer


def as_due(follow_up: FollowUp) -> Due:
    """A follow-up whose offer, intake and case were fetched with it."""
    thing = thing_of(follow_up)
    return Due(follow_up, name_of(thing), thing.get_absolute_url() if thing else "")


def name_of(thing: Offer | Intake | Case | None) -> str:
    """What a thing is called in a list, as far as the reader may know."""
    match thing:
        case Offer(person=Person() as person):
            return person.code_name
        case Case() | Intake():
            return f"{thing.called} ({thing.number})" if thing.called else thing.number
    return _("Someone who is no longer shared with you")


def case_name(actor: Actor, case: Case) -> str:
    """A case's name to one who may only have been given it: the number is the owner's alone."""
    return name_of(case) if case.scope_id == actor.scope else case.called or _("Exit case")


def with_things(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    return rows.select_related("offer__person", "intake", "case", "responsible", "follows")


def waiting(actor: Actor) -> FollowUpQuerySet:
    """The actor's agency's follow-ups that have not been logged, the most urgent first."""
    return with_things(FollowUp.objects.visible_to(actor).waiting())


def due_today(actor: Actor, today: date, limit: int) -> list[Due]:
    """The actor's own follow-ups due today or before."""
    rows = waiting(actor).due_by(today).filter(responsible_id=actor.user_id)
    return [as_due(row) for row in rows[:limit]]


def next_due_on(actor: Actor, today: date) -> date | None:
    """The day of the actor's next follow-up after today, if any is planned."""
    coming = (
        FollowUp.objects.visible_to(actor)
        .waiting()
        .filter(responsible_id=actor.user_id, due_on__gt=today)
    )
    return coming.values_list("due_on", flat=True).first()


def just_logged(actor: Actor, now: datetime | None = None) -> list[Due]:
    """What the actor has logged and can still undo, the latest first."""
    since = (now or timezone.now()) - UNDO_FOR
    rows = FollowUp.objects.visible_to(actor).filter(done_by_id=actor.user_id, done_at__gt=since)
    return [as_due(row) for row in with_things(rows).order_by("-done_at")]


def overdue(actor: Actor, today: date) -> QuerySet[FollowUp]:
    """Every late follow-up of the actor's agency, by who answers for it."""
    return (
        waiting(actor).overdue(today).order_by("responsible__name", "responsible", "due_on", "pk")
    )


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


def rhythm(thing: Offer | Intake | Case | None) -> timedelta:
    """How long until the next contact, unless someone says otherwise."""
    if isinstance(thing, Case):
        return timedelta(days=thing.rhythm_days) if thing.is_open else AFTER_CARE
    return RHYTHM


def must_wait(actor: Actor, thing: Offer | Intake | Case | None) -> bool:
    """Whether a follow-up must always wait here: on cases, open intakes and answered offers.

    What waited on an offer or an intake waits on its case once there is one.
    """
    match thing:
        case Case():
            return True
        case Intake():
            return thing.is_open
        case Offer():
            answered = OfferAnswer.objects.visible_to(actor).filter(offer=thing).exists()
            return answered and not Case.objects.visible_to(actor).filter(offer=thing).exists()
    return False


def last_channel(follow_up: FollowUp) -> str:
    """How the contact before this one was made."""
    before = follow_up.follows
    return before.channel if before and before.channel else FollowUp.Channel.PHONE


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


def first_meeting(intake: Intake, now: datetime) -> tuple[str, str]:
    """How the goal of meeting the same day stands, in words, and the kind of tag for it."""
    contact = timezone.localtime(intake.first_contact_at)
    met = intake.first_meeting_at
    days = (timezone.localdate(met or now) - contact.date()).days
    if met and days == 0:
        return _("Met the same day"), "ok"
    if met:
        return ngettext("Met after %(days)d day", "Met after %(days)d days", days) % {
            "days": days
        }, "attention"
    if intake.state == Intake.State.CLOSED:
        return _("Never met"), "neutral"
    if days == 0:
        hours = int((now - contact) / timedelta(hours=1))
        return ngettext(
            "To be met today, %(hours)d hour since the first contact",
            "To be met today, %(hours)d hours since the first contact",
            hours,
        ) % {"hours": hours}, "attention"
    return ngettext("Not met after %(days)d day", "Not met after %(days)d days", days) % {
        "days": days
    }, "late"


def with_next(actor: Actor, things: QuerySet[Thing]) -> QuerySet[Thing]:
    """Intakes or cases, each with the day of its next follow-up as `next_on`."""
    name = str(things.model._meta.model_name)
    rows = FollowUp.objects.visible_to(actor).waiting().filter(**{name: OuterRef("pk")})
    return things.annotate(next_on=Subquery(rows.values("due_on")[:1]))


def history(actor: Actor, thing: Offer | Intake | Case) -> QuerySet[FollowUp]:
    """What the actor's agency has logged on a thing, the latest first."""
    rows = FollowUp.objects.visible_to(actor).done().on(thing).select_related("done_by")
    return rows.order_by("-done_at", "-pk")


def planned_after(actor: Actor, follow_up: FollowUp) -> FollowUp | None:
    """The follow-up planned when this one was logged."""
    return FollowUp.objects.visible_to(actor).filter(follows=follow_up).first()


def waiting_on(actor: Actor, thing: Offer | Intake | Case) -> FollowUp | None:
    """The actor's agency's follow-up that waits on a thing."""
    return waiting(actor).on(thing).first()


def colleagues(actor: Actor) -> QuerySet[User]:
    """Those of the actor's own agency who can answer for a follow-up today."""
    postings = Posting.objects.in_force(timezone.localdate()).filter(
        participation_id=actor.scope,
        function__in=policies.EXIT_SIDE if policies.is_exit_side(actor) else policies.FOLLOWING_UP,
    )
    people = User.objects.filter(pk__in=postings.values("user_id"), is_active=True)
    return people.order_by("name", "pk")


def by_responsible(rows: Iterable[FollowUp]) -> list[tuple[User, list[Due]]]:
    """Rows in the order of `overdue`, gathered under who answers for them."""
    groups: dict[User, list[Due]] = {}
    for row in rows:
        groups.setdefault(row.responsible, []).append(as_due(row))
    return list(groups.items())
