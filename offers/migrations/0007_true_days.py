"""A contact lies in our time, and an agency offers help once to each at a call-in."""

from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offers", "0006_apart")]

    operations = [
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(first_contact_at__gte=datetime(2000, 1, 1, tzinfo=UTC)),
                name="offers_intake_in_our_time",
                violation_error_message="The time cannot be before the year 2000.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(callin__isnull=False),
                fields=("scope", "callin", "person"),
                name="offers_offer_once_at_callin",
                violation_error_message=(
                    "Your agency has already recorded an offer to this person at this call-in."
                ),
            ),
        ),
    ]
