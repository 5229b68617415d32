"""Grants and parts have the owner of the row they hang on."""

from django.db import migrations

from agencies.wall import kept_with


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_wall"), ("agencies", "0003_kept_with")]

    operations = [
        kept_with("groups_persongrant", "content_object", "groups_person"),
        kept_with("groups_persongrant", "item", "agencies_discloseditem"),
        kept_with("groups_identity", "person", "groups_person"),
        kept_with("groups_incidentdetail", "incident", "groups_incident"),
    ]
