"""People given to the actor are looked up or hashed, never searched for in an array."""

from django.db import migrations

from agencies.wall import GRANTS, given_view, guard
from groups import policies


class Migration(migrations.Migration):
    dependencies = [("groups", "0008_asked_once")]

    operations = [
        given_view("given_person", "groups_persongrant", GRANTS),
        guard("groups_person", policies.PERSON),
        guard("groups_affiliation", policies.AFFILIATION, definer=True),
        guard("groups_persontie", policies.PERSON_TIE),
    ]
