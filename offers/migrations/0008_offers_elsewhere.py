"""An offer made elsewhere is the exit group's alone, inside its own agency too."""

from django.db import migrations

from agencies.wall import guard
from offers import policies


class Migration(migrations.Migration):
    dependencies = [("offers", "0007_true_days")]

    operations = [guard("offers_offer", policies.OFFER)]
