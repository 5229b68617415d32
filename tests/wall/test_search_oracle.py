"""Search finds in random worlds exactly whom plain Python finds; a careless search is caught."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction

from groups.models import Affiliation, Person, PersonGrant, SearchKey
from gvi.core.database.actor import speaking_as
from tests.wall.mutants import FunctionMutant
from tests.wall.oracle import DECIDERS, MAP_READERS, Eyes
from tests.wall.world import World, make

CLOSE = {"relative", "not_suspected"}
NAMES = ("kod", "namn", "kopia")

MUTANTS = [
    FunctionMutant("delivered", "d.group_id = any((select wall.groups())::int[])"),
    FunctionMutant("delivered", "d.withdrawn_at is null"),
    FunctionMutant("delivered", "d.ends_at > now()"),
    FunctionMutant("disclosed_person", "g.group_id = any((select wall.groups())::int[])"),
    FunctionMutant("disclosed_person", "g.revoked_at is null"),
    FunctionMutant("disclosed_person", "g.expires_at > now()"),
    FunctionMutant("find_people", "k.folded like %L'", "%L is not null'"),
    FunctionMutant(
        "find_people", "k.scope_id = any($1) or k.person_id", "k.scope_id > 0 or k.person_id"
    ),
    FunctionMutant("find_people", "k.person_id = any($2)", "$2 is not null"),
    FunctionMutant("find_people", "and k.disclosure_id is null", ""),
    FunctionMutant("find_people", "not k.is_identity and k.disc", "k.disc"),
    FunctionMutant("find_people", "k.is_identity and k.scope_id = any($3)", "$3 is not null"),
    FunctionMutant("find_people", "k.disclosure_id = any($4)", "$4 is not null"),
    FunctionMutant("find_people", "where not is_only_close", ""),
    FunctionMutant("find_people", "(a.until is null or a.until >= wall.today())"),
    FunctionMutant("find_people", "not a.sealed"),
    FunctionMutant("find_people", "a.scope_id = any($5)", "$5 is not null"),
]


@transaction.atomic(using="owner")
def named(seed: int) -> World:
    """A world whose people have names, and some of them are only close to somebody."""
    world = make(seed)
    copied = set()
    for person in world.rows[Person]:
        about = {"scope": person.scope, "person": person}
        world.add(SearchKey(**about, folded="kod"))
        world.add(SearchKey(**about, is_identity=True, folded="namn"))
    for grant in world.rows[PersonGrant]:
        person, disclosure = grant.content_object, grant.item.disclosure
        if (person.pk, disclosure.pk) not in copied:
            copied.add((person.pk, disclosure.pk))
            about = {"scope": person.scope, "person": person, "disclosure": disclosure}
            world.add(SearchKey(**about, folded="kopia"))
    for row in world.rows[Affiliation]:
        row.category = world.random.choice(["suspected", "relative", "not_suspected"])
        row.until = world.random.choice([None, row.since])
        row.save(using="owner")
    return world


def finds(eyes: Eyes, key: SearchKey) -> bool:
    """The rule in plain Python."""
    if not eyes.sees_person(key.person):
        return False
    if key.is_identity:
        may_find = eyes.owns(key.person, DECIDERS)
    else:
        may_find = key.disclosure is None or eyes.received(key.disclosure)
    return may_find and not is_only_close(eyes, key.person)


def is_only_close(eyes: Eyes, person: Person) -> bool:
    links = [
        row
        for row in eyes.world.rows[Affiliation]
        if row.person_id == person.pk and (eyes.owns(row, MAP_READERS) or eyes.reached(row))
    ]
    today = eyes.world.today
    holding = [row for row in links if row.until is None or row.until >= today]
    return any(row.category in CLOSE for row in links) and not any(
        row.category not in CLOSE for row in holding
    )


def compare(world: World) -> Iterator[tuple[str, str, bool]]:
    """Each user where they were ever posted: (who, name, the database finds the same people)."""
    for user in world.users:
        for scope in {each.participation for each in world.postings if each.user_id == user.pk}:
            eyes = Eyes(world, user, scope)
            said = speaking_as(f"{user.pk}:{scope.pk}")
            with said, transaction.atomic(), connection.cursor() as cursor:
                for name in NAMES:
                    keys = (row for row in world.rows[SearchKey] if row.folded == name)
                    by_hand = {row.person_id for row in keys if finds(eyes, row)}
                    cursor.execute("select wall.find_people(array[%s], 100)", [name])
                    (found,) = cursor.fetchone()
                    ours = {person.pk for person in world.rows[Person]}
                    yield f"{user.pk}:{scope.pk}", name, set(found) & ours == by_hand


@pytest.mark.parametrize("seed", range(3))
def test_search_finds_whom_the_rule_finds(fresh, seed):
    verdicts = list(compare(named(seed)))
    assert len(verdicts) > 60
    assert [each for each in verdicts if not each[2]] == []


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(200, 230))
def test_search_finds_whom_the_rule_finds_in_many_worlds(fresh, seed):
    assert [each for each in compare(named(seed)) if not each[2]] == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.piece[:60])
def test_a_search_with_one_condition_missing_is_caught(fresh, mutant):
    with connections["owner"].cursor() as cursor:
        mutant.apply(cursor)
    assert any(not same for seed in range(8) for _who, _name, same in compare(named(seed)))
