"""A case remembers its offer, and at most one follow-up waits on anything."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from agencies.wall import set_null


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_wall'),
        ('offers', '0002_wall'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='offer',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='offers.offer'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('scope', 'offer'), name='offers_one_waiting_on_offer'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('scope', 'intake'), name='offers_one_waiting_on_intake'),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=models.UniqueConstraint(condition=models.Q(('done_at__isnull', True)), fields=('scope', 'case'), name='offers_one_waiting_on_case'),
        ),
        set_null("offers_case", "offer_id", "offers_offer"),
    ]
