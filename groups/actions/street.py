"""What can be done to street groups and to how they stand to one another."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from agencies.ledger import record
from agencies.scoping import Actor
from groups import policies
from groups.actions.rows import add, check, require_past
from groups.models import GroupTie, StreetGroup


@transaction.atomic
def add_street_group(
    *, actor: Actor, name: str, area: str = "", estimated_size: int | None = None
) -> StreetGroup:
    """A group under a neutral working name, read by the partnership from now on."""
    policies.require_mapping(actor)
    group = StreetGroup(name=name, area=area, estimated_size=estimated_size)
    return add(actor, group, "street_group.added")


@transaction.atomic
def tie_groups(
    *,
    actor: Actor,
    group_a: StreetGroup,
    group_b: StreetGroup,
    kind: str,
    since: date,
    until: date | None = None,
) -> GroupTie:
    """Say how two groups stand to one another from a day on. The pair has no order of its own."""
    policies.require_mapping(actor)
    require_past(since, "since")
    first, second = sorted((group_a, group_b), key=lambda group: group.pk)
    tie = GroupTie(group_a=first, group_b=second, kind=kind, since=since, until=until)
    return add(actor, tie, "group_tie.added")


@transaction.atomic
def end_group_tie(*, actor: Actor, tie: GroupTie, until: date) -> GroupTie:
    """A tie is ended, never deleted."""
    policies.require_mapping(actor)
    tie = GroupTie.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=tie.pk)
    tie.until = until
    check(tie)
    tie.save(update_fields=["until"])
    record(actor, "group_tie.ended", tie)
    return tie
