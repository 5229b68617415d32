"""Contacts and cases stand apart from casework, also where one agency holds both."""

from django.db import migrations

from agencies.wall import guard
from offers import policies


class Migration(migrations.Migration):
    dependencies = [("offers", "0005_kept_with")]

    operations = [
        guard("offers_intake", policies.INTAKE),
        guard("offers_directcontact", policies.DIRECT_CONTACT),
        guard("offers_followup", policies.FOLLOW_UP),
    ]
