"""What goes to and fro across the wall in a random world: requests, answers, notices, drafts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from agencies.models import (
    Acknowledgement,
    Answer,
    Consent,
    Delivery,
    DisclosedItem,
    Disclosure,
    DisclosureTemplate,
    Notice,
    Opening,
    Press,
    Request,
    Round,
)
from agencies.scoping import Function

RINGS = ("", "", "exit", "police_exit")
HANGING = (DisclosedItem, Delivery)
READING = {Function.REGISTRY, Function.AUDIT}


def add_crossings(world) -> None:
    """Each kind of row, with every reason to be hidden: ring, receiver, decider, told, time."""
    _ring_every_third(world)
    _drafts(world)
    for number in range(60):
        _request(world, number)
    for _number in range(40):
        _notice(world)
    _openings(world)


def _drafts(world) -> None:
    for scope in world.participations:
        user = world.random.choice(world.users)
        for number, ring in enumerate(RINGS):
            own = {"scope": scope, "ring": ring}
            world.add(Round(**own, made_by=user))
            world.add(
                DisclosureTemplate(**own, name=f"T{number}", purpose="x", need="x", made_by=user)
            )
            world.add(
                Consent(
                    **own,
                    about_kind="case",
                    about=UUID(int=number),
                    label="x",
                    data="x",
                    purpose="x",
                    form="oral",
                    given_by=["self"],
                    given_to=user,
                    given_on=world.today,
                    expires_on=world.today,
                )
            )
        posted = [each.user for each in world.postings if each.participation_id == scope.pk]
        for number, user in enumerate([*posted[:2], world.random.choice(world.users)]):
            world.add(Press(scope=scope, user=user, key=UUID(int=number)))


def _request(world, number: int) -> None:
    """Put to a function or to one person there; answered, for all who asked or for one ring."""
    staffed = [each for each in world.receivers if _has_two(world, each)]
    receiver = world.random.choice(staffed if staffed and world.chance(0.7) else world.receivers)
    near = [
        each
        for each in world.participations
        if each.partnership_id == receiver.participation.partnership_id
    ]
    asker = world.random.choice(near if world.chance(0.8) else world.participations)
    there = [
        each.user
        for each in world.postings
        if each.participation_id == receiver.participation_id and each.function == receiver.function
    ]
    decider = world.random.choice([*there[:2], world.users[number % 9]])
    request = world.add(
        Request(
            scope=asker,
            ring=world.random.choice(RINGS),
            receiver=receiver,
            group=receiver.group,
            decider=decider if world.chance(0.5) else None,
            purpose="x",
            need="x",
            answer_by=world.today,
            asked_by=world.users[0],
            withdrawn_at=world.now if world.chance(0.2) else None,
        )
    )
    if world.chance(0.7):
        world.add(
            Answer(
                scope=receiver.participation,
                ring=world.random.choice(RINGS),
                told=asker if world.chance(0.8) else None,
                told_ring=world.random.choice(RINGS),
                request=request,
                outcome="yes",
                decided_by=world.users[0],
            )
        )


def _has_two(world, receiver) -> bool:
    """Whether two work in the function today: one may be the one asked, and the other not."""
    there = {
        each.user_id
        for each in world.postings
        if each.participation_id == receiver.participation_id
        and each.function == receiver.function
        and each.approved_by_id
        and each.from_on <= world.today <= each.to_on
    }
    return len(there) > 1


def _notice(world) -> None:
    """Told to a function that received a decision; read by somebody, and the giver may hear."""
    delivery = world.random.choice(world.rows[Delivery])
    notice = world.add(
        Notice(
            scope=delivery.scope,
            ring=world.random.choice(RINGS),
            disclosure=delivery.disclosure,
            group=delivery.group,
            kind="withdrawn",
            decided_on=world.today,
        )
    )
    world.add(
        Acknowledgement(
            scope=delivery.receiver.participation,
            ring=world.random.choice(RINGS),
            told=delivery.scope if world.chance(0.7) else None,
            told_ring=world.random.choice(RINGS),
            notice=notice,
            read_by=world.users[0],
        )
    )


def _openings(world) -> None:
    """Copies opened in the closed archive: by its registrar or not, lately or long ago."""
    keepers = [each for each in world.postings if each.function in READING]
    for keeper in keepers:
        ours = [
            each
            for each in world.rows[Delivery]
            if each.receiver.participation_id == keeper.participation_id
        ]
        for delivery in world.random.sample(ours, min(4, len(ours))):
            opening = world.add(
                Opening(
                    scope=keeper.participation,
                    delivery=delivery,
                    user=keeper.user if world.chance(0.8) else world.random.choice(world.users),
                    reason="x",
                )
            )
            if world.chance(0.3):
                opening.opened_at = world.now - timedelta(hours=2)
                again = Opening.objects.using("owner").filter(pk=opening.pk)
                again.update(opened_at=opening.opened_at)


def _ring_every_third(world) -> None:
    """Some decisions are one function's own, with everything that hangs on them."""
    for number, disclosure in enumerate(world.rows[Disclosure]):
        if number % 3 == 0:
            ring = world.random.choice(RINGS[2:])
            for model in (Disclosure, *HANGING):
                for row in world.rows[model]:
                    if row is disclosure or getattr(row, "disclosure_id", None) == disclosure.pk:
                        row.ring = ring
                        model.objects.using("owner").filter(pk=row.pk).update(ring=ring)
