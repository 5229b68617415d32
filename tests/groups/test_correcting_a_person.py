"""Correcting one's own data: told to those who hold a copy of it, and no copy changes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from agencies.models import DisclosedItem, Notice
from groups import actions
from groups.models import Identity, Person


def typed(**values) -> dict:
    return {
        "code_name": "Kråka",
        "given_name": "Kanarie",
        "family_name": "Fågelsång",
        "birth_year": 1998,
        "protection": "none",
    } | values


@pytest.fixture
def kraka(cast) -> Person:
    """Disclosed to four by code name, and to the exit group with name and birth year."""
    person = cast.row(Person, code_name="Kråka")
    with acting(cast.actor("polis")) as polis:
        actions.disclose_people(
            actor=polis,
            people=[person],
            receivers=[cast.receiver("avhopp")],
            ground=cast.ground(),
            purpose="Erbjudande",
            need="Behövs.",
            ends_on=timezone.localdate() + timedelta(days=30),
            parts=["identity"],
        )
    return person


def told(cast, who: str) -> int:
    with acting(cast.actor(who)) as actor:
        rows = Notice.objects.visible_to(actor).unread_by(actor).filter(kind="corrected")
        return rows.count()


def test_a_new_code_name_is_told_to_everyone_who_was_given_the_old(sign_in, cast, kraka):
    address = reverse("groups:person_correct", args=[kraka.ref])
    assert "Sparas för" in sign_in("polis").get(address).text
    answer = sign_in("polis").post(address, typed(code_name="Kaja"), follow=True)
    assert "har fått veta" in answer.text
    assert [told(cast, who) for who in ("koordinator", "frivard", "avhopp")] == [1, 1, 2]
    with acting(cast.actor("avhopp")) as avhopp:
        copies = DisclosedItem.objects.visible_to(avhopp).filter(about=kraka.ref)
        assert {each.frozen["code_name"] for each in copies} == {"Kråka"}


def test_a_new_birth_year_is_told_to_those_who_hold_it_and_to_nobody_else(sign_in, cast, kraka):
    address = reverse("groups:person_correct", args=[kraka.ref])
    sign_in("polis").post(address, typed(birth_year=1999))
    assert [told(cast, who) for who in ("koordinator", "frivard", "avhopp")] == [0, 0, 1]
    page = sign_in("avhopp").get("/utlamnanden/aviseringar/").text
    assert "1999" not in page


def test_what_nobody_holds_is_told_to_nobody(sign_in, cast, kraka):
    address = reverse("groups:person_correct", args=[kraka.ref])
    sign_in("polis").post(address, typed(personal_number="19980101-2384"))
    assert [told(cast, who) for who in ("koordinator", "frivard", "avhopp")] == [0, 0, 0]
    assert cast.row(Person, pk=kraka.pk)
    with acting(cast.actor("polis")) as polis:
        part = Identity.objects.visible_to(polis).get(person=kraka)
        assert part.personal_number == "199801012384"


def test_saying_the_same_again_changes_nothing(cast, kraka):
    with acting(cast.actor("polis")) as polis:
        values = typed()
        assert actions.change_identity(actor=polis, person=kraka, **values) == []


def test_the_owner_finds_it_under_the_new_name_alone(sign_in, cast, kraka):
    with acting(cast.actor("polis")) as polis:
        actions.change_identity(actor=polis, person=kraka, **typed(code_name="Kaja"))
        assert Person.objects.visible_to(polis).called("Kaja", 5).exists()
        assert not Person.objects.visible_to(polis).called("Kråka", 5).exists()


def test_only_the_owner_corrects(sign_in, cast, kraka):
    address = reverse("groups:person_correct", args=[kraka.ref])
    for who in ("koordinator", "avhopp", "polis_soder"):
        assert sign_in(who).post(address, typed()).status_code == 404


@pytest.mark.parametrize(("age", "is_shown"), [(15, True), (17, False), (30, False)])
def test_a_report_of_concern_is_suggested_for_whoever_is_surely_a_child(
    sign_in, cast, age, is_shown
):
    """Born in a year that can be either side of eighteen asks for nothing."""
    year = timezone.localdate().year - age - 1
    with acting(cast.actor("polis")) as polis:
        person = actions.propose_person(
            actor=polis, code_name="Unge", ground="x", identity={"birth_year": year}
        )
    page = sign_in("polis").get(person.get_absolute_url()).text
    assert ("orosanmälan" in page) is is_shown
