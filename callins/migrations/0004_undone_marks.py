"""A mark can be undone by a further mark."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("callins", "0003_wall")]

    operations = [
        migrations.AlterField(
            model_name="attendance",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("arrived", "Arrived"),
                    ("took_part", "Took part"),
                    ("left", "Left"),
                    ("absent", "Absent"),
                    ("absent_excused", "Absent with good reason"),
                    ("undone", "Mark undone"),
                ],
                max_length=20,
            ),
        ),
    ]
