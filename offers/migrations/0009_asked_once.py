"""Which cases were disclosed to the actor: the wall is asked once, not once for every grant."""

from django.db import migrations

from agencies.wall import grants_function


class Migration(migrations.Migration):
    dependencies = [("offers", "0008_offers_elsewhere")]

    operations = [grants_function("disclosed_case", "offers_casegrant", replace=True)]
