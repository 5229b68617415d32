"""What the rows of a random world were given to, by decisions in force, over, or withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import Permission

from agencies.models import (
    Delivery,
    DisclosedItem,
    Disclosure,
    LegalGround,
    Participation,
    Receiver,
)
from groups.models import Affiliation, Person, PersonGrant, StreetGroup
from offers.models import Case, CaseGrant

if TYPE_CHECKING:
    from tests.wall.world import World


def add_disclosures(world: World) -> None:
    for number in range(90):
        row = world.random.choice(world.rows[Person] + world.rows[Case])
        scope = row.scope
        ends_at = world.now + timedelta(days=world.random.choice([-1, 30]))
        gone = world.now if world.chance(0.3) else None
        disclosure, item = _decision(world, scope, f"{number}", ends_at, gone)
        neighbours = [
            each
            for each in world.receivers
            if each.participation.partnership_id == scope.partnership_id
        ]
        staffed = [each for each in neighbours if _is_staffed(world, each)]
        near = world.random.sample(staffed if len(staffed) > 1 else neighbours, 2)
        for receiver in [*near, world.random.choice(world.receivers)]:
            if any(
                each.disclosure_id == disclosure.pk and each.receiver_id == receiver.pk
                for each in world.rows.get(Delivery, [])
            ):
                continue
            _deliver(world, disclosure, receiver)
            _grant(world, row, item, receiver, ends_at, gone)


def _decision(world: World, scope: Participation, number: str, ends_at, gone):
    """A decision of one item, and that item."""
    disclosure = world.add(
        Disclosure(
            scope=scope,
            number=number,
            ground=LegalGround.objects.using("owner").first(),
            purpose="x",
            need="x",
            decided_by=world.users[0],
            decided_at=world.now - timedelta(days=9),
            ends_at=ends_at,
            withdrawn_at=gone,
        )
    )
    about = UUID(int=len(world.rows[Disclosure]))
    item = DisclosedItem(scope=scope, disclosure=disclosure, kind="x", about=about)
    return disclosure, world.add(item)


def _deliver(world: World, disclosure: Disclosure, receiver: Receiver) -> None:
    world.add(
        Delivery(
            scope=disclosure.scope,
            disclosure=disclosure,
            receiver=receiver,
            group=receiver.group,
            ends_at=disclosure.ends_at,
            withdrawn_at=disclosure.withdrawn_at,
        )
    )


def add_gifts_of_leavers(world: World) -> None:
    """Somebody of a participation that is over, given before it left, whom a partner writes about.

    The gift no longer counts, and so nobody reads the partner's row through it.
    """
    for leaver in world.participations:
        if leaver.to_on is None or leaver.to_on >= world.today:
            continue
        place = leaver.partnership_id
        partners = [
            each
            for each in world.participations
            if each.partnership_id == place and each.pk != leaver.pk
        ]
        person = next(each for each in world.rows[Person] if each.scope_id == leaver.pk)
        ends_at = world.now + timedelta(days=30)
        for partner in partners:
            row = Affiliation(
                scope=partner,
                person=person,
                person_scope=leaver,
                street_group=world.any(StreetGroup),
                category="suspected",
                since=world.today - timedelta(days=99),
                until=world.today,
                review_on=world.today,
            )
            world.add(row)
        for number, receiver in enumerate(world.receivers):
            if receiver.participation not in partners:
                continue
            disclosure, item = _decision(world, leaver, f"left-{number}", ends_at, None)
            _deliver(world, disclosure, receiver)
            _grant(world, person, item, receiver, ends_at, None)


def _is_staffed(world: World, receiver: Receiver) -> bool:
    """Whether somebody works there today: a grant to nobody proves nothing."""
    return any(
        each.participation_id == receiver.participation_id
        and each.function == receiver.function
        and each.approved_by_id
        and each.from_on <= world.today <= each.to_on
        for each in world.postings
    )


def _grant(world: World, row, item, receiver: Receiver, ends_at, gone) -> None:
    table, name = (PersonGrant, "person") if isinstance(row, Person) else (CaseGrant, "case")
    world.add(
        table(
            scope=row.scope,
            item=item,
            group=receiver.group,
            permission=Permission.objects.using("owner").get(codename=f"view_{name}"),
            content_object=row,
            expires_at=ends_at,
            revoked_at=gone,
        )
    )
