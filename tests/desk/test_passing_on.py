"""Passing on: a decision of one's own, on the giver's conditions, as a frozen copy alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import Decision, acknowledge, alike, disclose
from agencies.actors import acting
from agencies.models import Assessment, Disclosure, Notice
from groups import actions as groups_actions
from groups.models import Person

CONDITION = "Får inte nämnas för den enskilde."


@pytest.fixture
def given(cast) -> Disclosure:
    """The police give the coordinator Uggla with name, on a condition, and want to be told."""
    with acting(cast.actor("polis")) as polis:
        people = [Person.objects.visible_to(polis).get(code_name="Uggla")]
        parts = ["code_name", "identity"]
        decision = Decision(
            items=groups_actions.items_of(people, parts),
            receivers=[cast.receiver("koordinator")],
            purpose="Planering",
            need="Behövs.",
            ends_on=timezone.localdate() + timedelta(days=30),
            parts=parts,
            assessed=alike(polis, parts, cast.ground(), "Ingen lider men."),
            ages=groups_actions.ages_of(people),
            conditions=CONDITION,
            tell_onward=True,
        )
        made = disclose(actor=polis, decision=replace(decision))
        groups_actions.give_people(made, people, decision.receivers)
        return made


def read_conditions(cast, given: Disclosure) -> None:
    with acting(cast.actor("koordinator")) as actor:
        told = Notice.objects.visible_to(actor).unread_by(actor)
        acknowledge(actor=actor, notice=told.get(disclosure=given, kind="conditions"))


def typed(cast, given: Disclosure, **values) -> dict:
    provisions = {"ground_0": "MENPROV", "ground_1": "MENPROV", "ground_2": "MENPROV"}
    reasons = {name.replace("ground", "reasoning"): "Ingen lider men." for name in provisions}
    with acting(cast.actor("koordinator")):
        item = given.items.get()
    return {
        "items": [item.ref],
        "receivers": [cast.receiver("kommun").pk],
        "purpose": "Erbjuda stöd",
        "need": "Socialtjänsten ska erbjuda stöd.",
        "ends_on": (timezone.localdate() + timedelta(days=10)).isoformat(),
        **provisions,
        **reasons,
    } | values


def test_conditions_are_read_before_anything_is_passed_on(sign_in, cast, given):
    client, address = sign_in("koordinator"), reverse("desk:onward", args=[given.ref])
    assert CONDITION in client.get(given.get_absolute_url()).text
    assert address not in client.get(given.get_absolute_url()).text
    assert client.post(address, typed(cast, given)).status_code == 422
    read_conditions(cast, given)
    assert address in client.get(given.get_absolute_url()).text


def test_only_the_frozen_copy_crosses_and_the_givers_secrecy_is_answered(sign_in, cast, given):
    read_conditions(cast, given)
    client, address = sign_in("koordinator"), reverse("desk:onward", args=[given.ref])
    page = client.get(address).text
    assert CONDITION in page
    assert "OSL 18 kap." in page
    answer = client.post(address, typed(cast, given))
    assert answer.status_code == 302, answer.text
    theirs = sign_in("kommun").get(answer["Location"]).text
    assert "Uggla" in theirs
    assert CONDITION in theirs
    person = cast.row(Person, code_name="Uggla")
    assert sign_in("kommun").get(person.get_absolute_url()).status_code == 404
    with acting(cast.actor("koordinator")) as actor:
        made = Disclosure.objects.visible_to(actor).get(occasion="onward")
        answered = Assessment.objects.visible_to(actor).filter(disclosure=made)
        assert {each.provision for each in answered} >= {"18:1", "35:1"}


def test_the_giver_is_told_that_it_was_passed_on_and_to_whom(sign_in, cast, given):
    read_conditions(cast, given)
    sign_in("koordinator").post(reverse("desk:onward", args=[given.ref]), typed(cast, given))
    page = sign_in("polis").get("/utlamnanden/aviseringar/").text
    assert "lämnats vidare till: Norrstad socialnämnd" in page
    assert "Vidareutlämnande att läsa" in sign_in("polis").get("/").text
    assert "lämnats vidare" not in sign_in("polis2").get("/utlamnanden/aviseringar/").text


def test_it_is_not_passed_on_for_longer_than_it_was_given(sign_in, cast, given):
    read_conditions(cast, given)
    late = (timezone.localdate() + timedelta(days=31)).isoformat()
    answer = sign_in("koordinator").post(
        reverse("desk:onward", args=[given.ref]), typed(cast, given, ends_on=late)
    )
    assert answer.status_code == 422


def test_not_to_the_giver_and_not_by_the_giver(sign_in, cast, given):
    read_conditions(cast, given)
    address = reverse("desk:onward", args=[given.ref])
    back = sign_in("koordinator").post(
        address, typed(cast, given, receivers=[cast.receiver("polis").pk])
    )
    assert back.status_code == 422
    assert sign_in("polis").get(address).status_code == 404
    assert sign_in("kommun").get(address).status_code == 404
