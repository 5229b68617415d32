"""An owner's deletion always succeeds: a person takes its grants with it."""

from django.db import migrations

from agencies import policies as agencies_policies
from agencies.wall import guard


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_kept_with")]

    operations = [guard("groups_persongrant", agencies_policies.GRANT, definer=True)]
