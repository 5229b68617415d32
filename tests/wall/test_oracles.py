"""Three oracles agree on random worlds, and a wall with any one condition missing is caught."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

import pytest
from django.db import connection, connections, transaction

from agencies.actors import actor_for
from agencies.scoping import NOBODY
from gvi.core.database.actor import speaking_as
from tests.wall import mutants
from tests.wall.oracle import RULES, Eyes
from tests.wall.world import World, make


def compare(world: World) -> Iterator[tuple[str, str, bool]]:
    """Each user where they have ever been posted, and elsewhere: (who, table, all three agree)."""
    for user in world.users:
        posted = {each.participation for each in world.postings if each.user_id == user.pk}
        for scope in {*posted, world.participations[0]}:
            eyes = Eyes(world, user, scope)
            found = actor_for(user, scope.pk)
            actor = found if found.scope == scope.pk else NOBODY  # else an actor of elsewhere
            assert actor.functions == eyes.functions
            for model, rows in world.rows.items():
                by_hand = {row.pk for row in rows if eyes.sees(row)}
                ids = {row.pk for row in rows}
                by_orm = set(
                    model.objects.using("owner")
                    .visible_to(actor)
                    .filter(pk__in=ids)
                    .values_list("pk", flat=True)
                )
                said = speaking_as(f"{user.pk}:{scope.pk}")  # the wall takes nobody's word for it
                with said, transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"select id from {model._meta.db_table}")  # noqa: S608
                    by_wall = {pk for (pk,) in cursor} & ids
                yield f"{user.pk}:{scope.pk}", model.__name__, by_hand == by_orm == by_wall


def test_every_shape_of_rule_is_in_the_world(fresh):
    assert set(make(1).rows) == set(RULES)


@pytest.mark.parametrize("seed", range(3))
def test_three_oracles_agree(fresh, seed):
    verdicts = list(compare(make(seed)))
    assert len(verdicts) > 100
    assert [each for each in verdicts if not each[2]] == []


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(100, 160))
def test_three_oracles_agree_on_many_worlds(fresh, seed):
    assert [each for each in compare(make(seed)) if not each[2]] == []


def drawn() -> list:
    """A tenth of the mutants each time, the same tenth; `make prove` takes the others too."""
    return [
        pytest.param(each, marks=[] if crc32(each.name.encode()) % 10 == 0 else pytest.mark.prove)
        for each in mutants.ALL
    ]


@pytest.mark.parametrize("mutant", drawn(), ids=lambda mutant: mutant.name)
def test_a_wall_with_one_condition_missing_is_caught(fresh, mutant):
    with connections["owner"].cursor() as cursor:
        mutant.apply(cursor)
    assert any(not agreed for seed in range(8) for _who, _table, agreed in compare(make(seed))), (
        f"Nothing noticed that {mutant.name} is missing."
    )
