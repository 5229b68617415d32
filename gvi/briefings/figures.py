"""What each agency counts, behind its own wall: from an actor and a week to plain figures.

Every figure has one agency that sees all it counts; nothing here spans two agencies. Sealed rows
are left out: a total must not tell of a row that was kept back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Aggregate, Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from agencies.scoping import Actor
from callins.models import Attendance, Callin, Notification
from groups.models import GroupTie, Incident, StreetGroup
from gvi.core.week import Week

POLICE = "police"
LINKED = ("probable", "confirmed")
MOST_ROWS = 10
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    def q(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.first, f"{field}__lte": self.last})


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure: the week, the year so far, and the year before."""

    week: int
    year: int
    year_before: int
    whole_year_before: int


@dataclass(frozen=True, slots=True)
class Reached:
    """One measure of the method: the week, the year so far, and since the start."""

    week: int
    year: int
    start: int


@dataclass(frozen=True, slots=True)
class Month:
    """Confirmed violence of one month, written as 2019-11."""

    month: str
    shootings: int
    detonations: int


@dataclass(frozen=True, slots=True)
class Linked:
    """Confirmed violence linked to one street group, by its working name."""

    group: str
    week: int
    year: int


@dataclass(frozen=True, slots=True)
class Violence:
    """Serious violence as the police have confirmed it, from their own rows."""

    shootings: Compared
    linked: Compared
    dead: Compared
    injured: Compared
    detonations: Compared
    unreviewed: int
    months: tuple[Month, ...]
    groups: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A call-in that took place."""

    number: int
    held_on: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two street groups in open conflict, by their working names."""

    groups: tuple[str, str]
    since: str


@dataclass(frozen=True, slots=True)
class Method:
    """What the partnership has done, as the coordinating agency sees it.

    `groups` is known only for the week that has just ended: a group keeps no history of being
    active.
    """

    callins: Reached
    took_part: Reached
    talks: Reached
    talked_to: Reached
    groups: int | None
    conflicts: int
    held: tuple[Held, ...]
    disputes: tuple[Dispute, ...]


def figures_of(
    actor: Actor, week: Week, *, is_coordinating: bool
) -> Iterator[tuple[str, Violence | Method]]:
    """What this agency counts, by name. Nothing for an agency whose figures are releases."""
    if actor.agency_kind == POLICE:
        yield "violence", violence(actor, week)
    if is_coordinating:
        yield "method", method(actor, week)


def violence(actor: Actor, week: Week) -> Violence:
    """Confirmed shootings, their dead and injured, and detonations: the police's own."""
    own = Incident.objects.visible_to(actor).filter(scope_id=actor.scope, sealed=False)
    confirmed = own.confirmed()
    shooting, detonation = Q(kind="shooting"), Q(kind="detonation")
    periods = years_of(week)
    return Violence(
        **_by_period(
            Compared,
            confirmed,
            "occurred_on",
            periods,
            shootings=lambda when: Count("pk", filter=shooting & when),
            linked=lambda when: Count("pk", filter=shooting & when & Q(link__in=LINKED)),
            dead=lambda when: Sum("dead", filter=shooting & when, default=0),
            injured=lambda when: Sum("injured", filter=shooting & when, default=0),
            detonations=lambda when: Count("pk", filter=detonation & when),
        ),
        unreviewed=own.filter(periods["week"].q("occurred_on"), confirmation="unconfirmed").count(),
        months=_months(confirmed, week),
        groups=_linked(actor, confirmed, periods),
    )


def years_of(week: Week) -> dict[str, Period]:
    """The week, its year up to its Sunday, the same days the year before, and that whole year."""
    last = week.sunday
    before = last.year - 1
    day = 28 if (last.month, last.day) == (2, 29) else last.day
    return {
        "week": Period(week.monday, last),
        "year": Period(date(last.year, 1, 1), last),
        "year_before": Period(date(before, 1, 1), date(before, last.month, day)),
        "whole_year_before": Period(date(before, 1, 1), date(before, 12, 31)),
    }


def _by_period(shape, rows, field: str, periods: dict[str, Period], **measures) -> dict:
    """Every measure over every period, in one question to the database."""
    asked: dict[str, Aggregate] = {
        f"{measure}_{name}": count(period.q(field))
        for measure, count in measures.items()
        for name, period in periods.items()
    }
    found = rows.aggregate(**asked)
    return {
        measure: shape(**{name: found[f"{measure}_{name}"] for name in periods})
        for measure in measures
    }


def _months(confirmed, week: Week) -> tuple[Month, ...]:
    """The twelve months that end with the week's, whole but for the days to come."""
    months = last_months(week)
    counted = (
        confirmed.filter(Period(months[0], week.sunday).q("occurred_on"))
        .order_by()
        .values(month=TruncMonth("occurred_on"))
        .annotate(
            shootings=Count("pk", filter=Q(kind="shooting")),
            detonations=Count("pk", filter=Q(kind="detonation")),
        )
    )
    by_month = {row["month"]: (row["shootings"], row["detonations"]) for row in counted}
    return tuple(Month(f"{month:%Y-%m}", *by_month.get(month, (0, 0))) for month in months)


def last_months(week: Week) -> list[date]:
    """The first days of twelve months, the week's own last."""
    number = week.sunday.year * 12 + week.sunday.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]


def _linked(actor: Actor, confirmed, periods: dict[str, Period]) -> tuple[Linked, ...]:
    open_groups = StreetGroup.objects.visible_to(actor).filter(sealed=False)
    counted = (
        confirmed.filter(link__in=LINKED, street_group__in=open_groups)
        .order_by()
        .values("street_group", "street_group__name")
        .annotate(
            week=Count("pk", filter=periods["week"].q("occurred_on")),
            year=Count("pk", filter=periods["year"].q("occurred_on")),
        )
        .exclude(week=0, year=0)
        .order_by("-year", "-week", "street_group__name")
    )
    return tuple(
        Linked(row["street_group__name"], row["week"], row["year"]) for row in counted[:MOST_ROWS]
    )


def method(actor: Actor, week: Week) -> Method:
    """Call-ins and talks, people reached, groups and conflicts, as the coordinator sees them.

    Someone took part when the last mark on their invitation says so.
    """
    callins = Callin.objects.visible_to(actor).filter(sealed=False, held_on__lte=week.sunday)
    held = callins.held()
    marks = Attendance.objects.visible_to(actor)
    present = marks.filter(
        pk__in=marks.latest().values("pk"),
        outcome="took_part",
        sealed=False,
        invitation__callin__in=held,
    )
    talks = Notification.objects.visible_to(actor).filter(sealed=False).completed()
    periods = {
        "week": Period(week.monday, week.sunday),
        "year": Period(date(week.sunday.year, 1, 1), week.sunday),
        "start": Period(date.min, week.sunday),
    }
    disputes = _disputes(actor, week)
    return Method(
        **_by_period(
            Reached,
            held,
            "held_on",
            periods,
            callins=lambda when: Count("pk", filter=when),
        ),
        **_by_period(
            Reached,
            present,
            "invitation__callin__held_on",
            periods,
            took_part=lambda when: Count("person", distinct=True, filter=when),
        ),
        **_by_period(
            Reached,
            talks,
            "done_on",
            periods,
            talks=lambda when: Count("pk", filter=when),
            talked_to=lambda when: Count("person", distinct=True, filter=when),
        ),
        groups=_active_groups(actor, week),
        conflicts=len(disputes),
        held=tuple(
            Held(callin.number, callin.held_on.isoformat())
            for callin in held.filter(held_on__gte=last_months(week)[0]).order_by("held_on")
        ),
        disputes=disputes[:MOST_ROWS],
    )


def _active_groups(actor: Actor, week: Week) -> int | None:
    if week != Week.before(timezone.localdate()):
        return None
    return StreetGroup.objects.visible_to(actor).filter(sealed=False, status="active").count()


def _disputes(actor: Actor, week: Week) -> tuple[Dispute, ...]:
    """Pairs of groups in conflict on the Sunday; a pair told of twice is one, from the first."""
    open_groups = StreetGroup.objects.visible_to(actor).filter(sealed=False)
    ties = (
        GroupTie.objects.visible_to(actor)
        .filter(sealed=False, group_a__in=open_groups, group_b__in=open_groups)
        .conflicts_on(week.sunday)
        .order_by("since", "pk")
        .values_list("group_a", "group_b", "group_a__name", "group_b__name", "since")
    )
    found: dict[frozenset[int], Dispute] = {}
    for first, second, *names, since in ties:
        low, high = sorted(names)
        found.setdefault(frozenset({first, second}), Dispute((low, high), since.isoformat()))
    return tuple(found.values())
