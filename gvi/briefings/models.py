"""Figures by agency and week, frozen monthly releases, and the issues made of them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Participation, User
from gvi.briefings.querysets import FiguresQuerySet, IssueQuerySet, ReleaseQuerySet
from gvi.core.week import Week


class AgencyFigures(models.Model):
    """One agency's figures for one week, computed behind its own wall by its system actor."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    monday = models.DateField()
    values = models.JSONField(default=dict)
    computed_at = models.DateTimeField()
    sealed = models.BooleanField(default=False)

    objects = FiguresQuerySet.as_manager()

    class Meta:
        ordering = ["-monday", "pk"]
        verbose_name_plural = "agency figures"
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "monday"], name="briefings_figures_once_a_week"
            ),
        ]

    def __str__(self) -> str:
        return Week(self.monday).iso


class Release(models.Model):
    """Exit figures of one month, frozen and rounded to 5 (never a margin beside its parts)."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    month = models.DateField()
    values = models.JSONField(default=dict)
    released_on = models.DateField()
    source = models.CharField(max_length=120, blank=True)
    sealed = models.BooleanField(default=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "month"], name="briefings_release_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Issue(models.Model):
    """One briefing for one audience and week. The unique constraint is the lock.

    Its state lives here and not in the queue: a lost queue or a killed worker ends in one issue.
    What is issued never changes; a correction is a new version. `hindrance` says why an issue
    that is due could not be made the last time it was tried.
    """

    class Audience(models.TextChoices):
        STEERING = "steering", _("Steering group")
        PUBLIC = "public", _("Public version")

    class State(models.TextChoices):
        DUE = "due", _("Not yet issued")
        ISSUED = "issued", _("Issued")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    monday = models.DateField()
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.STEERING)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State, default=State.DUE)
    narrative = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    pdf = models.BinaryField(default=bytes)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    hindrance = models.CharField(max_length=300, blank=True)
    sealed = models.BooleanField(default=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-monday", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "monday", "audience", "version"], name="briefings_issue_once"
            ),
            models.CheckConstraint(
                condition=Q(state="due") | ~Q(digest="") & Q(issued_at__isnull=False),
                name="briefings_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(approved_by__isnull=False),
                name="briefings_approved_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return _("Briefing, %(week)s") % {"week": self.week.label}

    def get_absolute_url(self) -> str:
        return reverse("briefings:issue_detail", args=[self.ref])

    @property
    def week(self) -> Week:
        return Week(self.monday)

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED

    @property
    def file_name(self) -> str:
        """Says what and when; never whose or about whom."""
        return f"lagesbild-{self.week.iso.lower()}-{self.audience}-{self.version}.pdf"
