"""What the app's role could learn from PostgreSQL itself, past every page: by raw SQL."""

from __future__ import annotations

import re

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connections, transaction

from agencies.actors import acting
from agencies.scoping import Follows, ScopedQuerySet
from groups.models import Identity, Person

GUARDED = [
    model for model in apps.get_models() if isinstance(model._default_manager.all(), ScopedQuerySet)
]
SECRET = [model for model in GUARDED if model._default_manager.all().rule.sql() != "true"]


def ask(sql: str, *params: object, alias: str = "default") -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def fault_of(sql: str, *params: object) -> str:
    """The words of the refusal; '' when there was none."""
    try:
        with transaction.atomic():
            ask(sql, *params)
    except DatabaseError as fault:
        return f"{type(fault).__name__}: {fault}"
    return ""


def test_the_planners_statistics_hold_no_row_of_a_guarded_table(fresh):
    """`pg_stats` quotes the commonest values of each column: names, places, numbers."""
    for model in SECRET:
        ask(f"analyze {model._meta.db_table}", alias="owner")
    tables = [model._meta.db_table for model in SECRET]
    for view in ("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"):
        assert ask(f"select count(*) from {view} where tablename = any(%s)", tables) == [(0,)]  # noqa: S608
    with acting(fresh.actor("polis")):
        assert ask("select count(*) from pg_stats where tablename = any(%s)", tables) == [(0,)]
    assert "permission denied" in fault_of("select * from pg_statistic")


def test_no_counter_counts_rows_for_the_app(fresh):
    """Rows made, changed and removed, by table: `pg_stat` would count other agencies' work."""
    for view in ("all_tables", "user_tables", "xact_all_tables", "xact_user_tables"):
        assert "permission denied" in fault_of(f"select * from pg_stat_{view}"), view  # noqa: S608
    for function in ("live_tuples", "tuples_inserted", "tuples_deleted", "tuples_updated"):
        asked = f"select pg_stat_get_{function}('offers_case'::regclass)"
        assert "permission denied" in fault_of(asked), function


def test_no_sequence_counts_rows_for_the_app(fresh):
    """Running numbers: another agency's new row would move them."""
    for (name,) in ask("select sequencename from pg_sequences where schemaname = 'public'"):
        assert "permission denied" in fault_of(f"select last_value from {name}")  # noqa: S608
        assert "permission denied" in fault_of("select currval(%s)", name)
        assert "permission denied" in fault_of("select nextval(%s)", name)
        assert fault_of("select pg_sequence_last_value(%s::regclass)", name) or ask(
            "select pg_sequence_last_value(%s::regclass)", name
        ) == [(None,)]
    values = ask("select last_value from pg_sequences where schemaname = 'public'")
    assert {value for (value,) in values} <= {None}


def test_what_others_ask_is_not_shown(fresh):
    """`pg_stat_activity` shows the statements of one's own role, with the names looked for."""
    here = connections["default"].settings_dict
    with psycopg.connect(
        host=here["HOST"],
        port=here["PORT"] or None,
        user=here["USER"],
        password=here["PASSWORD"],
        dbname=here["NAME"],
    ) as other:
        other.execute("select 'Fågelsång'")
        seen = ask("select coalesce(query, '') from pg_stat_activity where usename = 'gvi_app'")
    assert seen
    assert [query for (query,) in seen if "Fågelsång" in query] == []


@pytest.mark.parametrize(
    "sql",
    [
        "select * from pg_authid",
        "select pg_read_file('postgresql.conf')",
        "select pg_ls_dir('.')",
        "copy (select 1) to program 'true'",
        "copy groups_person to '/tmp/people'",
        "set role gvi_owner",
        "set role gvi_definer",
        "set session authorization gvi_owner",
        "alter table groups_person disable row level security",
        "create function public.f() returns int language sql as 'select 1'",
        "create table public.copy as select 1",
        "create function wall.g() returns int language sql as 'select 1'",
        "drop policy groups_person_read on groups_person",
        "truncate groups_person",
    ],
)
def test_the_app_can_neither_reach_past_nor_change_the_wall(fresh, sql):
    assert fault_of(sql)


def test_row_level_security_cannot_be_put_off(fresh):
    """`row_security = off` gives a fault instead of rows, never rows instead of a fault."""
    assert "would be affected by row-level security" in fault_of(
        "set local row_security = off; select * from groups_person"
    )


STILL_LOOSE = {"agencies_weighing_disclosure_id_key"}  # on a row of its own owner all the same


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_every_unique_key_is_inside_one_owner(cast, model):
    """A key over more than one owner answers “taken” about rows one cannot see.

    But for a row's own address, which nobody guesses, and keys of what everyone reads.
    """
    if model not in SECRET:
        pytest.skip("read by everyone")
    keys = ask(
        "select i.indexrelid::regclass::text, array_agg(a.attname::text order by k.place)"
        " from pg_index i, unnest(i.indkey) with ordinality k(number, place), pg_attribute a"
        " where i.indrelid = %s::regclass and i.indisunique and not i.indisprimary"
        " and a.attrelid = i.indrelid and a.attnum = k.number group by 1",
        model._meta.db_table,
    )
    loose = [name for name, columns in keys if "scope_id" not in columns and columns != ["ref"]]
    assert set(loose) <= STILL_LOOSE


def test_a_part_of_a_hidden_row_is_refused_as_of_one_that_never_was(fresh):
    """The order of checks: a single-column key answered before the owner was looked at."""
    uggla = fresh.row(Person, code_name="Uggla")
    with acting(fresh.actor("koordinator")) as actor:
        told = []
        for person in (uggla.pk, 99_999_999):
            sql = (
                "insert into groups_identity (scope_id, person_id, given_name, family_name,"
                " personal_number, protection, ground) values (%s, %s, '', '', '', 'none', '')"
            )
            told.append(re.sub(r"\d+", "N", fault_of(sql, actor.scope, person)))
    assert told[0] == told[1]
    assert Identity.objects.using("owner").filter(person_id=uggla.pk).exists()


FOLLOWING = [model for model in GUARDED if isinstance(model._default_manager.all().rule, Follows)]


@pytest.mark.parametrize("model", FOLLOWING, ids=lambda model: model.__name__)
def test_what_a_row_is_about_never_changes(cast, model):
    """Or one's own row could be pointed at a guess, to learn whether it is there."""
    rule, table = model._default_manager.all().rule, model._meta.db_table
    columns = ["ref", *(f"{name}{end}" for name in rule.joins for end in ("_id", "_scope_id"))]
    for column in columns:
        asked = "select has_column_privilege('gvi_app', %s, %s, 'update')"
        assert ask(asked, table, column) == [(False,)], column
