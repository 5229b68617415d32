"""The wall as the database itself describes it: every table and every function is listed."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections

from agencies.scoping import ScopedQuerySet

# Tables without row-level security, and why.
OPEN_TABLES = {
    "agencies_agency": "who is who",
    "agencies_legalground": "the law",
    "agencies_user": "read before anyone is an actor",
    "agencies_receiver": "whom a disclosure can name",
    "agencies_token": "read before anyone is an actor",
    "account_emailaddress": "sign-in",
    "account_emailconfirmation": "sign-in",
    "mfa_authenticator": "sign-in",
    "django_session": "sign-in",
    "django_content_type": "Django's own",
    "django_migrations": "Django's own",
    "auth_group": "one guardian group for each receiver",
    "auth_permission": "guardian's permission names",
}
# Tables the app's role may not touch at all.
CLOSED_TABLES = {
    "auth_group_permissions",
    "guardian_groupobjectpermission",
    "guardian_userobjectpermission",
}
DEFINER_FUNCTIONS = {
    "user_id", "scope_id", "today", "functions", "own", "signed", "live", "together", "led",
    "shared", "groups", "delivered", "disclosed_person", "find_people",
    "archive", "opened", "readings",
}  # fmt: skip
VIEWS = {"given_person", "given_case", "given_disclosure"}
EXTENSIONS = {"plpgsql", "pg_trgm", "btree_gist", "citext", "unaccent"}


def guarded() -> list:
    return [
        model
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), ScopedQuerySet)
    ]


def ask(sql: str, *params: object, alias: str = "default") -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_the_tests_themselves_stand_before_the_wall(cast):
    (role,) = ask(
        "select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
    )
    assert role == ("gvi_app", False, False)


def test_every_table_is_guarded_open_for_a_reason_or_closed(cast):
    tables = dict(
        ask(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity from pg_class c"
            " join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'public' and c.relkind in ('r', 'p', 'm', 'v')"
        )
    )
    forced = {name for name, is_forced in tables.items() if is_forced}
    assert forced == {model._meta.db_table for model in guarded()}
    assert set(tables) - forced == set(OPEN_TABLES) | CLOSED_TABLES
    for table in CLOSED_TABLES:
        assert ask("select has_table_privilege('gvi_app', %s, 'select')", table) == [(False,)]


@pytest.mark.parametrize("model", guarded(), ids=lambda model: model.__name__)
def test_the_policy_in_force_is_the_rule_in_the_code(fresh, model):
    """The rule is written down as a second policy; PostgreSQL must read both alike."""
    table, rule = model._meta.db_table, model._default_manager.all().rule
    ask_all = (
        "select policyname, coalesce(qual, '') || coalesce(with_check, '') from pg_policies"
        " where tablename = %s and roles = '{gvi_app}'"
    )
    probes = {
        "read": f"for select to gvi_app using ({rule.sql()})",
        "add": f"for insert to gvi_app with check ({rule.sql_add()})",
        "change": f"for update to gvi_app using ({rule.sql_write()})"
        f" with check ({rule.sql_change()})",
        "remove": f"for delete to gvi_app using ({rule.sql_write()})",
    }
    with connections["owner"].cursor() as cursor:
        for name, text in probes.items():
            cursor.execute(f"create policy probe_{name} on {table} {text}")
        cursor.execute(ask_all, [table])
        policies = dict(cursor.fetchall())
    assert f"{table}_read" in policies
    for name, text in policies.items():
        if not name.startswith("probe"):
            assert text == policies[f"probe_{name.removeprefix(table + '_')}"], name


def test_every_definer_function_is_listed_and_closed_to_the_public(cast):
    rows = ask(
        "select p.proname, p.proconfig, p.prosecdef, pg_get_userbyid(p.proowner),"
        " has_function_privilege('public', p.oid, 'execute')"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')"
    )
    assert {name for name, *_rest in rows} == DEFINER_FUNCTIONS
    for name, config, _definer, owner, is_public in rows:
        assert config == ["search_path=public, pg_temp"], name
        assert owner == "gvi_definer", name
        assert not is_public, name


def test_every_view_is_listed_and_a_barrier(cast):
    rows = ask(
        "select c.relname, c.reloptions, pg_get_userbyid(c.relowner),"
        " has_table_privilege('public', c.oid, 'select') from pg_class c"
        " join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'wall' and c.relkind in ('r', 'p', 'm', 'v')"
    )
    assert {name for name, *_rest in rows} == VIEWS
    for name, options, owner, is_public in rows:
        assert options == ["security_barrier=true"], name
        assert owner == "gvi_definer", name
        assert not is_public, name


def test_the_definer_reads_only_what_its_functions_need(cast):
    rows = ask(
        "select table_name, privilege_type from information_schema.role_table_grants"
        " where grantee = 'gvi_definer' and table_schema = 'public'",
        alias="owner",
    )
    assert {privilege for _table, privilege in rows} == {"SELECT"}
    assert {table for table, _privilege in rows} == {
        "agencies_user",
        "agencies_posting",
        "agencies_partnership",
        "agencies_participation",
        "agencies_agreement",
        "agencies_agreementparty",
        "agencies_standingdecision",
        "agencies_receiver",
        "agencies_delivery",
        "agencies_disclosure",
        "agencies_discloseditem",
        "agencies_entry",
        "agencies_opening",
        "groups_affiliation",
        "groups_persongrant",
        "groups_searchkey",
        "offers_casegrant",
    }


def test_no_role_of_ours_is_above_the_wall(cast):
    rows = ask(
        "select rolname from pg_roles where rolname like 'gvi%%' and (rolsuper or rolbypassrls)"
    )
    assert rows == []


def test_only_the_listed_extensions_are_used(cast):
    assert {name for (name,) in ask("select extname from pg_extension")} <= EXTENSIONS


def test_the_ledger_can_be_neither_changed_nor_emptied(fresh):
    """Not even by the owner of the tables."""
    for table in ("agencies_entry", "agencies_seal"):
        for sql in (
            "update {} set id = id returning 1",
            "delete from {} returning 1",
            "truncate {}",
        ):
            for alias in ("default", "owner"):
                with pytest.raises(DatabaseError, match=r"append-only|permission denied"):
                    ask(sql.format(table), alias=alias)


def test_a_transaction_leaves_no_actor_behind(fresh):
    """Two actors alternate on one connection, with a failure in between."""
    from agencies.actors import acting
    from groups.models import Person

    polis, soder = fresh.actor("polis"), fresh.actor("polis_soder")
    for _round in range(3):
        with acting(polis):
            assert Person.objects.count() == 3
        assert not Person.objects.exists()
        with pytest.raises(ZeroDivisionError), acting(soder):
            assert 1 / (Person.objects.count() - 1)
        assert not Person.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.actor', true)")
        assert cursor.fetchone()[0] in (None, "")
