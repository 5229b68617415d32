"""A decision in the making: one page's work, kept on the server until it is decided."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models.grounds import LegalGround
from agencies.models.staff import User
from agencies.models.tenants import Participation
from agencies.querysets import LineQuerySet, RoundQuerySet, TemplateQuerySet


class DisclosureTemplate(models.Model):
    """A decision that comes again, thought through once and approved by the agency's lawyer.

    `assessments` is a list of `{part, provision, ground, reasoning, answers}`, with the ground by
    code: which of its versions holds is settled on the day of each decision.
    """

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    ring = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=30, default="person")
    parts = ArrayField(models.CharField(max_length=30), default=list)
    receivers = ArrayField(models.IntegerField(), default=list)
    question = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=200)
    need = models.TextField()
    balancing = models.TextField(blank=True)
    child_note = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    months = models.PositiveSmallIntegerField(default=6)
    assessments = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lawyer = models.CharField(max_length=100, blank=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "name"],
                name="agencies_template_once",
                violation_error_message=_("You already have a template with this name."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("made_by")),
                name="agencies_template_approved_by_another",
                violation_error_message=_("Someone else must approve a template."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("agencies:template_detail", args=[self.ref])


class Round(models.Model):
    """Rows to disclose in one decision (omgång), with the answers the decision needs.

    A draft until it is decided, then the record of how it was made. One person is a round of one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("round", "Draft")
        DECIDED = "decided", pgettext_lazy("round", "Decided")
        DROPPED = "dropped", pgettext_lazy("round", "Dropped")

    class Occasion(models.TextChoices):
        OWN = "own", _("On our own initiative")
        REQUEST = "request", _("On request")
        EMERGENCY = "emergency", _("Urgent")
        ONWARD = "onward", _("Passed on")
        ANSWER = "answer", _("Answer to a round")

    class Form(models.TextChoices):
        ELECTRONIC = "electronic", _("In this service")
        ORAL = "oral", _("Said aloud")
        SHOWN = "shown", _("Shown at a meeting")
        PAPER = "paper", _("On paper")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    ring = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    kind = models.CharField(max_length=30, default="person")
    occasion = models.CharField(max_length=20, choices=Occasion, default=Occasion.OWN)
    form = models.CharField(max_length=20, choices=Form, default=Form.ELECTRONIC)
    said_on = models.DateField(null=True, blank=True)
    template = models.ForeignKey(
        DisclosureTemplate, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    request = models.ForeignKey(
        "agencies.Request",
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
    )
    consent = models.ForeignKey(
        "agencies.Consent", on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    corrects = models.ForeignKey(
        "agencies.Disclosure", on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    parts = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    receivers = ArrayField(models.IntegerField(), default=list, blank=True)
    question = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    balancing = models.TextField(blank=True)
    child_note = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    tell_onward = models.BooleanField(default=False)
    is_partial = models.BooleanField(default=False)
    committed_crime = models.BooleanField(default=False)
    ends_on = models.DateField(null=True, blank=True)
    assessments = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["scope", "state", "-updated_at"], name="agencies_round_recent")
        ]

    def __str__(self) -> str:
        return str(self.purpose)

    def get_absolute_url(self) -> str:
        return reverse("desk:round", args=[self.ref])


class Line(models.Model):
    """One row in a round: its reference, why it is needed, what is said of it; or struck out."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="lines")
    about = models.UUIDField()
    need = models.TextField(blank=True)
    words = models.JSONField(default=dict, blank=True)
    is_struck = models.BooleanField(default=False)
    ring = models.CharField(max_length=20, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "round", "about"], name="agencies_line_once")
        ]

    def __str__(self) -> str:
        return str(self.about)


class Assessment(models.Model):
    """One secrecy provision on one part, answered: on what ground it gives way (OSL 7:3)."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(
        "agencies.Disclosure", on_delete=models.CASCADE, related_name="assessments"
    )
    ring = models.CharField(max_length=20, blank=True)
    part = models.CharField(max_length=30)
    provision = models.CharField(max_length=20)
    ground = models.ForeignKey(LegalGround, on_delete=models.PROTECT, related_name="+")
    reasoning = models.TextField()
    answers = models.JSONField(default=dict, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "disclosure", "part", "provision"],
                name="agencies_assessment_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.provision}"
