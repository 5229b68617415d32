"""What crosses the wall: a decision, its items as frozen copies, and whom it was delivered to."""

from datetime import date, timedelta
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models.grounds import LegalGround
from agencies.models.staff import Receiver, User
from agencies.models.tenants import Participation
from agencies.querysets import (
    DeliveryQuerySet,
    DisclosureQuerySet,
    PartOfDisclosureQuerySet,
    WeighingQuerySet,
)


class Disclosure(models.Model):
    """A numbered decision by an owner that named functions may read chosen parts."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    ring = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=30)
    ground = models.ForeignKey(LegalGround, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    need = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    occasion = models.CharField(max_length=20, default="own")
    form = models.CharField(max_length=20, default="electronic")
    said_on = models.DateField(null=True, blank=True)
    conditions = models.TextField(blank=True)
    tell_onward = models.BooleanField(default=False)
    is_partial = models.BooleanField(default=False)
    question = models.CharField(max_length=20, blank=True)
    complete_by = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    round = models.ForeignKey(
        "agencies.Round", on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    consent = models.ForeignKey(
        "agencies.Consent", on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    answers = models.ForeignKey(
        "self",
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        blank=True,
        db_constraint=False,
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "number"], name="agencies_disclosure_number_once"
            ),
            models.UniqueConstraint(
                fields=["scope", "answers"],
                condition=Q(corrects__isnull=True),
                name="agencies_round_answered_once",
                violation_error_message=_("Your agency has already answered this round."),
            ),
            models.UniqueConstraint(
                fields=["scope", "round"],
                name="agencies_round_decided_once",
                violation_error_message=_("This round has already been decided."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("decided_at")),
                name="agencies_disclosure_ends_after",
                violation_error_message=_("The end date must lie ahead."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("agencies:disclosure_detail", args=[self.ref])

    @property
    def last_day(self) -> date:
        """The last day on which the receivers read."""
        return timezone.localdate(self.ends_at - timedelta(microseconds=1))

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()


class DisclosedItem(models.Model):
    """One thing in a disclosure: its kind, its reference, and the parts as frozen JSON."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="items")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    ring = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=30)
    about = models.UUIDField()
    need = models.TextField(blank=True)
    frozen = models.JSONField(default=dict)

    objects = PartOfDisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["about"], name="agencies_item_about")]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "disclosure", "kind", "about"], name="agencies_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class Delivery(models.Model):
    """A disclosure as delivered to one function of one participation."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="deliveries")
    ring = models.CharField(max_length=20, blank=True)
    receiver = models.ForeignKey(Receiver, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    holds = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["group", "disclosure"],
                include=["ends_at", "scope"],
                condition=Q(withdrawn_at__isnull=True),
                name="agencies_delivery_live",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "disclosure", "receiver"], name="agencies_delivery_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.receiver)


class Weighing(models.Model):
    """How a decision was weighed: the giver's own, which no receiver reads."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=20, blank=True)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.CASCADE, related_name="weighing")
    balancing = models.TextField(blank=True)
    child_note = models.TextField(blank=True)

    objects = WeighingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "disclosure"], name="agencies_weighing_once")
        ]

    def __str__(self) -> str:
        return str(self.disclosure)
