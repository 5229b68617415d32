"""Call-ins that tests start from, made by the same actions the pages use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.actors import acting
from callins import actions
from callins.models import Callin, Invitation, Notification
from groups import actions as groups_actions
from groups.models import Person, StreetGroup
from tests.cast import Cast, Row

PLAN = {
    "reason": "Båda grupperna måste höra samma budskap.",
    "arrival_and_seating": "Ask kl. 17.30 genom norra ingången, Bok kl. 17.50 genom södra.",
}


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The named people and the map, with an empty calendar: each test plans what it is about."""
    with acting(cast.actor("koordinator")) as koordinator:
        for model in (Notification, Invitation, Callin):
            model.objects.writable_by(koordinator).delete()
    return cast


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def the(cast: Cast, model: type[Row], **lookup: object) -> Row:
    """One row, with the eyes of the police in the partnership it belongs to."""
    for who in ("polis", "polis_soder"):
        with acting(cast.actor(who)) as actor:
            found = model._default_manager.visible_to(actor).filter(**lookup).first()
        if found is not None:
            return found
    raise LookupError(f"There is no {model.__name__} with {lookup}.")


@pytest.fixture
def group(cast: Cast) -> Callable[[str], StreetGroup]:
    return lambda name: the(cast, StreetGroup, name=name)


@pytest.fixture
def person(cast: Cast) -> Callable[[str], Person]:
    return lambda name: the(cast, Person, code_name=name)


@pytest.fixture
def callin(cast: Cast, group) -> Callin:
    """A call-in today for Ask alone, planned by the coordinator."""
    with acting(cast.actor("koordinator")) as koordinator:
        return actions.plan_callin(
            actor=koordinator,
            held_on=in_days(0),
            venue="Stadion",
            street_groups=[group("Ask")],
        )


@pytest.fixture
def invitation(cast: Cast, callin: Callin, group, person) -> Invitation:
    """Kråka is invited to it, within supervision."""
    with acting(cast.actor("koordinator")) as koordinator:
        [made] = actions.invite(
            actor=koordinator,
            callin=callin,
            people=[(person("Kråka"), group("Ask"))],
            route="supervision",
        )
    return made


@pytest.fixture
def sent(cast: Cast, callin: Callin, invitation: Invitation) -> Callin:
    """Invitations are out, so attendance can be ticked."""
    return taken_to(cast, callin, "decided", "invited")


def invite_all(cast: Cast, callin: Callin, people: list[Person]) -> None:
    street_group = the(cast, StreetGroup, name="Ask")
    with acting(cast.actor("koordinator")) as koordinator:
        actions.invite(
            actor=koordinator,
            callin=callin,
            people=[(person, street_group) for person in people],
            route="letter",
        )


@pytest.fixture
def cost() -> Callable[[Client, str], int]:
    """How many queries a page takes."""

    def of(client: Client, path: str) -> int:
        client.get(path)  # the session's first stamp is no cost of the page
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return of


def taken_to(cast: Cast, callin: Callin, *states: str) -> Callin:
    with acting(cast.actor("koordinator")) as koordinator:
        for state in states:
            callin = actions.advance_callin(actor=koordinator, callin=callin, state=state)
    return callin


def map_more(cast: Cast, count: int, start: int = 0) -> list[Person]:
    """More mapped people in Ask, seen by the coordinator, the probation service and the police."""
    street_group = the(cast, StreetGroup, name="Ask")
    with acting(cast.actor("polis")) as polis:
        people = [
            groups_actions.propose_person(actor=polis, code_name=f"Fågel {n:02}", ground="Underlag")
            for n in range(start, start + count)
        ]
    with acting(cast.actor("polis2")) as polis2:
        for each in people:
            groups_actions.confirm_person(
                actor=polis2,
                person=each,
                receivers=[cast.receiver("koordinator"), cast.receiver("frivard")],
                ground=cast.ground(),
                need="Behövs för kallelsen.",
                ends_on=in_days(90),
                child_note="Bedömd som vuxen.",
            )
    with acting(cast.actor("polis")) as polis:
        for each in people:
            groups_actions.affiliate(
                actor=polis,
                person=each,
                street_group=street_group,
                role="member",
                confidence="probable",
                category="suspected",
            )
    return people
