"""People given to the actor are looked up or hashed, never searched for in an array."""

from django.db import migrations

from agencies.wall import guard
from callins import policies


class Migration(migrations.Migration):
    dependencies = [("callins", "0005_kept_with"), ("groups", "0009_given_one_by_one")]

    operations = [
        guard("callins_invitation", policies.INVITATION),
        guard("callins_attendance", policies.ATTENDANCE, rights="select, insert"),
        guard("callins_notification", policies.NOTIFICATION),
    ]
