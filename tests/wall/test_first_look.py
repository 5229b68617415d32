import pytest

from agencies.actors import acting
from groups.models import Affiliation, Identity, Incident, Person, PersonTie, StreetGroup


@pytest.mark.parametrize(
    ("who", "people", "identities", "affiliations", "ties"),
    [
        ("polis", {"Kråka", "Skata", "Uggla"}, 3, 3, 1),
        ("koordinator", {"Kråka", "Skata"}, 0, 2, 0),
        ("avhopp", {"Kråka", "Skata"}, 0, 2, 0),
        ("styrgrupp", set(), 0, 0, 0),
        ("admin", set(), 0, 0, 0),
        ("polis_soder", {"Tärna"}, 1, 0, 0),
    ],
)
def test_each_of_the_cast_sees_what_was_disclosed(
    cast, who, people, identities, affiliations, ties
):
    with acting(cast.actor(who)) as actor:
        for rows in (Person.objects.all(), Person.objects.visible_to(actor)):
            assert {person.code_name for person in rows} == people
        for model, count in (
            (Identity, identities),
            (Affiliation, affiliations),
            (PersonTie, ties),
        ):
            assert model.objects.count() == count
            assert model.objects.visible_to(actor).count() == count


@pytest.mark.parametrize(
    ("who", "groups", "incidents"),
    [("polis", 2, 2), ("avhopp", 2, 2), ("styrgrupp", 0, 0), ("polis_soder", 1, 0)],
)
def test_group_level_rows_are_read_by_the_partnership(cast, who, groups, incidents):
    with acting(cast.actor(who)) as actor:
        assert StreetGroup.objects.count() == groups
        assert StreetGroup.objects.visible_to(actor).count() == groups
        assert Incident.objects.count() == incidents


def test_without_an_actor_there_are_no_rows(cast):
    assert not Person.objects.exists()
    assert not StreetGroup.objects.exists()
