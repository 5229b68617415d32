"""A call-in, whom it invites, and who came."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Participation, User
from callins.querysets import (
    AttendanceQuerySet,
    CallinQuerySet,
    ConflictPlanQuerySet,
    InvitationQuerySet,
)
from groups.models import StreetGroup
from groups.models.people import AboutPerson


class Callin(models.Model):
    """A meeting where chosen members of groups hear that the violence must stop."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("call-in", "Planned")
        DECIDED = "decided", pgettext_lazy("call-in", "Decided")
        INVITED = "invited", pgettext_lazy("call-in", "Invitations sent")
        REHEARSED = "rehearsed", pgettext_lazy("call-in", "Rehearsed")
        HELD = "held", pgettext_lazy("call-in", "Held")
        AFTER = "after", pgettext_lazy("call-in", "Follow-up work")
        CLOSED = "closed", pgettext_lazy("call-in", "Closed")
        CANCELLED = "cancelled", pgettext_lazy("call-in", "Cancelled")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=State, default=State.PLANNED)
    sealed = models.BooleanField(default=False)

    objects = CallinQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="callins_number_once"),
        ]

    def __str__(self) -> str:
        return _("Call-in %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("callins:callin_detail", args=[self.ref])


class TargetedGroup(models.Model):
    """A street group that a call-in means to reach."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    callin = models.ForeignKey(Callin, on_delete=models.CASCADE, related_name="targets")
    street_group = models.ForeignKey(
        StreetGroup, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    sealed = models.BooleanField(default=False)

    objects = CallinQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "callin", "street_group"], name="callins_target_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.street_group)


class ConflictPlan(models.Model):
    """Why two groups in conflict are kept in one call-in, and how they arrive and sit."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    callin = models.ForeignKey(Callin, on_delete=models.CASCADE, related_name="conflict_plans")
    group_a = models.ForeignKey(
        StreetGroup, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    group_b = models.ForeignKey(
        StreetGroup, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    reason = models.TextField()
    arrival_and_seating = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = ConflictPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(group_a=F("group_b")), name="callins_conflict_plan_joins_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_a} – {self.group_b}"


class Invitation(AboutPerson):
    """One person called to one call-in, for the message they can carry to their group."""

    class Route(models.TextChoices):
        SUPERVISION = "supervision", pgettext_lazy("route", "Within supervision")
        LETTER = "letter", pgettext_lazy("route", "Letter")
        TALK = "talk", pgettext_lazy("route", "Talk")

    callin = models.ForeignKey(
        Callin,
        on_delete=models.DO_NOTHING,
        related_name="invitations",
        null=True,
        db_constraint=False,
    )
    street_group = models.ForeignKey(
        StreetGroup, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    route = models.CharField(max_length=20, choices=Route)
    served_on = models.DateField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "callin", "person"],
                name="callins_invitation_once",
                violation_error_message=_("You have already invited this person."),
            ),
            models.UniqueConstraint(fields=["id", "scope"], name="callins_invitation_scope"),
        ]

    def __str__(self) -> str:
        return self.get_route_display()


class Attendance(AboutPerson):
    """One mark at the door. Marks are never changed: the last one counts, the rest is the trail."""

    class Outcome(models.TextChoices):
        ARRIVED = "arrived", pgettext_lazy("attendance", "Arrived")
        TOOK_PART = "took_part", pgettext_lazy("attendance", "Took part")
        LEFT = "left", pgettext_lazy("attendance", "Left")
        ABSENT = "absent", pgettext_lazy("attendance", "Absent")
        ABSENT_EXCUSED = "absent_excused", pgettext_lazy("attendance", "Absent with good reason")
        UNDONE = "undone", pgettext_lazy("attendance", "Mark undone")

    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.DO_NOTHING,
        related_name="marks",
        null=True,
        db_constraint=False,
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    marked_at = models.DateTimeField(auto_now_add=True)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "attendance"

    def __str__(self) -> str:
        return self.get_outcome_display()
