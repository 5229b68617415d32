"""Why somebody is mapped moves to the owner's part: receivers read the row of the person.

Ties have no order of their own, so each pair is kept with the lesser first, and once.
"""

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

MOVE = """
insert into groups_identity
  (scope_id, person_id, given_name, family_name, personal_number, protection, ground)
  select p.scope_id, p.id, '', '', '', 'none', '' from groups_person p
   where not exists (select from groups_identity i where i.person_id = p.id);
update groups_identity i set ground = p.ground from groups_person p where p.id = i.person_id;
set constraints all immediate;
"""
MOVE_BACK = """
update groups_person p set ground = i.ground from groups_identity i where i.person_id = p.id;
set constraints all immediate;
"""
ORDER = """
delete from groups_persontie t using groups_persontie o
 where o.scope_id = t.scope_id and o.kind = t.kind and o.id < t.id
   and o.person_a_id = t.person_b_id and o.person_b_id = t.person_a_id;
update groups_persontie set person_a_id = person_b_id, person_b_id = person_a_id,
       person_a_scope_id = person_b_scope_id, person_b_scope_id = person_a_scope_id
 where person_a_id > person_b_id;
update groups_grouptie set group_a_id = group_b_id, group_b_id = group_a_id
 where group_a_id > group_b_id;
delete from groups_grouptie t using groups_grouptie o
 where o.scope_id = t.scope_id and o.kind = t.kind and o.id < t.id
   and o.group_a_id = t.group_a_id and o.group_b_id = t.group_b_id
   and o.until is null and t.until is null;
update groups_persontie set until = since where until < since;
update groups_affiliation set until = since where until < since;
set constraints all immediate;
"""

class Migration(migrations.Migration):
    dependencies = [("groups", "0004_grants_go_with_their_person")]

    operations = [
        migrations.AddField("identity", "ground", models.TextField(blank=True, default="")),
        RunSQL(MOVE, MOVE_BACK),
        migrations.AlterField("identity", "ground", models.TextField(blank=True)),
        migrations.RemoveField("person", "ground"),
        RunSQL(ORDER, RunSQL.noop),
    ]
