"""An owner's deletion always succeeds: a case takes its grants with it."""

from django.db import migrations

from agencies import policies as agencies_policies
from agencies.wall import guard


class Migration(migrations.Migration):
    dependencies = [("offers", "0003_never_forgotten")]

    operations = [guard("offers_casegrant", agencies_policies.GRANT, definer=True)]
