"""Keeping watch: who stands in for whom, what was handed over, and when to remind."""

from datetime import time
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Participation, User
from offers.models.cases import Case
from offers.models.intakes import Intake
from offers.querysets import (
    AbsenceQuerySet,
    HandOverQuerySet,
    ReminderQuerySet,
    ReminderSettingQuerySet,
)


class Absence(models.Model):
    """Someone is away, and who logs their follow-ups meanwhile."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="offers_absence_period",
                violation_error_message=_("The absence ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("deputy")),
                name="offers_absence_deputy_is_another",
                violation_error_message=_("Choose somebody else to stand in."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} – {self.to_on}"


class HandOver(models.Model):
    """A contact or a case went from one worker to another; it waits until the new one has seen."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    intake = models.ForeignKey(
        Intake, on_delete=models.CASCADE, related_name="hand_overs", null=True, blank=True
    )
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="hand_overs", null=True, blank=True
    )
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-handed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(intake__isnull=True) ^ Q(case__isnull=True),
                name="offers_hand_over_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handed_at:%Y-%m-%d}"


class ReminderSetting(models.Model):
    """How somebody wants to be reminded: by mail or only in the app, and when never."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_mail = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=time(17, 0))
    quiet_to = models.TimeField(default=time(7, 30))
    on_weekends = models.BooleanField(default=False)

    objects = ReminderSettingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "user"], name="offers_reminder_setting_once")
        ]

    def __str__(self) -> str:
        return f"{self.quiet_from:%H.%M} – {self.quiet_to:%H.%M}"


class Reminder(models.Model):
    """Somebody was reminded on a day, once. It holds neither whom it is about nor how many."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "user", "on"], name="offers_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.on}"
