"""Search by name: the wall and the search are one, and silence tells nothing."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.actions import withdraw
from agencies.actors import acting
from agencies.models import Agreement, Delivery, Disclosure, Entry
from groups import actions
from groups.models import Affiliation, Identity, Person, SearchKey
from gvi.desk.search import LIMIT

NOBODY = "Ingen person du får se stämmer med sökningen."


def found(cast, who: str, words: str) -> set[str]:
    with acting(cast.actor(who)) as actor:
        people = Person.objects.visible_to(actor).called(words, LIMIT)
        return {person.code_name for person in people}


def propose(cast, who: str, *names: str, **identity: str) -> list[Person]:
    with acting(cast.actor(who)) as actor:
        return [
            actions.propose_person(actor=actor, code_name=name, ground="x", identity=identity)
            for name in names
        ]


def hand_over_names(cast, *names: str) -> Disclosure:
    """The police tell the coordinator, and nobody else, who these people are."""
    with acting(cast.actor("polis")) as polis:
        return actions.disclose_people(
            actor=polis,
            people=list(Person.objects.visible_to(polis).filter(code_name__in=names)),
            receivers=[cast.receiver("koordinator")],
            ground=cast.ground(),
            purpose="Kallelse",
            need="Behövs.",
            ends_on=timezone.localdate() + timedelta(days=30),
            parts=["identity"],
        )


@pytest.mark.parametrize(
    ("who", "words", "people"),
    [
        ("polis", "kråka", {"Kråka"}),
        ("polis", "RÅK", {"Kråka"}),
        ("polis", "u g g", set()),
        ("polis", "uggla", {"Uggla"}),
        ("koordinator", "kråka", {"Kråka"}),
        ("avhopp", "råka", {"Kråka"}),
        ("koordinator", "uggla", set()),
        ("koordinator", "ugg", set()),
        ("polis_soder", "kråka", set()),
        ("polis_soder", "tärna", {"Tärna"}),
        ("styrgrupp", "kråka", set()),
        ("admin", "kråka", set()),
    ],
)
def test_a_code_name_is_found_by_whoever_sees_the_person(cast, who, words, people):
    assert found(cast, who, words) == people


@pytest.mark.parametrize("words", ["kanarie", "Fågelsång", "ågelså", "Fågelsång Kanarie", "ka"])
def test_who_a_person_is_finds_them_for_the_owner_alone(cast, words):
    assert found(cast, "polis", words) == {"Kråka", "Skata", "Uggla"}
    for who in ("koordinator", "avhopp", "frivard", "kommun", "dso", "polis_soder"):
        assert found(cast, who, words) == set()


@pytest.mark.parametrize(
    "words", ["Fagelsang", "%%", "__", "sk%ta", "sk_ta", "\\\\", "''", "--", "å"]
)
def test_letters_stand_for_themselves_alone(cast, words):
    assert found(cast, "polis", words) == set()


def test_accents_and_hyphens_do_not_hide_a_name(cast):
    propose(cast, "polis", "Sparv", given_name="José-Luis", family_name="O'Brien")
    for words in ("jose", "José Luis", "obrien", "OBrien josé"):
        assert found(cast, "polis", words) == {"Sparv"}


def test_two_letters_find_what_a_name_begins_with(cast):
    propose(cast, "polis", "Grå Anka")
    assert found(cast, "polis", "an") == {"Grå Anka"}
    assert found(cast, "polis", "nk") == set()


def test_a_name_in_a_copy_is_found_by_those_it_was_delivered_to(cast):
    hand_over_names(cast, "Kråka", "Uggla")
    assert found(cast, "koordinator", "kanarie") == {"Kråka", "Uggla"}
    assert found(cast, "avhopp", "kanarie") == set()


def test_a_copy_keeps_the_name_that_was_decided_on(cast):
    hand_over_names(cast, "Kråka")
    with acting(cast.actor("polis")) as polis:
        part = Identity.objects.visible_to(polis).get(person__code_name="Kråka")
        part.given_name = "Nytt"
        part.save(update_fields=["given_name"])
        actions.keys_of_identities([part])
    assert found(cast, "polis", "nytt") == {"Kråka"}
    assert found(cast, "koordinator", "kanarie") == {"Kråka"}
    assert found(cast, "koordinator", "nytt") == set()


def test_a_withdrawn_copys_name_is_no_longer_found(cast):
    disclosure = hand_over_names(cast, "Kråka")
    with acting(cast.actor("polis")) as polis:
        withdraw(actor=polis, disclosure=disclosure, reason="Fel")
    assert found(cast, "koordinator", "kanarie") == set()
    assert found(cast, "koordinator", "kråka") == {"Kråka"}  # by the earlier decision


def test_a_name_is_not_found_past_the_end_of_the_decision(cast):
    disclosure = hand_over_names(cast, "Kråka")
    with acting(cast.actor("polis")):
        Delivery.objects.filter(disclosure=disclosure).update(
            ends_at=timezone.now() - timedelta(days=1)
        )
    assert found(cast, "koordinator", "kanarie") == set()


def test_nothing_is_found_across_a_lapsed_agreement(fresh):
    hand_over_names(fresh, "Kråka")
    yesterday = timezone.localdate() - timedelta(days=1)
    Agreement.objects.using("owner").update(
        signed_on=yesterday, from_on=yesterday, valid_to=yesterday
    )
    assert found(fresh, "koordinator", "kanarie") == set()
    assert found(fresh, "koordinator", "kråka") == set()
    assert found(fresh, "polis", "kanarie") == {"Kråka", "Skata", "Uggla"}


@pytest.mark.parametrize(
    ("said", "is_found"),
    [
        (["relative"], False),
        (["not_suspected"], False),
        (["relative", "not_suspected"], False),
        (["relative", "suspected"], True),
        (["victim"], True),
        ([], True),
    ],
)
def test_whoever_is_only_close_to_somebody_is_not_searched_for(cast, said, is_found):
    """PBDL 3:5."""
    (person,) = propose(cast, "polis", "Sparv")
    with acting(cast.actor("polis")) as polis:
        for number, category in enumerate(said):
            actions.affiliate(
                actor=polis,
                person=person,
                street_group=actions.add_street_group(actor=polis, name=f"G{number}"),
                role="associate",
                confidence="possible",
                category=category,
            )
        assert Person.objects.visible_to(polis).filter(code_name="Sparv").exists()
    assert (found(cast, "polis", "sparv") == {"Sparv"}) == is_found


def test_a_suspicion_that_is_over_makes_nobody_searchable(cast):
    (person,) = propose(cast, "polis", "Sparv")
    with acting(cast.actor("polis")) as polis:
        about = {"actor": polis, "person": person, "role": "member", "confidence": "possible"}
        one, other = (actions.add_street_group(actor=polis, name=name) for name in "AB")
        then = actions.affiliate(**about, street_group=one, category="suspected")
        actions.affiliate(**about, street_group=other, category="relative")
    assert found(cast, "polis", "sparv") == {"Sparv"}
    with acting(cast.actor("polis")):
        Affiliation.objects.filter(pk=then.pk).update(
            until=timezone.localdate() - timedelta(days=1)
        )
    assert found(cast, "polis", "sparv") == set()


def test_a_sealed_category_counts_for_its_owner_alone(cast):
    with acting(cast.actor("polis")) as polis:
        mine = Affiliation.objects.visible_to(polis).filter(person__code_name="Kråka")
        mine.update(category="relative", sealed=True)
    assert found(cast, "polis", "kråka") == set()
    assert found(cast, "koordinator", "kråka") == {"Kråka"}


def test_hidden_people_take_no_place_on_the_page(cast):
    propose(cast, "polis", *(f"Ask {number:02}" for number in range(LIMIT + 5)))
    propose(cast, "koordinator", "Ask och Embla")
    assert found(cast, "koordinator", "ask") == {"Ask och Embla"}
    assert len(found(cast, "polis", "ask")) == LIMIT


def test_the_database_gives_no_more_than_a_page(cast):
    propose(cast, "polis", *(f"Ask {number:03}" for number in range(120)))
    with acting(cast.actor("polis")), connection.cursor() as cursor:
        cursor.execute("select wall.find_people('{ask}', 100000)")
        assert len(cursor.fetchone()[0]) == 100
    with connection.cursor() as cursor:
        cursor.execute("select wall.find_people('{ask}', 25)")  # nobody acts
        assert cursor.fetchone() == ([],)


def test_names_are_out_of_reach_but_by_searching(cast):
    hand_over_names(cast, "Kråka")
    for who in ("koordinator", "avhopp", "admin", "dso", "polis_soder"):
        with acting(cast.actor(who)) as actor:
            assert not SearchKey.objects.filter(is_identity=True).exists()
            assert not SearchKey.objects.exclude(scope_id=actor.scope).exists()


@pytest.mark.parametrize("hidden", ["Uggla", "ugg", "Kanarie", "Fågelsång", "Tärna"])
def test_a_hidden_name_answers_as_one_that_never_existed(cast, sign_in, hidden):
    client = sign_in("koordinator")
    client.post("/sok/", {"term": "värmer upp"})
    answers = []
    for term in (hidden, "Xyzzyquux"):
        with CaptureQueriesContext(connection) as queries:
            page = client.post("/sok/", {"term": term})
        page = page.content.decode().split('id="results"')[1].split("</main>")[0]
        answers.append((page, [each["sql"].split(" ")[0] for each in queries], len(queries)))
    assert answers[0] == answers[1]
    assert hidden not in answers[0][0]


def test_the_page_shows_who_was_found_and_the_ledger_says_so(cast, sign_in):
    client = sign_in("koordinator")
    assert "Kråka" in client.post("/sok/", {"term": "kråka"}).text
    assert NOBODY in client.post("/sok/", {"term": "Kanarie"}).text
    with acting(cast.actor("koordinator")) as actor:
        silent, told = (
            Entry.objects.visible_to(actor).filter(action="search.people").order_by("-pk")[:2]
        )
    assert told.refs == [str(cast.row(Person, code_name="Kråka").ref)]
    assert silent.refs == []
    assert "anarie" not in f"{silent.context}{told.context}"


def test_deleting_a_person_takes_the_names_along(fresh):
    hand_over_names(fresh, "Uggla")
    with acting(fresh.actor("polis")) as polis:
        person = Person.objects.writable_by(polis).get(code_name="Uggla")
        keys = SearchKey.objects.using("owner").filter(person_id=person.pk)
        assert keys.count() == 3
        Affiliation.objects.filter(person=person).delete()
        with connection.cursor() as cursor:
            cursor.execute("delete from groups_person where id = %s", [person.pk])
    assert keys.count() == 0


def test_those_who_were_there_before_are_found_as_well(fresh):
    """What the migration writes is what the actions write."""
    hand_over_names(fresh, "Kråka")
    rows = SearchKey.objects.using("owner")
    fields = ("scope", "person", "is_identity", "disclosure", "folded")
    by_actions = set(rows.values_list(*fields))
    rows.all().delete()
    migration = import_module("groups.migrations.0007_search_keys")
    migration.name_all(apps, SimpleNamespace(connection=connections["owner"]))
    assert set(rows.values_list(*fields)) == by_actions
    assert len(by_actions) > 4
