"""Rows of the offers app, made by the verbs the pages use."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Entry
from callins.models import Callin, Notification
from groups.models import Person
from offers import actions
from offers.models import Absence, Case, DirectContact, FollowUp, Intake, Offer, OfferAnswer
from tests.cast import Cast


@pytest.fixture(autouse=True)
def clean_slate(cast: Cast) -> None:
    """These tests count offers and cases, so the cast's own are put away first."""
    for name in ("avhopp", "frivard", "kommun", "koordinator", "polis"):
        with acting(cast.actor(name)) as actor:
            for model in (Absence, FollowUp, Case, Intake, OfferAnswer, Offer, DirectContact):
                model.objects.writable_by(actor).delete()


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def kraka(cast: Cast) -> Person:
    """Mapped by the police, and disclosed to everyone in the north but the steering group."""
    return cast.row(Person, code_name="Kråka")


@pytest.fixture
def uggla(cast: Cast) -> Person:
    """Mapped by the police, and told to nobody."""
    return cast.row(Person, code_name="Uggla")


@pytest.fixture
def offer(cast: Cast, kraka: Person, today: date) -> Offer:
    """Made to Kråka by the probation service, at a visit: a joint occasion."""
    with acting(cast.actor("frivard")) as actor:
        return actions.make_offer(
            actor=actor, person=kraka, occasion="probation_visit", made_on=today
        )


@pytest.fixture
def held(cast: Cast, today: date) -> Callin:
    """A call-in held today, to which Kråka and Skata were called."""
    with acting(cast.actor("koordinator")) as actor:
        callin = Callin.objects.visible_to(actor).get()
        callin.state, callin.held_on = "held", today
        callin.save(update_fields=["state", "held_on"])
        return callin


@pytest.fixture
def talk(cast: Cast, kraka: Person, today: date) -> Notification:
    """A talk with Kråka that took place today."""
    with acting(cast.actor("koordinator")) as actor:
        return Notification.objects.create(
            scope_id=actor.scope,
            person=kraka,
            person_scope_id=kraka.scope_id,
            reason="prevention",
            planned_on=today,
            outcome="completed",
            done_on=today,
        )


@pytest.fixture
def quiet_offer(cast: Cast, kraka: Person, today: date) -> Offer:
    """Made to Kråka by the exit group on its own."""
    with acting(cast.actor("avhopp")) as actor:
        return actions.make_offer(actor=actor, person=kraka, occasion="elsewhere", made_on=today)


@pytest.fixture
def yes(cast: Cast, offer: Offer, today: date) -> OfferAnswer:
    with acting(cast.actor("avhopp")) as actor:
        return actions.record_answer(
            actor=actor, offer=offer, answer="yes", channel="phone", answered_on=today
        )


@pytest.fixture
def intake(cast: Cast) -> Intake:
    """ "Jag fick ett kort": someone rang, and nobody is on the map."""
    with acting(cast.actor("avhopp")) as actor:
        return actions.take_intake(
            actor=actor,
            source="phone",
            called="Gråsparv",
            contact_way="070-000 00 00, efter fyra",
            note="Fick ett kort",
            first_contact_at=timezone.now(),
            responsible=cast.user("avhopp"),
        )


@pytest.fixture
def case(cast: Cast) -> Case:
    with acting(cast.actor("avhopp")) as actor:
        return actions.open_case(
            actor=actor, called="Sidensvans", responsible=cast.user("avhopp"), rhythm_days=7
        )


@pytest.fixture
def waiting(cast: Cast, case: Case) -> FollowUp:
    """What waits on the case."""
    with acting(cast.actor("avhopp")):
        return FollowUp.objects.get(case=case)


@pytest.fixture
def entries(cast: Cast):
    """`entries("avhopp")` gives what that member of the cast has done, the first first."""

    def of(name: str) -> list[str]:
        with acting(cast.actor(name)) as actor:
            mine = Entry.objects.visible_to(actor).filter(user_id=actor.user_id).order_by("pk")
            return list(mine.values_list("action", flat=True))

    return of
