"""What waits and what has been logged, as far as the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from agencies.scoping import Actor
from offers.models import Case, FollowUp, Intake, Offer, Reminder
from offers.querysets import FollowUpQuerySet
from offers.reminders.deputies import stood_in_for, with_answering
from offers.reminders.naming import Due, as_due, with_things
from offers.reminders.rhythms import UNDO_FOR

Thing = TypeVar("Thing", Intake, Case)


def waiting(actor: Actor) -> FollowUpQuerySet:
    """The actor's agency's follow-ups that have not been logged, the most urgent first."""
    return with_things(FollowUp.objects.visible_to(actor).waiting())


def answered_by(actor: Actor, today: date) -> FollowUpQuerySet:
    """What waits for the actor: their own, and that of those they stand in for today."""
    away = stood_in_for(actor, today).values("user_id")
    mine = Q(responsible_id=actor.user_id) | Q(responsible_id__in=away)
    return waiting(actor).filter(mine)


def due_today(actor: Actor, today: date, limit: int) -> list[Due]:
    """What the actor answers for today, due today or before.

    Each row says in `reminded` whether the actor has been reminded today.
    """
    told = Reminder.objects.visible_to(actor).filter(user_id=actor.user_id, on=today)
    rows = answered_by(actor, today).due_by(today).annotate(reminded=Exists(told))
    return [as_due(row, actor.user_id) for row in rows[:limit]]


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
    rows = FollowUp.objects.visible_to(actor).filter(done_by_id=actor.user_id, logged_at__gt=since)
    return [as_due(row) for row in with_things(rows).order_by("-logged_at")]


def overdue(actor: Actor, today: date) -> QuerySet[FollowUp]:
    """Every late follow-up of the actor's agency, by who answers for it today: the deputy of
    someone who is away."""
    rows = with_answering(actor, waiting(actor).overdue(today), today)
    return rows.order_by("answering_name", "answering", "due_on", "pk")


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


def by_answering(rows: Iterable[Any]) -> list[tuple[str, list[Due]]]:
    """Rows in the order of `overdue`, gathered under the name of who answers for them."""
    groups: dict[int, tuple[str, list[Due]]] = {}
    for row in rows:
        found = groups.setdefault(row.answering, (row.answering_name, []))
        found[1].append(as_due(row, row.answering))
    return list(groups.values())


def for_the_team(actor: Actor) -> FollowUpQuerySet:
    """Logged follow-ups that somebody wants to take up with the team, the oldest first."""
    rows = FollowUp.objects.visible_to(actor).done().filter(for_team=True)
    return with_things(rows).select_related("done_by").order_by("done_at", "pk")
