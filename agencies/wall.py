"""The wall in the database: one template, used by every migration that makes a table.

`guard` turns a rule into forced row-level security, `open_table` lists a table that has none and
why, `grants_function` makes the definer function that says which rows were disclosed to the
actor. Three roles (gvi/deploy/roles.sql): `gvi_owner` migrates, through policies that let it see
all; `gvi_app` serves; `gvi_definer` owns the functions and reads only what it is given here.
"""

from django.db.migrations.operations import RunSQL

from agencies.scoping import Rule

RIGHTS = "select, insert, update, delete"


def guard(table: str, rule: Rule, *, rights: str = RIGHTS, definer: bool = False) -> RunSQL:
    """Force row-level security on `table` by `rule`.

    `rights` are what the app's role may try at all; `definer` lets the listed functions read it.
    """
    wanted = {right.strip() for right in rights.split(",")}
    sql = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"grant {rights} on {table} to gvi_app",
        f"create policy {table}_owner on {table} to gvi_owner using (true) with check (true)",
        f"create policy {table}_read on {table} for select to gvi_app using ({rule.sql()})",
    ]
    if "insert" in wanted:
        sql.append(
            f"create policy {table}_add on {table} for insert to gvi_app"
            f" with check ({rule.sql_add()})"
        )
    if "update" in wanted:
        sql.append(
            f"create policy {table}_change on {table} for update to gvi_app"
            f" using ({rule.sql_write()}) with check ({rule.sql_change()})"
        )
    if "delete" in wanted:
        sql.append(
            f"create policy {table}_remove on {table} for delete to gvi_app"
            f" using ({rule.sql_write()})"
        )
    if definer:
        sql.append(f"grant select on {table} to gvi_definer")
        sql.append(
            f"create policy {table}_definer on {table} for select to gvi_definer using (true)"
        )
    undo = [f"drop policy if exists {table}_{name} on {table}" for name in POLICIES]
    undo.append(f"alter table {table} disable row level security")
    return RunSQL(";\n".join(undo + sql) + ";", ";\n".join(undo) + ";")


POLICIES = ("owner", "read", "add", "change", "remove", "definer")


def open_table(table: str, *, rights: str = "select", definer: bool = False) -> RunSQL:
    """A table without row-level security; `tests/wall` lists each with its reason."""
    sql = f"grant {rights} on {table} to gvi_app;"
    if definer:
        sql += f" grant select on {table} to gvi_definer;"
    return RunSQL(sql, f"revoke all on {table} from gvi_app, gvi_definer;")


def definer_function(signature: str, returns: str, body: str, *, replace: bool = False) -> RunSQL:
    """A plpgsql function that reads behind the wall; `tests/wall` lists every one.

    plpgsql and not SQL: its plan is kept, so a call costs hundredths of a millisecond.
    `replace` gives an old function a new body; there is no way back from it.
    """
    name = f"wall.{signature}"
    return RunSQL(
        f"create {'or replace ' * replace}function {name} returns {returns}"
        f" language plpgsql stable security definer"
        f" set search_path = public, pg_temp as $wall$ {body} $wall$;"
        f" alter function {name} owner to gvi_definer;"
        f" revoke all on function {name} from public;"
        f" grant execute on function {name} to gvi_app, gvi_owner;",
        RunSQL.noop if replace else f"drop function {name};",
    )


GIVEN = """select g.{column} as given_id from {table} g
   where g.group_id = any((select wall.groups())::int[])
     and g.scope_id = any((select wall.live())::int[]) and {in_force}"""
GRANTS = {
    "column": "content_object_id",
    "in_force": "g.revoked_at is null and g.expires_at > now()",
}
DELIVERIES = {
    "column": "disclosure_id",
    "in_force": "g.withdrawn_at is null and g.ends_at > now()",
}


def grants_function(name: str, table: str, *, replace: bool = False) -> RunSQL:
    """Ids of the rows that a grant in force gives the actor: live giver, not revoked, not past.

    The wall's own functions are wrapped, or each would be asked again for every grant.
    """
    given = GIVEN.format(table=table, **GRANTS)
    body = f"""begin return (
      select coalesce(array_agg(given_id), '{{}}') from ({given}) given); end"""  # noqa: S608 - our own table names
    return definer_function(f"{name}()", "int[]", body, replace=replace)


def given_view(name: str, table: str, what: dict[str, str]) -> RunSQL:
    """The ids that grants or deliveries in force give the actor, as rows, for policies.

    It reads behind the wall as its owner does, and a barrier keeps what is others' out of sight;
    `tests/wall` lists every view.
    """
    return RunSQL(
        f"create or replace view wall.{name} with (security_barrier) as"
        f" {GIVEN.format(table=table, **what)};"
        f" alter view wall.{name} owner to gvi_definer;"
        f" revoke all on wall.{name} from public; grant select on wall.{name} to gvi_app;",
        RunSQL.noop,
    )


def same_scope(table: str, column: str, target: str) -> RunSQL:
    """Keep `<column>_scope_id` the true owner of the row that `<column>_id` points at.

    A composite foreign key. When the owner deletes the row both become null, whoever owns
    this one: an owner's deletion always succeeds and tells nothing.
    """
    name = f"{table}_{column}_scope_fk"
    return RunSQL(
        f"alter table {table} add constraint {name}"
        f" foreign key ({column}_id, {column}_scope_id) references {target} (id, scope_id)"
        f" on delete set null ({column}_id, {column}_scope_id);",
        f"alter table {table} drop constraint {name};",
    )


def kept_with(table: str, column: str, target: str, *, gone: str = "cascade") -> RunSQL:
    """A row hangs only on a row of its own owner: nobody grants, or adds a part to, another's.

    A composite foreign key over the owner. It stands in the database because a policy sees only
    the new row, never the one it points at; it cannot be deferred, or the row could be used
    before it is checked. `gone` says what happens when the row it hangs on goes.
    """
    name, key = f"{table}_{column}_kept_with", f"{target}_id_scope"
    return RunSQL(
        f"create unique index if not exists {key} on {target} (id, scope_id);"
        f" alter table {table} add constraint {name}"
        f" foreign key ({column}_id, scope_id) references {target} (id, scope_id)"
        f" on delete {gone};",
        f"alter table {table} drop constraint {name};",
    )


def set_null(table: str, column: str, target: str) -> RunSQL:
    """A reference across the wall: the target's deletion empties it, and asks nobody."""
    name = f"{table}_{column}_wall_fk"
    return RunSQL(
        f"alter table {table} add constraint {name} foreign key ({column})"
        f" references {target} (id) on delete set null;",
        f"alter table {table} drop constraint {name};",
    )


def unchanging(table: str, *columns: str) -> RunSQL:
    """What a row points at across the wall is said once, when it is made, and checked then.

    Rights stand by column: every other one is granted, so a `guard` after this opens them again.
    """
    kept = ", ".join(f"'{column}'" for column in ("id", "ref", *columns))
    return RunSQL(
        f"revoke update on {table} from gvi_app; do $rights$ begin execute ("  # noqa: S608 - ours
        f" select format('grant update (%s) on {table} to gvi_app',"
        f" string_agg(quote_ident(attname), ', ')) from pg_attribute"
        f" where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped"
        f" and attname not in ({kept})); end $rights$;",
        f"grant update on {table} to gvi_app;",
    )
