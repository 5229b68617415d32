"""Open conflicts between groups meant for one room, as far as the actor may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from agencies.scoping import Actor
from callins.models import Callin, ConflictPlan, Invitation, TargetedGroup
from groups.models import GroupTie, StreetGroup

Pair = frozenset[int | None]


def pair_of(tie: GroupTie) -> Pair:
    """The two groups a tie joins, whichever stands first."""
    return frozenset({tie.group_a_id, tie.group_b_id})


def open_conflicts(
    actor: Actor, groups: Iterable[StreetGroup], *days: date, planned: Iterable[Pair] = ()
) -> list[GroupTie]:
    """One visible source for each pair of these groups in conflict today or on one of the days.

    Pairs already planned for are left out.
    """
    wanted = [group.pk for group in groups]
    ties = GroupTie.objects.visible_to(actor)
    open_now = ties.conflicts_on(timezone.localdate())
    for day in days:
        open_now |= ties.conflicts_on(day)
    sources = open_now.filter(group_a__in=wanted, group_b__in=wanted).select_related(
        "group_a", "group_b", "scope__agency"
    )
    done = set(planned)
    found: dict[Pair, GroupTie] = {}
    for tie in sources.order_by("since", "pk"):
        if pair_of(tie) not in done:
            found.setdefault(pair_of(tie), tie)
    return list(found.values())


def planned_pairs(actor: Actor, callin: Callin) -> set[Pair]:
    """Pairs of groups for which this call-in already has an arrival and seating plan."""
    plans = ConflictPlan.objects.visible_to(actor).filter(callin=callin)
    return {frozenset(pair) for pair in plans.values_list("group_a_id", "group_b_id")}


def groups_meeting(actor: Actor, callin: Callin) -> list[StreetGroup]:
    """The visible groups a call-in targets or has invited from."""
    targets = TargetedGroup.objects.visible_to(actor).filter(callin=callin)
    invited = Invitation.objects.visible_to(actor).filter(callin=callin)
    wanted = {*targets.values_list("street_group_id", flat=True)}
    wanted |= {*invited.values_list("street_group_id", flat=True)}
    return list(StreetGroup.objects.visible_to(actor).filter(pk__in=wanted - {None}))


def unplanned(actor: Actor, callin: Callin, *more: StreetGroup) -> list[GroupTie]:
    """Open conflicts between those who will meet at a call-in that nobody has planned for."""
    return open_conflicts(
        actor,
        [*groups_meeting(actor, callin), *more],
        callin.held_on,
        planned=planned_pairs(actor, callin),
    )
