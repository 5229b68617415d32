"""How far a case has come, and how far the person has: dated rows that are never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import User
from offers.models.parts import CasePart


class Step(CasePart):
    """The case came to a step on a day (domain.md, stage G). Only ever added."""

    class Kind(models.TextChoices):
        RAISED = "raised", _("Raised")
        FIRST_ASSESSMENT = "first_assessment", _("First assessment")
        FIRST_MEETING = "first_meeting", _("First meeting")
        JOINT_ASSESSMENT = "joint_assessment", _("Joint assessment")
        CONSENT = "consent", _("Consent and conditions")
        DECISION = "decision", _("Decision on support")
        PLAN = "plan", pgettext_lazy("step of a case", "Plan")
        PROTECTION = "protection", _("Protection or move")
        ESTABLISHMENT = "establishment", _("Settling")
        FOLLOW_UP = "follow_up", _("Follow-up")
        CLOSED = "closed", pgettext_lazy("step of a case", "Closed")
        PAUSED = "paused", pgettext_lazy("step of a case", "Paused")
        RESUMED = "resumed", _("Taken up again after a pause")
        REOPENED = "reopened", _("Reopened")

    kind = models.CharField(max_length=20, choices=Kind)
    came_on = models.DateField()
    reason = models.TextField(blank=True)
    decision_reference = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-came_on", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class LeavingStage(CasePart):
    """How far the person has come in leaving, as judged on a day. Only ever added.

    The stages are those of the Swedish coordinator against violent extremism, in plain words
    (domain.md, stage G).
    """

    class Stage(models.TextChoices):
        UNMOTIVATED = "unmotivated", _("Not motivated")
        AMBIVALENT = "ambivalent", _("Ambivalent")
        PREPARING = "preparing", pgettext_lazy("stage of leaving", "Preparing")
        LEAVING = "leaving", _("Leaving")
        SETTLING = "settling", _("Settling into another life")
        STABLE = "stable", _("Stable")
        RETURNED = "returned", _("Returned")

    stage = models.CharField(max_length=20, choices=Stage)
    judged_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-judged_on", "-pk"]

    def __str__(self) -> str:
        return self.get_stage_display()
