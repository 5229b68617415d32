"""A rule asked the other way round: from which seats is this row read today?

Each shape of rule in `agencies/scoping.py` has its answer here, under the same conditions.
`tests/wall/test_who_can_see_is_true.py` compares the answer with those who really get the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, product
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from agencies.actors import live_scopes
from agencies.models import Delivery, Opening, Participation, Posting, Receiver, StandingDecision
from agencies.scoping import (
    Actor,
    Asked,
    Delivered,
    Follows,
    Function,
    Granted,
    Logged,
    Owned,
    Partly,
    Personal,
    Received,
    Rule,
    Shared,
    Together,
    Told,
)


@dataclass(frozen=True)
class Seat:
    """Whoever in one participation holds a function of each set reads the row.

    `carried` is the grant or delivery that gives the seat, when a decision does; `user` the only
    one who sits there, when it is somebody's own entry.
    """

    scope: int
    holds: tuple[frozenset[str], ...]
    carried: Any = None
    user: int = 0

    def fits(self, user: int, functions: frozenset[str]) -> bool:
        """Whether someone of the participation with these functions sits here."""
        mine = not self.user or self.user == user
        return mine and not any(functions.isdisjoint(wanted) for wanted in self.holds)


def seats(rule: Rule, row: Any) -> list[Seat]:
    """Every seat from which a row of this rule is read, the owner's first."""
    return SHAPES[type(rule)](rule, row)


def _mine(rule: Rule, row: Any, functions: frozenset[str]) -> Seat:
    """The owner's own seat, inside the ring the row names when its rule keeps rings."""
    ring = row.ring if rule.ringed else ""
    return Seat(row.scope_id, (functions, frozenset({ring})) if ring else (functions,))


def _owned(rule: Owned, row: Any) -> list[Seat]:
    return [_mine(rule, row, rule.read)]


def _partly(rule: Partly, row: Any) -> list[Seat]:
    is_free = all(getattr(row, f"{name}_id") is None for name in rule.apart)
    return [_mine(rule, row, rule.read | rule.also if is_free else rule.read)]


def _shared(rule: Shared, row: Any) -> list[Seat]:
    found = _owned(rule, row)
    if row.sealed or not shares(row.scope_id, rule.kind):
        return found
    return found + [Seat(each, (rule.read,)) for each in live(row) if each != row.scope_id]


def _granted(rule: Granted, row: Any) -> list[Seat]:
    return _owned(rule, row) + given(rule, row.pk, live(row), row)


def _follows(rule: Follows, row: Any) -> list[Seat]:
    is_open = not rule.only_if or getattr(row, rule.only_if)
    found = [_mine(rule, row, rule.read if is_open else rule.keeping)]
    reach = live(row)
    if row.sealed or not is_open or not reach:
        return found
    ends = [_end(rule, row, name, reach) for name in rule.joins]
    both = (one for one in product(*ends) if len({seat.scope for seat in one}) == 1)
    found.extend(Seat(one[0].scope, tuple(chain(*(each.holds for each in one)))) for one in both)
    return found


def _end(rule: Follows, row: Any, name: str, reach: frozenset[int]) -> list[Seat]:
    """The seats from which one of the joined rows is seen."""
    joined, owner = getattr(row, f"{name}_id"), getattr(row, f"{name}_scope_id")
    if joined is None:
        return []
    own = [Seat(owner, (rule.governor.read,))] if owner in reach else []
    return own + given(rule.governor, joined, reach, row)


def _delivered(rule: Delivered, row: Any) -> list[Seat]:
    reach = live(row)
    deliveries = Delivery.objects.using(database(row)).filter(
        disclosure_id=row.pk if rule.key == "id" else getattr(row, rule.key),
        withdrawn_at__isnull=True,
        ends_at__gt=Now(),
    )
    return [*_owned(rule, row), *carried(deliveries, reach), *_opened(rule, row)]


def _opened(rule: Delivered, row: Any) -> list[Seat]:
    """The registrars who have opened a closed copy of it, each alone and for an hour."""
    copies = Delivery.objects.using(database(row)).over()
    openings = Opening.objects.using(database(row)).filter(
        delivery__in=copies.filter(disclosure_id=row.pk if rule.key == "id" else row.disclosure_id),
        opened_at__gt=Now() - timedelta(hours=1),
    )
    registry = (frozenset({Function.REGISTRY}),)
    return [Seat(each.scope_id, registry, user=each.user_id) for each in openings]


def _received(rule: Received, row: Any) -> list[Seat]:
    return [*_owned(rule, row), *_group(row)]


def _asked(rule: Asked, row: Any) -> list[Seat]:
    found = _owned(rule, row)
    if row.withdrawn_at is None:
        put = [seat for seat in _group(row) if row.scope_id in live_from(seat.scope)]
        found += [replace(seat, user=row.decider_id or 0) for seat in put]
    return found


def _group(row: Any) -> list[Seat]:
    """The function behind the row's guardian group, unless all its reading has lapsed."""
    receiver = Receiver.objects.get(group_id=row.group_id)
    seat = Seat(receiver.participation_id, (frozenset({receiver.function}),))
    return [seat] if live_from(seat.scope) else []


def _told(rule: Told, row: Any) -> list[Seat]:
    found = _owned(rule, row)
    if row.told_id is not None:
        ring = (frozenset({row.told_ring}),) if row.told_ring else ()
        found.append(Seat(row.told_id, (rule.read, *ring)))
    return found


def _together(rule: Together, row: Any) -> list[Seat]:
    owner = Participation.objects.get(pk=row.scope_id)
    everyone = Participation.objects.filter(partnership_id=owner.partnership_id)
    return [Seat(each, (frozenset(Function),)) for each in everyone.values_list("pk", flat=True)]


def _logged(rule: Logged, row: Any) -> list[Seat]:
    auditors = [Seat(each, (rule.read,)) for each in (row.scope_id, row.owner_id) if each]
    return [Seat(row.scope_id, (frozenset(Function),), user=row.user_id), *auditors]


def _personal(rule: Personal, row: Any) -> list[Seat]:
    return [Seat(row.scope_id, (rule.read,), user=row.user_id)]


def database(row: Any) -> str | None:
    """Where the row came from; a row that is only thought of came from nowhere."""
    return row._state.db if hasattr(row, "_state") else None


def live(row: Any) -> frozenset[int]:
    """The scopes between which the row may cross today; none when anything has lapsed."""
    return live_from(row.scope_id)


def live_from(scope: int) -> frozenset[int]:
    """The scopes from which somebody in a participation may read anything today."""
    reader = Participation.objects.get(pk=scope)
    return frozenset(live_scopes(reader, timezone.localdate()))


def shares(scope: int, kind: str) -> bool:
    """Whether a participation's standing decision, in force, shares its rows of a kind."""
    decisions = StandingDecision.objects.in_force(timezone.localdate())
    return decisions.filter(participation_id=scope, kind=kind).exists()


def given(rule: Granted, pk: int | None, reach: frozenset[int], row: Any) -> list[Seat]:
    """The seats that grants in force give to one row, as far as the reader sees the grants."""
    grants = apps.get_model(rule.grant)._default_manager.using(database(row))
    in_force = grants.filter(content_object_id=pk, revoked_at__isnull=True, expires_at__gt=Now())
    return carried(in_force.order_by("group_id", "-expires_at", "pk"), reach)


def carried(rows: QuerySet[Any], reach: Iterable[int]) -> list[Seat]:
    """The seats of those to whom grants or deliveries were given, where both ends are live."""
    crossing = rows.filter(scope_id__in=reach, group__receiver__participation_id__in=reach)
    found = []
    for each in crossing.select_related("group__receiver"):
        receiver = each.group.receiver
        found.append(
            Seat(receiver.participation_id, (frozenset({receiver.function}),), carried=each)
        )
    return found


# By the very shape, never by what it inherits: a new shape must be answered for by name.
SHAPES: dict[type[Rule], Callable[[Any, Any], list[Seat]]] = {
    Owned: _owned,
    Partly: _partly,
    Personal: _personal,
    Shared: _shared,
    Granted: _granted,
    Follows: _follows,
    Delivered: _delivered,
    Received: _received,
    Logged: _logged,
    Asked: _asked,
    Told: _told,
    Together: _together,
}


def receivers_for(actor: Actor) -> QuerySet[Receiver]:
    """Whom the actor can disclose to today: functions that somebody in the partnership holds."""
    held = _held_today().filter(
        participation=OuterRef("participation"), function=OuterRef("function")
    )
    return (
        Receiver.objects.filter(Exists(held), participation_id__in=actor.live)
        .exclude(participation_id=actor.scope)
        .select_related("participation__agency")
        .order_by("participation__agency__name", "function")
    )


def holders(receivers: Iterable[Receiver]) -> dict[int, int]:
    """How many people hold each receiving function today, in one question."""
    wanted = {(each.participation_id, each.function): each.pk for each in receivers}
    scopes = {scope for scope, _function in wanted}
    counted = (
        _held_today()
        .filter(participation_id__in=scopes)
        .values_list("participation_id", "function")
        .annotate(people=Count("user", distinct=True))
    )
    found = {wanted.get((scope, function)): people for scope, function, people in counted}
    return {pk: found.get(pk, 0) for pk in wanted.values()}


def _held_today() -> QuerySet[Posting]:
    """Postings of people: the system's own accounts are nobody."""
    in_force = Posting.objects.in_force(timezone.localdate())
    return in_force.filter(user__is_active=True, user__is_system=False)
