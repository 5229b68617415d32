"""Which people were disclosed to the actor: the wall is asked once, not once for every grant."""

from django.db import migrations

from agencies.wall import grants_function


class Migration(migrations.Migration):
    dependencies = [("groups", "0007_search_keys")]

    operations = [grants_function("disclosed_person", "groups_persongrant", replace=True)]
