"""Grants, measures and follow-ups have the owner of the case or intake they hang on."""

from django.db import migrations

from agencies.wall import kept_with


class Migration(migrations.Migration):
    dependencies = [("offers", "0004_grants_go_with_their_case"), ("agencies", "0003_kept_with")]

    operations = [
        kept_with("offers_casegrant", "content_object", "offers_case"),
        kept_with("offers_casegrant", "item", "agencies_discloseditem"),
        kept_with("offers_measure", "case", "offers_case"),
        kept_with("offers_case", "intake", "offers_intake"),
        kept_with("offers_followup", "case", "offers_case"),
        kept_with("offers_followup", "intake", "offers_intake"),
    ]
