"""Cases and people given to the actor are looked up or hashed, never searched for in an array."""

from django.db import migrations

from agencies.wall import GRANTS, given_view, grants_function, guard
from offers import policies


class Migration(migrations.Migration):
    dependencies = [("offers", "0009_asked_once"), ("groups", "0009_given_one_by_one")]

    operations = [
        given_view("given_case", "offers_casegrant", GRANTS),
        guard("offers_case", policies.CASE),
        guard("offers_offer", policies.OFFER),
        migrations.RunSQL(
            "drop function wall.disclosed_case();",
            grants_function("disclosed_case", "offers_casegrant").sql,
        ),
    ]
