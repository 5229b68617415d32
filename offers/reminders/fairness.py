"""Spreading follow-ups so that the heaviest load is as light as it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers.models import FollowUp
from offers.reminders.deputies import in_service, with_answering

AHEAD = timedelta(days=14)  # what weighs on somebody: all that waits until then


class NobodyInService(Refused):
    """There is nobody to give anything to."""


@dataclass
class Share:
    """What one colleague has already, and what they would get."""

    user: User
    has: int
    rows: list[FollowUp] = field(default_factory=list)

    @property
    def gets(self) -> int:
        return len(self.rows)

    @property
    def then(self) -> int:
        return self.has + self.gets


def shares(actor: Actor, rows: Iterable[FollowUp], today: date) -> list[Share]:
    """A proposal: everyone in service, and which of the rows each would get.

    First how many, one at a time to whoever has the least; then which: nothing moves from
    somebody who is to have as many as that anyway.
    """
    chosen = sorted(rows, key=lambda row: (row.due_on, row.pk))
    people = list(in_service(actor, today))
    if not people:
        raise NobodyInService(_("Nobody is in service today to take them over."))
    found = {
        user.pk: Share(user, has)
        for user, has in zip(people, _loads(actor, people, chosen, today), strict=True)
    }
    left = _how_many(found, Counter(row.responsible_id for row in chosen), len(chosen))
    moving = []
    for row in chosen:
        if left[row.responsible_id]:
            left[row.responsible_id] -= 1
            found[row.responsible_id].rows.append(row)
        else:
            moving.append(row)
    for row, user in zip(moving, left.elements(), strict=True):
        found[user].rows.append(row)
    return list(found.values())


def _how_many(found: Mapping[int, Share], theirs: Counter[int], rows: int) -> Counter[int]:
    """How many each gets. Of two who have as little, the one whose own are to be spread."""
    gets: Counter[int] = Counter()
    for _row in range(rows):
        least = min(
            found,
            key=lambda user: (found[user].has + gets[user], gets[user] - theirs[user]),
        )
        gets[least] += 1
    return gets


def _loads(actor: Actor, people: list[User], chosen: list[FollowUp], today: date) -> list[int]:
    """How many wait for each, apart from those that are to be spread."""
    rows = FollowUp.objects.visible_to(actor).due_by(today + AHEAD)
    others = with_answering(actor, rows.exclude(pk__in=[row.pk for row in chosen]), today)
    counted = others.order_by().values_list("answering").annotate(Count("pk"))
    loads = dict(counted)
    return [loads.get(user.pk, 0) for user in people]
