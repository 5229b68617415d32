"""The wall round offers and the exit side."""

from django.db import migrations

from agencies import policies as agencies_policies
from agencies.wall import GRANTS, given_view, grants_function, guard, same_scope, set_null
from offers import policies


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_initial"), ("callins", "0003_wall")]

    operations = [
        grants_function("disclosed_case", "offers_casegrant"),
        given_view("given_case", "offers_casegrant", GRANTS),
        guard(
            "offers_casegrant",
            agencies_policies.GRANT,
            rights="select, insert, update",
            definer=True,
        ),
        guard("offers_offer", policies.OFFER),
        guard("offers_offeranswer", policies.ANSWER),
        guard("offers_intake", policies.INTAKE),
        guard("offers_directcontact", policies.INTAKE),
        guard("offers_case", policies.CASE),
        guard("offers_measure", policies.CASE_PART),
        guard("offers_followup", policies.FOLLOW_UP),
        same_scope("offers_offer", "person", "groups_person"),
        set_null("offers_offer", "callin_id", "callins_callin"),
        set_null("offers_offer", "notification_id", "callins_notification"),
        set_null("offers_offeranswer", "offer_id", "offers_offer"),
        set_null("offers_case", "person_id", "groups_person"),
        set_null("offers_followup", "offer_id", "offers_offer"),
    ]
