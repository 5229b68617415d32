"""A log says when the contact took place, when it was written down, and whether the team is to
hear of it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("offers", "0013_one_way_out_wall")]

    operations = [
        migrations.AddField("followup", "logged_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "followup", "for_team", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddIndex(
            "followup",
            models.Index(
                fields=["scope", "-logged_at"],
                condition=Q(logged_at__isnull=False),
                name="offers_followup_logged",
            ),
        ),
        migrations.AddIndex(
            "followup",
            models.Index(
                fields=["scope", "done_at"],
                condition=Q(for_team=True),
                name="offers_followup_for_team",
            ),
        ),
    ]
