"""How it stands with us: the agency's own workload, for its own staff alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from agencies.models import User
from agencies.scoping import Actor
from offers.models import Absence, Case, FollowUp, Goal, Intake, Measure
from offers.reminders.deputies import colleagues

NOTHING = {"waiting": 0, "this_week": 0, "overdue": 0, "oldest": None}


@dataclass(frozen=True)
class Load:
    """What waits for one colleague, and whether they are away."""

    user: User
    is_colleague: bool
    waiting: int
    this_week: int
    overdue: int
    oldest_days: int
    away: Absence | None


def loads(actor: Actor, today: date) -> list[Load]:
    """Every colleague, and whoever has left with something still waiting."""
    counted = _counted(actor, today)
    people = {user.pk: user for user in colleagues(actor)}
    gone = User.objects.filter(pk__in=counted.keys() - people.keys()).order_by("name", "pk")
    away = {each.user_id: each for each in Absence.objects.visible_to(actor).on(today)}
    return [
        _load(user, counted.get(user.pk, NOTHING), away.get(user.pk), user.pk in people, today)
        for user in [*people.values(), *gone]
    ]


def _counted(actor: Actor, today: date) -> dict[int, dict[str, Any]]:
    sunday = today + timedelta(days=6 - today.weekday())
    late = Q(due_on__lt=today)
    rows = (
        FollowUp.objects.visible_to(actor)
        .waiting()
        .order_by()
        .values("responsible_id")
        .annotate(
            waiting=Count("pk"),
            this_week=Count("pk", filter=Q(due_on__range=(today, sunday))),
            overdue=Count("pk", filter=late),
            oldest=Min("due_on", filter=late),
        )
    )
    return {row["responsible_id"]: row for row in rows}


def _load(
    user: User, counted: dict[str, Any], away: Absence | None, is_colleague: bool, today: date
) -> Load:
    oldest = counted["oldest"]
    return Load(
        user,
        is_colleague,
        counted["waiting"],
        counted["this_week"],
        counted["overdue"],
        (today - oldest).days if oldest else 0,
        away,
    )


def not_met_the_same_day(actor: Actor, today: date) -> QuerySet[Intake]:
    """Contacts from an earlier day that nobody has met yet, the oldest first."""
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    rows = Intake.objects.visible_to(actor).filter(
        state__in=(Intake.State.NEW, Intake.State.WAITING),
        first_meeting_at__isnull=True,
        first_contact_at__lt=midnight,
    )
    return rows.order_by("first_contact_at", "pk")


def to_meet(actor: Actor) -> QuerySet[Intake]:
    """The actor's own contacts that nobody has met yet, the oldest first."""
    rows = Intake.objects.visible_to(actor).filter(
        responsible_id=actor.user_id,
        state__in=(Intake.State.NEW, Intake.State.WAITING),
        first_meeting_at__isnull=True,
    )
    return rows.order_by("first_contact_at", "pk")


def without_next(actor: Actor, today: date) -> QuerySet[Case]:
    """The agency's own cases that nothing waits on. There must be none."""
    waits = FollowUp.objects.visible_to(actor).waiting().filter(case=OuterRef("pk"))
    lasting = Q(aftercare_until__isnull=True) | Q(aftercare_until__gt=today)
    after_care = lasting & ~Q(ending=Case.Ending.TAKEN_OVER)
    rows = Case.objects.writable_by(actor).filter(Q(closed_on__isnull=True) | after_care)
    return rows.exclude(Exists(waits)).order_by("-opened_on", "pk")


def without_plan(actor: Actor) -> QuerySet[Case]:
    """The actor's own open cases with neither a goal nor a measure, the oldest first."""
    goals = Goal.objects.visible_to(actor).filter(case=OuterRef("pk"))
    measures = Measure.objects.visible_to(actor).filter(case=OuterRef("pk"))
    rows = (
        Case.objects.writable_by(actor)
        .open()
        .filter(responsible_id=actor.user_id, paused_on__isnull=True)
    )
    return rows.exclude(Exists(goals) | Exists(measures)).order_by("opened_on", "pk")
