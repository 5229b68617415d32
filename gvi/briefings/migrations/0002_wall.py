"""The wall round briefings."""

from django.db import migrations

from agencies.wall import guard
from gvi.briefings import policies


class Migration(migrations.Migration):
    dependencies = [("briefings", "0001_initial"), ("agencies", "0002_wall")]

    operations = [
        guard("briefings_agencyfigures", policies.FIGURES, rights="select, insert, update"),
        guard("briefings_release", policies.RELEASE, rights="select, insert"),
        guard("briefings_issue", policies.ISSUE, rights="select, insert, update"),
    ]
