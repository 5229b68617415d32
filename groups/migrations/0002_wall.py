"""The wall round the map."""

from django.db import migrations

from agencies import policies as agencies_policies
from agencies.wall import GRANTS, given_view, grants_function, guard, same_scope, set_null
from groups import policies


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial"), ("agencies", "0002_wall")]

    operations = [
        grants_function("disclosed_person", "groups_persongrant"),
        given_view("given_person", "groups_persongrant", GRANTS),
        guard(
            "groups_persongrant",
            agencies_policies.GRANT,
            rights="select, insert, update",
            definer=True,
        ),
        guard("groups_streetgroup", policies.STREET_GROUP),
        guard("groups_grouptie", policies.GROUP_TIE),
        guard("groups_incident", policies.INCIDENT),
        guard("groups_incidentdetail", policies.INCIDENT_DETAIL),
        guard("groups_person", policies.PERSON),
        guard("groups_identity", policies.IDENTITY),
        guard("groups_affiliation", policies.AFFILIATION),
        guard("groups_persontie", policies.PERSON_TIE),
        same_scope("groups_affiliation", "person", "groups_person"),
        same_scope("groups_persontie", "person_a", "groups_person"),
        same_scope("groups_persontie", "person_b", "groups_person"),
        set_null("groups_affiliation", "street_group_id", "groups_streetgroup"),
        set_null("groups_grouptie", "group_a_id", "groups_streetgroup"),
        set_null("groups_grouptie", "group_b_id", "groups_streetgroup"),
        set_null("groups_incident", "street_group_id", "groups_streetgroup"),
    ]
