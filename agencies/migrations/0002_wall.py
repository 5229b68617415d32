"""The functions that answer for the actor, and the wall round this app's tables."""

from django.db import migrations

from agencies import policies
from agencies.scoping import Owned
from agencies.wall import definer_function, guard, open_table

ACTOR = "nullif(split_part(current_setting('app.actor', true), ':', {part}), '')::int"

FUNCTIONS = [
    definer_function("user_id()", "int", f"begin return {ACTOR.format(part=1)}; end"),
    definer_function("scope_id()", "int", f"begin return {ACTOR.format(part=2)}; end"),
    definer_function(
        "today()", "date", "begin return (now() at time zone 'Europe/Stockholm')::date; end"
    ),
    # The functions of the actor's user in the actor's participation, in force today.
    definer_function(
        "functions()",
        "text[]",
        """begin return (
          select coalesce(array_agg(p.function::text), '{}')
            from agencies_posting p join agencies_user u on u.id = p.user_id
           where p.user_id = wall.user_id() and p.participation_id = wall.scope_id()
             and u.is_active and p.from_on <= wall.today() and p.to_on >= wall.today()); end""",
    ),
    # The actor's own scope, when one of these functions is the actor's.
    definer_function(
        "own(wanted text[])",
        "int[]",
        """begin
          if wall.functions() && wanted then return array[wall.scope_id()]; end if;
          return '{}'; end""",
    ),
    # Scopes of the partnership from which anything crosses today; none when the agreement or
    # the actor's own participation has lapsed.
    definer_function(
        "live()",
        "int[]",
        """declare found int[]; begin
          select array_agg(q.id) into found
            from agencies_participation mine
            join agencies_participation q on q.partnership_id = mine.partnership_id
           where mine.id = wall.scope_id()
             and q.from_on <= wall.today() and (q.to_on is null or q.to_on >= wall.today())
             and exists (select from agencies_agreement a
                          where a.partnership_id = mine.partnership_id
                            and a.signed_on <= wall.today() and a.valid_to >= wall.today());
          if wall.scope_id() = any(found) then return found; end if;
          return '{}'; end""",
    ),
    # Scopes whose standing decision shares this kind of group-level row.
    definer_function(
        "shared(wanted_kind text, wanted text[])",
        "int[]",
        """begin
          if not wall.functions() && wanted then return '{}'; end if;
          return (select coalesce(array_agg(distinct d.participation_id), '{}')
                    from agencies_standingdecision d
                   where d.kind = wanted_kind and d.participation_id = any(wall.live())
                     and d.from_on <= wall.today() and d.to_on >= wall.today()); end""",
    ),
    # The guardian groups whose grants the actor may use.
    definer_function(
        "groups()",
        "int[]",
        """begin
          if wall.live() = '{}' then return '{}'; end if;
          return (select coalesce(array_agg(r.group_id), '{}') from agencies_receiver r
                   where r.participation_id = wall.scope_id()
                     and r.function = any(wall.functions())); end""",
    ),
    # Disclosures delivered to the actor and in force.
    definer_function(
        "delivered()",
        "int[]",
        """begin return (
          select coalesce(array_agg(d.disclosure_id), '{}') from agencies_delivery d
           where d.group_id = any(wall.groups()) and d.scope_id = any(wall.live())
             and d.withdrawn_at is null and d.ends_at > now()); end""",
    ),
]

FIRST = Owned(read=policies.WORKING, write=policies.DECIDING)

READ_BY_FUNCTIONS = [
    "agencies_user",
    "agencies_posting",
    "agencies_participation",
    "agencies_agreement",
    "agencies_standingdecision",
    "agencies_receiver",
]

APPEND_ONLY = """
create function wall.refuse_change() returns trigger language plpgsql as $wall$
begin raise exception 'The ledger is append-only.'; end $wall$;
revoke all on function wall.refuse_change() from public;
create trigger {table}_append_only before update or delete or truncate on {table}
  for each statement execute function wall.refuse_change();
"""


def append_only(table: str, *, first: bool) -> migrations.RunSQL:
    sql = APPEND_ONLY.format(table=table)
    if not first:
        sql = sql[sql.index("create trigger") :]
    undo = f"drop trigger {table}_append_only on {table};"
    if first:
        undo = f"drop trigger {table}_append_only on {table}; drop function wall.refuse_change();"
    return migrations.RunSQL(sql, undo)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunSQL(
            "alter default privileges in schema public revoke all on tables from gvi_app;"
            # No right on sequences either: identity columns need none, and reading one counts rows.
            "alter default privileges in schema public revoke all on sequences from gvi_app;",
            migrations.RunSQL.noop,
        ),
        *FUNCTIONS,
        *(open_table(table, definer=True) for table in READ_BY_FUNCTIONS),
        open_table("agencies_partnership"),
        open_table("agencies_agency"),
        open_table("agencies_legalground"),
        migrations.RunSQL(
            "grant update (password, last_login, language, name) on agencies_user to gvi_app;",
            migrations.RunSQL.noop,
        ),
        open_table("agencies_token", rights="select, insert, delete"),
        open_table("django_session", rights="select, insert, update, delete"),
        open_table("account_emailaddress", rights="select, insert, update, delete"),
        open_table("account_emailconfirmation", rights="select, insert, update, delete"),
        open_table("mfa_authenticator", rights="select, insert, update, delete"),
        open_table("django_content_type"),
        open_table("auth_permission"),
        open_table("auth_group"),
        open_table("django_migrations"),
        # The owner's alone until 0008, which has the columns and functions of today's rule.
        guard("agencies_disclosure", FIRST, rights="select, insert, update"),
        guard("agencies_discloseditem", FIRST, rights="select, insert"),
        guard("agencies_delivery", FIRST, rights="select, insert, update", definer=True),
        guard("agencies_entry", policies.LEDGER, rights="select, insert"),
        guard("agencies_seal", policies.SEAL, rights="select, insert"),
        append_only("agencies_entry", first=True),
        append_only("agencies_seal", first=False),
    ]
