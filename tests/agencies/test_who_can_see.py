"""“Who can see this”: the same people and the same days as the decisions say."""

from agencies.actors import acting
from agencies.models import Disclosure
from agencies.readers import readers_of
from groups.models import Person, PersonGrant
from groups.policies import PERSON


def test_a_receiver_reads_until_the_last_day_of_the_decision(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        decision = Disclosure.objects.visible_to(polis).get(items__about=person.ref)
        _owner, *receivers = readers_of(polis, person, PERSON, PersonGrant)
    assert {reader.until for reader in receivers} == {decision.last_day}


def test_a_person_told_to_nobody_is_read_by_the_owner_alone(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Uggla")
        readers = readers_of(polis, person, PERSON, PersonGrant)
    assert [reader.agency.slug for reader in readers] == ["polis-norr"]
