"""Anonymous counselling stays anonymous, and a closed contact says why it was closed."""

from django.db import migrations, models
from django.db.models import Q

# A contact is anonymous from its first moment or never, and nothing that could name someone is
# ever written on it or hung on it. In the database, because no rule of ours may undo it.
ANONYMOUS = """
create function offers_intake_stays_anonymous() returns trigger language plpgsql as $$ begin
  if tg_op = 'UPDATE' and new.is_anonymous <> old.is_anonymous then
    raise exception 'A contact neither becomes nor stops being anonymous.'
      using errcode = 'check_violation';
  end if;
  if new.is_anonymous and (new.state <> 'closed' or new.note <> '' or new.reason <> '') then
    raise exception 'Anonymous counselling is over, and nothing is written about it.'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger offers_intake_stays_anonymous before insert or update on offers_intake
  for each row execute function offers_intake_stays_anonymous();

create function offers_nothing_on_anonymous() returns trigger language plpgsql as $$ begin
  if exists (select 1 from offers_intake where id = new.intake_id and is_anonymous) then
    raise exception 'Nothing hangs on anonymous counselling.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger offers_nothing_on_anonymous before insert or update of intake_id on offers_followup
  for each row when (new.intake_id is not null) execute function offers_nothing_on_anonymous();
create trigger offers_nothing_on_anonymous before insert or update of intake_id on offers_handover
  for each row when (new.intake_id is not null) execute function offers_nothing_on_anonymous();
create trigger offers_nothing_on_anonymous before insert or update of intake_id on offers_case
  for each row when (new.intake_id is not null) execute function offers_nothing_on_anonymous();
"""
UNDO = """
drop trigger offers_nothing_on_anonymous on offers_case;
drop trigger offers_nothing_on_anonymous on offers_handover;
drop trigger offers_nothing_on_anonymous on offers_followup;
drop function offers_nothing_on_anonymous();
drop trigger offers_intake_stays_anonymous on offers_intake;
drop function offers_intake_stays_anonymous();
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0014_when_it_was_logged")]

    operations = [
        migrations.AddField("intake", "closed_on", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "intake",
            "ending",
            models.CharField(
                blank=True,
                choices=[
                    ("helped", "Got the help they asked for"),
                    ("elsewhere", "Gets help somewhere else"),
                    ("declined", "Wants no help now"),
                    ("not_reached", "Could not be reached"),
                    ("not_ours", "Not someone we are here for"),
                ],
                default="",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "intake", "reason", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddConstraint(
            "intake",
            models.CheckConstraint(
                condition=Q(state="closed") | Q(ending="", reason="", closed_on__isnull=True),
                name="offers_intake_ending_only_when_closed",
                violation_error_message="An open contact has no ending.",
            ),
        ),
        migrations.RunSQL(ANONYMOUS, UNDO),
    ]
