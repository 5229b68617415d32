"""Partnerships, the agencies in them, and what lets group-level rows cross."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.querysets import (
    ParticipationQuerySet,
    PartnershipQuerySet,
    StandingDecisionQuerySet,
)


class Partnership(models.Model):
    """Agencies working together in one area, led by a steering group."""

    class State(models.TextChoices):
        INQUIRY = "inquiry", _("Under inquiry")
        DECIDED = "decided", _("Decided")
        PREPARING = "preparing", _("Preparing")
        OPERATIVE = "operative", _("Operative")
        ORDINARY = "ordinary", _("In ordinary operation")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", pgettext_lazy("partnership", "Ended")

    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=State, default=State.PREPARING)
    municipalities = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    need = models.TextField(blank=True)
    is_national = models.BooleanField(default=False)
    is_practice = models.BooleanField(default=False)
    issues_without_approval = models.BooleanField(default=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An authority (myndighet): the tenant. Each board of a municipality is one of its own."""

    class Kind(models.TextChoices):
        POLICE = "police", _("Police")
        PROBATION = "probation", _("Prison and probation service")
        MUNICIPALITY = "municipality", _("Municipality")
        EXIT_SERVICE = "exit_service", _("Exit service")
        NATIONAL = "national", _("National authority")
        OTHER = "other", _("Other authority")

    class LegalHome(models.TextChoices):
        POLICE = "police", _("Police (OSL 18 and 35)")
        PROBATION = "probation", _("Prison and probation service (OSL 35:15)")
        SOCIAL_BOARD = "social_board", _("Social welfare board (OSL 26)")
        EXECUTIVE_BOARD = "executive_board", _("Municipal executive board")
        STATE = "state", _("State authority")
        PRIVATE = "private", _("Outside OSL")

    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    legal_home = models.CharField(max_length=20, choices=LegalHome)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """One agency in one partnership: the owner of every owned row (`scope`)."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="participations"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="participations")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    is_coordinating = models.BooleanField(default=False)
    contact_decider = models.ForeignKey(
        "agencies.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    duty_decision = models.TextField(blank=True)
    duty_decided_on = models.DateField(null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "agency"], name="agencies_participation_once"
            ),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(is_coordinating=True),
                name="agencies_one_coordinating_participation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.partnership}"


class StandingDecision(models.Model):
    """A participation's dated decision that a kind of group-level row may be read by partners.

    OSL 18 kap. is answered in it, once for the kind; each row can still be sealed.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="standing_decisions"
    )
    decided_by = models.ForeignKey(
        "agencies.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)

    objects = StandingDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing decision")
        ordering = ["kind", "-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "kind", "number"],
                name="agencies_standing_decision_once",
                violation_error_message=_("There is already a decision with that number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def is_in_force(self, today: date) -> bool:
        return self.revoked_on is None and self.from_on <= today <= self.to_on
