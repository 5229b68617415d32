"""Grounds as dated configuration with their checks, and consent as a record of its own."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from agencies import policies
from agencies.wall import guard


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0005_tenants_wall'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('ring', models.CharField(blank=True, max_length=20)),
                ('about_kind', models.CharField(max_length=30)),
                ('about', models.UUIDField()),
                ('label', models.CharField(max_length=100)),
                ('data', models.TextField()),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('receivers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('purpose', models.CharField(max_length=200)),
                ('form', models.CharField(choices=[('written', 'In writing'), ('oral', 'By word of mouth')], max_length=20)),
                ('given_by', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('self', 'The person themselves'), ('guardian_1', 'One guardian'), ('guardian_2', 'The other guardian')], max_length=20), size=None)),
                ('maturity', models.TextField(blank=True)),
                ('guardian_harm', models.TextField(blank=True)),
                ('given_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-given_on', '-pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='legalground',
            options={'ordering': ['position', 'code', '-from_on']},
        ),
        migrations.AddField(
            model_name='legalground',
            name='asks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='legalground',
            name='example',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='legalground',
            name='from_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='legalground',
            name='givers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='legalground',
            name='holds_in_doubt',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='legalground',
            name='is_duty',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='legalground',
            name='is_emergency_only',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='legalground',
            name='lifts',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='legalground',
            name='needs_consent',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='legalground',
            name='needs_reservation',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='legalground',
            name='not_committed_crime',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='legalground',
            name='on_request_only',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='legalground',
            name='position',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='legalground',
            name='receivers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='legalground',
            name='under_age',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='legalground',
            name='unverified_because',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='legalground',
            name='code',
            field=models.CharField(max_length=20),
        ),
        migrations.AddConstraint(
            model_name='legalground',
            constraint=models.UniqueConstraint(fields=('code', 'from_on'), name='agencies_ground_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='legalground',
            constraint=models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='agencies_ground_ends_after'),
        ),
        migrations.RunSQL(
            "update agencies_legalground set unverified_because = 'Avstängd av driften.'"
            " where not is_enabled",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='legalground',
            constraint=models.CheckConstraint(condition=models.Q(('is_enabled', True), models.Q(('unverified_because', ''), _negated=True), _connector='OR'), name='agencies_ground_off_for_a_reason'),
        ),
        migrations.AddField(
            model_name='consent',
            name='given_to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consent',
            name='scope',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.participation'),
        ),
        migrations.AddField(
            model_name='consent',
            name='withdrawn_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['scope', 'about'], name='agencies_consent_about'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('given_on'))), name='agencies_consent_ends_after', violation_error_message='A consent cannot end before it was given.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_on__isnull', True), ('withdrawn_to__isnull', True)), models.Q(('withdrawn_on__isnull', False), ('withdrawn_to__isnull', False)), _connector='OR'), name='agencies_consent_withdrawn_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_by__overlap', ['guardian_1', 'guardian_2']), _negated=True), models.Q(models.Q(('maturity', ''), _negated=True), models.Q(('guardian_harm', ''), _negated=True)), _connector='OR'), name='agencies_consent_of_guardian_is_weighed', violation_error_message='When a guardian consents, write how mature the young person is, and whether the guardian knowing could harm them.'),
        ),
        guard("agencies_consent", policies.CONSENT, rights="select, insert, update"),
        # A consent is taken once; after that it can only be withdrawn.
        migrations.RunSQL(
            "revoke update on agencies_consent from gvi_app;"
            " grant update (withdrawn_on, withdrawn_to_id) on agencies_consent to gvi_app;",
            migrations.RunSQL.noop,
        ),
    ]
