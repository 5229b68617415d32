from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from agencies.actors import acting
from agencies.models import DisclosedItem, Disclosure, Entry
from groups import actions
from groups.models import Identity, Person
from gvi.core.refusals import Refused


def decision(cast, **changes):
    return {
        "receivers": [cast.receiver("avhopp")],
        "ground": cast.ground(),
        "child_note": "Bedömd som vuxen.",
        "need": "Ska erbjudas hjälp.",
        "ends_on": timezone.localdate() + timedelta(days=30),
    } | changes


def test_a_proposed_person_is_seen_by_nobody_else(cast):
    with acting(cast.actor("polis")) as polis:
        person = actions.propose_person(actor=polis, code_name="Ejder", ground="Underlag")
    for name in ("koordinator", "avhopp", "frivard", "polis_soder"):
        with acting(cast.actor(name)) as actor:
            assert not Person.objects.visible_to(actor).filter(pk=person.pk).exists()


def test_nobody_confirms_their_own_proposal(cast):
    with acting(cast.actor("polis")) as polis:
        person = actions.propose_person(actor=polis, code_name="Ejder", ground="Underlag")
        with pytest.raises(Refused):
            actions.confirm_person(actor=polis, person=person)


def test_confirming_discloses_code_name_and_state_and_nothing_else(cast):
    with acting(cast.actor("polis")) as polis:
        person = actions.propose_person(
            actor=polis, code_name="Ejder", ground="Underlag", identity={"given_name": "Kanarie"}
        )
    with acting(cast.actor("polis2")) as second:
        actions.confirm_person(actor=second, person=person, **decision(cast))
    with acting(cast.actor("avhopp")) as avhopp:
        seen = Person.objects.visible_to(avhopp).get(pk=person.pk)
        assert (seen.code_name, seen.state) == ("Ejder", "mapped")
        assert not Identity.objects.exists()
        frozen = DisclosedItem.objects.visible_to(avhopp).get(about=person.ref).frozen
        assert frozen == {"code_name": "Ejder", "state": "mapped"}
    with acting(cast.actor("koordinator")) as koordinator:
        assert not Person.objects.visible_to(koordinator).filter(pk=person.pk).exists()


def test_a_receiver_of_a_person_holds_no_text_but_the_code_name_and_the_state(cast):
    with acting(cast.actor("avhopp")), connection.cursor() as cursor:
        cursor.execute("select * from groups_person where code_name = 'Kråka'")
        values = cursor.fetchone()
    assert {value for value in values if isinstance(value, str)} == {"Kråka", "mapped"}


def test_the_ground_stands_in_the_owners_part_also_when_no_name_is_known(cast):
    with acting(cast.actor("polis")) as polis:
        person = actions.propose_person(actor=polis, code_name="Ejder", ground="Underlag")
        part = Identity.objects.visible_to(polis).get(person=person)
    assert (part.ground, part.is_known) == ("Underlag", False)


def test_a_mapping_is_confirmed_without_receivers_where_nothing_is_shared(cast):
    with acting(cast.actor("polis_soder")) as soder:
        person = Person.objects.visible_to(soder).get(code_name="Tärna")
        person.proposed_by_id = cast.user("polis").pk
        person.save()
        assert actions.confirm_person(actor=replace(soder, live=()), person=person)


@pytest.mark.parametrize("protection", ["marked", "registration"])
def test_who_somebody_protected_is_stays_with_the_owner(cast, protection):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        Identity.objects.filter(person=person).update(protection=protection)
        with pytest.raises(Refused) as refusal:
            actions.disclose_people(
                actor=polis, people=[person], purpose="x", parts=["identity"], **decision(cast)
            )
        assert refusal.value.field == "parts"
        assert actions.disclose_people(actor=polis, people=[person], purpose="x", **decision(cast))


def test_a_frozen_identity_says_that_it_is_not_protected(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        [item] = actions.items_of([person], ["code_name", "identity"])
        assert item.frozen["identity"]["protection"] == "none"


def test_a_frozen_copy_does_not_follow_the_owner(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        disclosure = actions.disclose_people(
            actor=polis, people=[person], purpose="x", parts=["identity"], **decision(cast)
        )
        Identity.objects.filter(person=person).update(family_name="Ändrad")
    with acting(cast.actor("avhopp")) as avhopp:
        item = DisclosedItem.objects.visible_to(avhopp).get(disclosure=disclosure)
        assert item.frozen["identity"]["family_name"] == "Fågelsång"


def test_withdrawing_stops_reading_at_once(cast):
    from agencies.actions import withdraw

    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Uggla")
        disclosure = actions.disclose_people(
            actor=polis, people=[person], purpose="x", **decision(cast)
        )
    with acting(cast.actor("avhopp")) as avhopp:
        assert Person.objects.visible_to(avhopp).filter(pk=person.pk).exists()
    with acting(cast.actor("polis")) as polis:
        withdraw(actor=polis, disclosure=disclosure, reason="Behovet är borta.")
        with pytest.raises(Refused):
            withdraw(actor=polis, disclosure=disclosure, reason="Igen.")
    with acting(cast.actor("avhopp")) as avhopp:
        assert not Person.objects.visible_to(avhopp).filter(pk=person.pk).exists()
        assert not Disclosure.objects.visible_to(avhopp).filter(pk=disclosure.pk).exists()


def test_only_the_owner_discloses(cast):
    with acting(cast.actor("koordinator")) as koordinator:
        person = Person.objects.visible_to(koordinator).get(code_name="Kråka")
        with pytest.raises(Refused):
            actions.disclose_people(
                actor=koordinator, people=[person], purpose="x", **decision(cast)
            )


def test_a_ground_that_is_not_in_force_is_refused(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Uggla")
        ground = cast.ground()
        ground.to_on = timezone.localdate() - timedelta(days=1)
        with pytest.raises(Refused) as refusal:
            actions.disclose_people(
                actor=polis, people=[person], purpose="x", **decision(cast, ground=ground)
            )
    assert refusal.value.field == "ground"


def test_nothing_is_disclosed_to_another_partnership(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Uggla")
        with pytest.raises(Refused):
            actions.disclose_people(
                actor=polis,
                people=[person],
                purpose="x",
                **decision(cast, receivers=[cast.receiver("koordinator_soder")]),
            )


@pytest.mark.parametrize("name", ["styrgrupp", "admin", "dso", "avhopp"])
def test_functions_that_do_not_map_are_refused(cast, name):
    with acting(cast.actor(name)) as actor, pytest.raises(PermissionDenied):
        actions.propose_person(actor=actor, code_name="Ejder", ground="x")


def test_mapping_is_in_the_ledger_without_a_name(cast):
    with acting(cast.actor("polis")) as polis:
        person = actions.propose_person(actor=polis, code_name="Ejder", ground="Underlag")
        entry = Entry.objects.visible_to(polis).filter(action="person.proposed").first()
    assert (entry.ref, entry.scope_id, entry.owner_id) == (person.ref, polis.scope, polis.scope)
    assert "Ejder" not in f"{entry.context}{entry.refs}"
