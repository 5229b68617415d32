"""How call-ins and talks are read."""

from datetime import date
from typing import Self

from django.apps import apps
from django.db.models import Q

from agencies.scoping import Actor, ScopedQuerySet
from callins import policies

HELD = ("held", "after", "closed")
DONE = (*HELD, "cancelled")


class CallinQuerySet(ScopedQuerySet):
    rule = policies.CALLIN

    def held(self) -> Self:
        """Call-ins that took place, whatever was done after."""
        return self.filter(state__in=HELD)

    def coming(self, today: date) -> Self:
        """Call-ins ahead, the nearest first."""
        return self.filter(held_on__gte=today).exclude(state__in=DONE).order_by("held_on", "pk")

    def past(self, today: date) -> Self:
        """Call-ins behind us: held, called off, or left where they were."""
        return self.filter(Q(held_on__lt=today) | Q(state__in=DONE))


class ConflictPlanQuerySet(ScopedQuerySet):
    rule = policies.CONFLICT_PLAN


class InvitationQuerySet(ScopedQuerySet):
    rule = policies.INVITATION

    def of_people_seen_by(self, actor: Actor) -> Self:
        """Without those whose person was withdrawn from the actor, or deleted by its owner."""
        people = apps.get_model("groups.Person")._default_manager.visible_to(actor)
        return self.filter(person__in=people)


class AttendanceQuerySet(ScopedQuerySet):
    rule = policies.ATTENDANCE

    def latest(self) -> Self:  # type: ignore[override]  # many rows, one for each invitation
        """The last word on each invitation: later marks win, earlier ones stay as the trail."""
        return self.order_by("invitation_id", "-pk").distinct("invitation_id")


class NotificationQuerySet(ScopedQuerySet):
    rule = policies.NOTIFICATION

    def completed(self) -> Self:
        return self.filter(outcome="completed")

    def planned(self) -> Self:
        return self.filter(outcome="planned")
