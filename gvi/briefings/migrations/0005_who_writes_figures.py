"""Figures are written by the agency's own system; the exit group adds what it can take on."""

from django.db import migrations

from agencies.wall import guard
from gvi.briefings import policies


class Migration(migrations.Migration):
    dependencies = [("briefings", "0004_frozen")]

    operations = [
        guard("briefings_agencyfigures", policies.FIGURES, rights="select, insert, update"),
    ]
