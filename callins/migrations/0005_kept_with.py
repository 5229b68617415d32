"""What hangs on a call-in has the call-in's owner."""

from django.db import migrations

from agencies.wall import kept_with


class Migration(migrations.Migration):
    dependencies = [("callins", "0004_undone_marks")]

    operations = [
        kept_with("callins_targetedgroup", "callin", "callins_callin"),
        kept_with("callins_conflictplan", "callin", "callins_callin"),
    ]
