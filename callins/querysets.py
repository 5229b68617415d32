"""How call-ins and talks are read."""

from datetime import date
from typing import Self

from agencies.scoping import ScopedQuerySet
from callins import policies


class CallinQuerySet(ScopedQuerySet):
    rule = policies.CALLIN

    def held(self) -> Self:
        """Call-ins that took place, whatever was done after."""
        return self.filter(state__in=("held", "after", "closed"))

    def coming(self, today: date) -> Self:
        return self.filter(held_on__gte=today).exclude(state="cancelled")


class ConflictPlanQuerySet(ScopedQuerySet):
    rule = policies.CONFLICT_PLAN


class InvitationQuerySet(ScopedQuerySet):
    rule = policies.INVITATION


class AttendanceQuerySet(ScopedQuerySet):
    rule = policies.ATTENDANCE

    def latest(self) -> Self:
        """The last word on each invitation: later marks win, earlier ones stay as the trail."""
        return self.order_by("invitation_id", "-pk").distinct("invitation_id")


class NotificationQuerySet(ScopedQuerySet):
    rule = policies.NOTIFICATION

    def completed(self) -> Self:
        return self.filter(outcome="completed")
