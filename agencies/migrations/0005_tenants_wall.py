"""The wall round tenants: what counts today, and who may write who is who."""

from django.db import migrations

from agencies import policies
from agencies.wall import definer_function, guard

# A posting counts only once it is approved.
FUNCTIONS = definer_function(
    "functions()",
    "text[]",
    """begin return (
      select coalesce(array_agg(p.function::text), '{}')
        from agencies_posting p join agencies_user u on u.id = p.user_id
       where p.user_id = wall.user_id() and p.participation_id = wall.scope_id()
         and p.approved_by_id is not null
         and u.is_active and p.from_on <= wall.today() and p.to_on >= wall.today()); end""",
    replace=True,
)
# On paper, as the operator has noted it, or by every party here.
SIGNED = definer_function(
    "signed(wanted int)",
    "boolean",
    """begin return exists (
      select from agencies_agreement a where a.id = wanted
         and (a.signed_on is not null
              or (exists (select from agencies_agreementparty p where p.agreement_id = a.id)
                  and not exists (select from agencies_agreementparty p
                                   where p.agreement_id = a.id and p.signed_on is null)))); end""",
)
# Scopes of the partnership from which anything crosses today: the partnership is in a state that
# allows it, the participation lasts, and an agreement in force binds it and the actor's own.
LIVE = definer_function(
    "live()",
    "int[]",
    """declare found int[]; begin
      select array_agg(distinct q.id) into found
        from agencies_participation mine
        join agencies_partnership s on s.id = mine.partnership_id
        join agencies_participation q on q.partnership_id = mine.partnership_id
        join agencies_agreement a on a.partnership_id = mine.partnership_id
       where mine.id = wall.scope_id()
         and s.state = any('{preparing,operative,ordinary,paused}')
         and q.from_on <= wall.today() and (q.to_on is null or q.to_on >= wall.today())
         and a.from_on <= wall.today() and a.valid_to >= wall.today() and wall.signed(a.id)
         and not exists (select from agencies_agreement b
                          where b.replaces_id = a.id and b.from_on <= wall.today()
                            and wall.signed(b.id))
         and (a.signed_on is not null
              or (exists (select from agencies_agreementparty x
                           where x.agreement_id = a.id and x.participation_id = mine.id)
                  and exists (select from agencies_agreementparty x
                               where x.agreement_id = a.id and x.participation_id = q.id)));
      if wall.scope_id() = any(found) then return found; end if;
      return '{}'; end""",
    replace=True,
)
SHARED = definer_function(
    "shared(wanted_kind text, wanted text[])",
    "int[]",
    """begin
      if not wall.functions() && wanted then return '{}'; end if;
      return (select coalesce(array_agg(distinct d.participation_id), '{}')
                from agencies_standingdecision d
               where d.kind = wanted_kind and d.participation_id = any(wall.live())
                 and d.revoked_on is null
                 and d.from_on <= wall.today() and d.to_on >= wall.today()); end""",
    replace=True,
)
# Every participation of the actor's partnership, whatever has lapsed.
TOGETHER = definer_function(
    "together()",
    "int[]",
    """begin
      if wall.functions() = '{}' then return '{}'; end if;
      return (select coalesce(array_agg(q.id), '{}')
                from agencies_participation mine
                join agencies_participation q on q.partnership_id = mine.partnership_id
               where mine.id = wall.scope_id()); end""",
)
# The partnership that the actor's participation coordinates, when one of these functions is theirs.
LED = definer_function(
    "led(wanted text[])",
    "int[]",
    """begin
      if not wall.functions() && wanted then return '{}'; end if;
      return (select coalesce(array_agg(p.partnership_id), '{}') from agencies_participation p
               where p.id = wall.scope_id() and p.is_coordinating); end""",
)

# A policy sees the new row alone; what may become of an old one is said here. The operator, who
# has the owner's connection, is let through.
KEEP_POSTING = """
create function wall.keep_posting() returns trigger language plpgsql as $wall$
begin
  if current_user <> 'gvi_app' then return new; end if;
  if new.approved_by_id is distinct from old.approved_by_id
     and (old.approved_by_id is not null or new.approved_by_id <> wall.user_id()) then
    raise exception 'A posting is approved once, in the name of the one who approves it.'
      using errcode = 'insufficient_privilege'; end if;
  if new.to_on > old.to_on then
    raise exception 'A posting is renewed by a new one.'
      using errcode = 'insufficient_privilege'; end if;
  return new; end $wall$;
revoke all on function wall.keep_posting() from public;
create trigger agencies_posting_kept before update on agencies_posting
  for each row execute function wall.keep_posting();
create function wall.keep_participation() returns trigger language plpgsql as $wall$
begin
  if current_user = 'gvi_app' and old.to_on is not null
     and (new.to_on is null or new.to_on > old.to_on) then
    raise exception 'Who has left comes back by the operator.'
      using errcode = 'insufficient_privilege'; end if;
  return new; end $wall$;
revoke all on function wall.keep_participation() from public;
create trigger agencies_participation_kept before update on agencies_participation
  for each row execute function wall.keep_participation();
create function wall.keep_signature() returns trigger language plpgsql as $wall$
begin
  if current_user = 'gvi_app'
     and (old.signed_on is not null or new.signed_by_id is distinct from wall.user_id()) then
    raise exception 'A party signs once, in the name of the one who signs.'
      using errcode = 'insufficient_privilege'; end if;
  return new; end $wall$;
revoke all on function wall.keep_signature() from public;
create trigger agencies_agreementparty_kept before update on agencies_agreementparty
  for each row execute function wall.keep_signature();
"""
FORGET = """
drop trigger agencies_posting_kept on agencies_posting;
drop function wall.keep_posting();
drop trigger agencies_participation_kept on agencies_participation;
drop function wall.keep_participation();
drop trigger agencies_agreementparty_kept on agencies_agreementparty;
drop function wall.keep_signature();
"""
# What the app's role may change at all.
COLUMNS = {
    "agencies_partnership": "state, need",
    "agencies_participation": "to_on, contact_decider_id, duty_decision, duty_decided_on",
    "agencies_posting": "approved_by_id, approved_at, to_on, ended_on, ended_by_id",
    "agencies_standingdecision": "revoked_on",
    "agencies_agreementparty": "signatory_name, signatory_title, signed_on, signed_by_id",
}


def only(table: str, columns: str) -> migrations.RunSQL:
    """Narrow the right to update to some columns."""
    return migrations.RunSQL(
        f"revoke update on {table} from gvi_app; grant update ({columns}) on {table} to gvi_app;",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_tenants")]

    operations = [
        FUNCTIONS,
        SIGNED,
        LIVE,
        SHARED,
        TOGETHER,
        LED,
        guard("agencies_partnership", policies.PARTNERSHIP, rights="select, update", definer=True),
        guard(
            "agencies_participation", policies.PARTICIPATION, rights="select, update", definer=True
        ),
        guard("agencies_posting", policies.POSTING, rights="select, insert, update", definer=True),
        guard(
            "agencies_standingdecision",
            policies.STANDING_DECISION,
            rights="select, insert, update",
            definer=True,
        ),
        guard("agencies_agreement", policies.AGREEMENT, rights="select, insert", definer=True),
        guard(
            "agencies_agreementparty",
            policies.AGREEMENT_PARTY,
            rights="select, insert, update",
            definer=True,
        ),
        guard(
            "agencies_agreementreview",
            policies.AGREEMENT_REVIEW,
            rights="select, insert, update",
        ),
        guard("agencies_office", policies.OFFICE, rights="select, insert, update"),
        guard("agencies_interest", policies.INTEREST, rights="select, insert, update"),
        *(only(table, columns) for table, columns in COLUMNS.items()),
        migrations.RunSQL(KEEP_POSTING, FORGET),
        # An account gives nothing by itself: what it may do is its postings.
        migrations.RunSQL(
            "grant insert on agencies_user to gvi_app;",
            "revoke insert on agencies_user from gvi_app;",
        ),
    ]
