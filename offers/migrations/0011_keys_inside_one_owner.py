"""No key asks across owners, a follow-up follows its owner's own, and an offer keeps its person."""

import django.db.models.deletion
from django.db import migrations, models

from agencies.wall import unchanging

OWN_FOLLOW_UP = """
create unique index if not exists offers_followup_id_scope on offers_followup (id, scope_id);
alter table offers_followup add constraint offers_followup_follows_kept_with
  foreign key (follows_id, scope_id) references offers_followup (id, scope_id)
  on delete set null (follows_id);
"""
UNDO = "alter table offers_followup drop constraint offers_followup_follows_kept_with;"


class Migration(migrations.Migration):
    dependencies = [("offers", "0010_given_one_by_one")]

    operations = [
        migrations.AlterField(
            "case",
            "intake",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case",
                to="offers.intake",
            ),
        ),
        migrations.AlterField(
            "followup",
            "follows",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="next",
                to="offers.followup",
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                fields=("scope", "intake"),
                name="offers_case_of_an_intake_once",
                violation_error_message="A case has already been opened from this contact.",
            ),
        ),
        migrations.AddConstraint(
            "followup",
            models.UniqueConstraint(fields=("scope", "follows"), name="offers_followup_next_once"),
        ),
        migrations.RunSQL(OWN_FOLLOW_UP, UNDO),
        unchanging("offers_offer", "person_id", "person_scope_id"),
    ]
