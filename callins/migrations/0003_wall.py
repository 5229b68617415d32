"""The wall round call-ins and talks."""

from django.db import migrations

from agencies.wall import guard, same_scope, set_null
from callins import policies


class Migration(migrations.Migration):
    dependencies = [("callins", "0002_initial"), ("groups", "0002_wall")]

    operations = [
        guard("callins_callin", policies.CALLIN),
        guard("callins_targetedgroup", policies.CALLIN),
        guard("callins_conflictplan", policies.CONFLICT_PLAN),
        guard("callins_invitation", policies.INVITATION),
        guard("callins_attendance", policies.ATTENDANCE, rights="select, insert"),
        guard("callins_notification", policies.NOTIFICATION),
        same_scope("callins_invitation", "person", "groups_person"),
        same_scope("callins_attendance", "person", "groups_person"),
        same_scope("callins_notification", "person", "groups_person"),
        set_null("callins_targetedgroup", "street_group_id", "groups_streetgroup"),
        set_null("callins_conflictplan", "group_a_id", "groups_streetgroup"),
        set_null("callins_conflictplan", "group_b_id", "groups_streetgroup"),
        set_null("callins_invitation", "callin_id", "callins_callin"),
        set_null("callins_invitation", "street_group_id", "groups_streetgroup"),
        set_null("callins_attendance", "invitation_id", "callins_invitation"),
        set_null("callins_notification", "street_group_id", "groups_streetgroup"),
    ]
