"""What was delivered is looked up or hashed, never searched for in an array."""

from django.db import migrations, models

from agencies import policies
from agencies.wall import DELIVERIES, given_view, guard


class Migration(migrations.Migration):
    dependencies = [("agencies", "0013_presses")]

    operations = [
        given_view("given_disclosure", "agencies_delivery", DELIVERIES),
        guard(
            "agencies_disclosure",
            policies.DISCLOSURE,
            rights="select, insert, update",
            definer=True,
        ),
        guard(
            "agencies_discloseditem",
            policies.PART_OF_DISCLOSURE,
            rights="select, insert",
            definer=True,
        ),
        migrations.AddIndex(
            "discloseditem", models.Index(fields=["about"], name="agencies_item_about")
        ),
    ]
