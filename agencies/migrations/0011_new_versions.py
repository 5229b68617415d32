"""A draft that becomes a new version of an earlier decision says which."""

import django.db.models.deletion
from django.db import migrations, models

from agencies.wall import kept_with


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_asked_once")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agencies.disclosure",
            ),
        ),
        kept_with("agencies_round", "corrects", "agencies_disclosure"),
    ]
