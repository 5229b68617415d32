"""A delivery is named by a reference of its own, and says how much it holds, and since when."""

from uuid import uuid4

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0011_new_versions")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="holds",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="delivery",
            name="delivered_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="delivery",
            name="ref",
            field=models.UUIDField(default=uuid4, editable=False, null=True),
        ),
        migrations.RunSQL(
            "update agencies_delivery set ref = gen_random_uuid(),"
            " delivered_at = (select d.decided_at from agencies_disclosure d"
            " where d.id = disclosure_id), holds = (select count(*) from"
            " agencies_discloseditem i where i.disclosure_id = agencies_delivery.disclosure_id);",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="delivery",
            name="ref",
            field=models.UUIDField(default=uuid4, editable=False, unique=True),
        ),
    ]
