"""The wall's functions ask one another once in a statement, not once for every row.

A STABLE function standing bare in a condition is called again for each row it is held against:
a thousand grants cost twenty milliseconds. Wrapped in a subquery it is called once.
"""

from django.db import migrations

from agencies.wall import definer_function

SHARED = definer_function(
    "shared(wanted_kind text, wanted text[])",
    "int[]",
    """begin
      if not wall.functions() && wanted then return '{}'; end if;
      return (select coalesce(array_agg(distinct d.participation_id), '{}')
                from agencies_standingdecision d
               where d.kind = wanted_kind
                 and d.participation_id = any((select wall.live())::int[])
                 and d.revoked_on is null
                 and d.from_on <= (select wall.today())
                 and d.to_on >= (select wall.today())); end""",
    replace=True,
)
GROUPS = definer_function(
    "groups()",
    "int[]",
    """begin
      if wall.live() = '{}' then return '{}'; end if;
      return (select coalesce(array_agg(r.group_id), '{}') from agencies_receiver r
               where r.participation_id = wall.scope_id()
                 and r.function = any((select wall.functions())::text[])); end""",
    replace=True,
)
DELIVERED = definer_function(
    "delivered()",
    "int[]",
    """begin return (
      select coalesce(array_agg(d.disclosure_id), '{}') from agencies_delivery d
       where d.group_id = any((select wall.groups())::int[])
         and d.scope_id = any((select wall.live())::int[])
         and d.withdrawn_at is null and d.ends_at > now()); end""",
    replace=True,
)
OPENED = definer_function(
    "opened()",
    "int[]",
    """begin return (
      select coalesce(array_agg(d.disclosure_id), '{}')
        from agencies_opening o join agencies_delivery d on d.id = o.delivery_id
       where o.scope_id = wall.scope_id() and o.user_id = wall.user_id()
         and o.opened_at > now() - interval '1 hour'
         and d.group_id = any((select wall.archive())::int[])
         and (d.withdrawn_at is not null or d.ends_at <= now())); end""",
    replace=True,
)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0009_answers")]

    operations = [SHARED, GROUPS, DELIVERED, OPENED]
