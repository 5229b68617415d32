"""Names to search by, and the one function that searches and asks the wall in the same breath."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from agencies.scoping import literal
from agencies.wall import definer_function, guard, kept_with
from groups import policies
from gvi.core.folding import fold

CLOSE = literal(["relative", "not_suspected"])

# Under row-level security a pattern may not be tried before the policy, so the trigram index would
# be out of reach. Here it is not; at most a page of ids comes out, and the wall looks at each again.
FIND_PEOPLE = f"""
declare
  patterns text;
  found int[];
begin
  -- Each word stands somewhere in the name; one of two letters begins a part of it, since the
  -- index knows three letters at a time.
  select string_agg(
           case when length(word) > 2 then format('k.folded like %L', '%' || escaped || '%')
                else format('(k.folded like %L or k.folded like %L)',
                            escaped || '%', '% ' || escaped || '%') end, ' and ')
    into patterns
    from unnest(words[1:6]) word
   cross join replace(replace(replace(word, '\\', '\\\\'), '%', '\\%'), '_', '\\_') escaped
   where word <> '';
  if patterns is null then return '{{}}'; end if;
  -- Planned anew each time, with the arrays as constants. One kind of name for each line of `or`.
  execute format($query$
    select array_agg(person_id) from (
      select named.person_id from (
        select k.person_id, min(k.folded) as name from groups_searchkey k
         where %s and (k.scope_id = any($1) or k.person_id = any($2))
           and (not k.is_identity and k.disclosure_id is null
                or k.is_identity and k.scope_id = any($3)
                or k.disclosure_id = any($4))
         group by k.person_id
         order by name, k.person_id
        offset 0) named
      -- Whoever is on the map only as close to somebody is not searched for (PBDL 3:5).
      cross join lateral (
        select coalesce(bool_or(a.category = any({CLOSE})), false)
               and not coalesce(bool_or(a.category <> all({CLOSE})
                                        and (a.until is null or a.until >= wall.today())), false)
               as is_only_close
          from groups_affiliation a
         where a.person_id = named.person_id
           and (a.scope_id = any($1) or not a.sealed and a.scope_id = any($5))) known
       where not is_only_close
       order by named.name, named.person_id
       limit least($6, 100)) page $query$, patterns)
    into found
    using wall.own({literal(policies.PERSON.read)}), wall.disclosed_person(),
          wall.own({literal(policies.IDENTITY.read)}), wall.delivered(), wall.live(), page;
  return coalesce(found, '{{}}');
end"""  # noqa: S608 - nothing but the rules and escaped words goes in


def name_all(apps, schema_editor):
    """Everybody who was there before is found as well."""
    person, identity, item, key = (
        apps.get_model(app, name).objects.using(schema_editor.connection.alias)
        for app, name in (
            ("groups", "Person"),
            ("groups", "Identity"),
            ("agencies", "DisclosedItem"),
            ("groups", "SearchKey"),
        )
    )
    keys = []

    def add(given, **whose):
        if folded := fold(given):
            keys.append(key.model(folded=folded, **whose))
        if len(keys) >= 1000:
            key.bulk_create(keys)
            keys.clear()

    for pk, scope, code_name in person.values_list("pk", "scope", "code_name").iterator():
        add(code_name, scope_id=scope, person_id=pk)
    parts = identity.values_list("person", "scope", "given_name", "family_name")
    for pk, scope, given, family in parts.iterator():
        add(f"{given} {family}", scope_id=scope, person_id=pk, is_identity=True)
    owners = {ref: (pk, scope) for ref, pk, scope in person.values_list("ref", "pk", "scope")}
    copies = item.filter(kind="person", frozen__has_key="identity")
    for about, disclosure, frozen in copies.values_list("about", "disclosure", "frozen").iterator():
        if about in owners:
            pk, scope = owners[about]
            name = " ".join(frozen["identity"].get(part, "") for part in ("given_name", "family_name"))
            add(name, scope_id=scope, person_id=pk, disclosure_id=disclosure)
    key.bulk_create(keys)


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_kept_with'),
        ('groups', '0006_ties_once_and_linked_by_those_who_map'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchKey',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_identity', models.BooleanField(default=False)),
                ('folded', models.TextField()),
                ('disclosure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agencies.disclosure')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.person')),
                ('scope', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.participation')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='groups_searchkey_name', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('scope', 'person', 'is_identity', 'disclosure'), name='groups_searchkey_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('is_identity', False), ('disclosure__isnull', True), _connector='OR'), name='groups_searchkey_of_one_kind')],
            },
        ),
        migrations.RunPython(name_all, migrations.RunPython.noop),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        kept_with("groups_searchkey", "person", "groups_person"),
        kept_with("groups_searchkey", "disclosure", "agencies_disclosure"),
        guard("groups_searchkey", policies.SEARCH_KEY, rights="select, insert, delete", definer=True),
        guard("groups_affiliation", policies.AFFILIATION, definer=True),
        definer_function("find_people(words text[], page int)", "int[]", FIND_PEOPLE),
    ]
