"""A part is one of its owner's: no key asks across owners. And a link's people never change."""

import django.db.models.deletion
from django.db import migrations, models

from agencies.wall import unchanging


class Migration(migrations.Migration):
    dependencies = [("groups", "0009_given_one_by_one")]

    operations = [
        migrations.AlterField(
            "identity",
            "person",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.person"
            ),
        ),
        migrations.AlterField(
            "incidentdetail",
            "incident",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.incident"
            ),
        ),
        migrations.AddConstraint(
            "identity",
            models.UniqueConstraint(fields=("scope", "person"), name="groups_identity_once"),
        ),
        migrations.AddConstraint(
            "incidentdetail",
            models.UniqueConstraint(fields=("scope", "incident"), name="groups_detail_once"),
        ),
        unchanging("groups_affiliation", "person_id", "person_scope_id"),
        unchanging(
            "groups_persontie",
            "person_a_id",
            "person_a_scope_id",
            "person_b_id",
            "person_b_scope_id",
        ),
    ]
