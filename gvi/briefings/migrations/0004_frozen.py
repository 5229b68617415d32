"""What has been issued never changes: a correction is a new version."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("briefings", "0003_approval")]

    operations = [
        migrations.RunSQL(
            "create trigger briefings_issue_frozen before update on briefings_issue"
            " for each row when (old.state = 'issued') execute function wall.refuse_change();",
            "drop trigger briefings_issue_frozen on briefings_issue;",
        ),
    ]
