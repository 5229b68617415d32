"""A tie stands once and ends after it began; links are written by those who map or decide."""

from django.db import migrations, models

from agencies.wall import guard
from groups import policies


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_kept_with'),
        ('groups', '0005_ground_in_the_owners_part'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='groups_affiliation_ends_after', violation_error_message='An affiliation cannot end before it began.'),
        ),
        migrations.AddConstraint(
            model_name='grouptie',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('scope', 'group_a', 'group_b', 'kind'), name='groups_tie_once', violation_error_message='This relation is already on the map.'),
        ),
        migrations.AddConstraint(
            model_name='persontie',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='groups_person_tie_ends_after', violation_error_message='A tie cannot end before it began.'),
        ),
        migrations.AlterConstraint(
            model_name='persontie',
            name='groups_person_tie_once',
            constraint=models.UniqueConstraint(fields=('scope', 'person_a', 'person_b', 'kind'), name='groups_person_tie_once', violation_error_message='This relation is already on the map.'),
        ),
        migrations.AlterConstraint(
            model_name='persontie',
            name='groups_person_tie_joins_two',
            constraint=models.CheckConstraint(condition=models.Q(('person_a', models.F('person_b')), _negated=True), name='groups_person_tie_joins_two', violation_error_message='A tie joins two different people.'),
        ),
        guard("groups_affiliation", policies.AFFILIATION),
        guard("groups_persontie", policies.PERSON_TIE),
    ]
