"""Whom an invitation or a talk is about is said once, when it is made."""

from django.db import migrations

from agencies.wall import unchanging


class Migration(migrations.Migration):
    dependencies = [("callins", "0006_given_one_by_one")]

    operations = [
        unchanging("callins_invitation", "person_id", "person_scope_id"),
        unchanging("callins_notification", "person_id", "person_scope_id"),
    ]
