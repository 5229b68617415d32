"""The wall round everything that hangs on a case, and round those who keep watch."""

from django.db import migrations

from agencies.wall import guard, kept_with
from offers import policies

NEVER_CHANGED = "select, insert, delete"  # erased with their case, never written over
# Signed once, a note never changes: only that it was carried, and that it is shorter since.
SIGNED = """
create function offers_note_stays() returns trigger language plpgsql as $$ begin
  if old.signed_at is null then return new; end if;
  if old.carried_on is null and new.carried_on is not null
     and (new.id, new.ref, new.scope_id, new.case_id, new.written_by_id, new.written_at,
          new.signed_at, new.corrects_id)
         is not distinct from
         (old.id, old.ref, old.scope_id, old.case_id, old.written_by_id, old.written_at,
          old.signed_at, old.corrects_id)
  then return new; end if;
  raise exception 'A signed note is never changed.' using errcode = 'check_violation';
end $$;
create trigger offers_note_stays before update on offers_note
  for each row execute function offers_note_stays();
"""
NOT_SIGNED = "drop trigger offers_note_stays on offers_note; drop function offers_note_stays();"


class Migration(migrations.Migration):
    dependencies = [("offers", "0012_one_way_out")]

    operations = [
        *(
            guard(f"offers_{name}", policies.CASE_PART, rights=NEVER_CHANGED)
            for name in ("step", "leavingstage", "caseassessment", "condition", "objection")
        ),
        *(
            guard(f"offers_{name}", policies.CASE_PART)
            for name in ("need", "goal", "cost", "meeting", "handover")
        ),
        guard("offers_note", policies.CASE_PART),
        guard("offers_provider", policies.PROVIDER),
        guard("offers_providercheck", policies.PROVIDER, rights=NEVER_CHANGED),
        guard("offers_letter", policies.LETTER),
        guard("offers_absence", policies.ABSENCE),
        guard("offers_remindersetting", policies.REMINDER_SETTING),
        guard("offers_reminder", policies.REMINDER),
        *(
            kept_with(f"offers_{name}", "case", "offers_case")
            for name in (
                "step",
                "leavingstage",
                "caseassessment",
                "condition",
                "need",
                "goal",
                "cost",
                "note",
                "objection",
                "meeting",
                "handover",
            )
        ),
        kept_with("offers_handover", "intake", "offers_intake"),
        kept_with("offers_cost", "measure", "offers_measure"),
        kept_with("offers_objection", "note", "offers_note"),
        kept_with("offers_note", "corrects", "offers_note"),
        kept_with("offers_providercheck", "provider", "offers_provider"),
        kept_with("offers_measure", "provider", "offers_provider", gone="no action"),
        kept_with("offers_measure", "goal", "offers_goal", gone="set null (goal_id)"),
        migrations.RunSQL(SIGNED, NOT_SIGNED),
    ]
