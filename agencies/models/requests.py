"""Asking another agency, its answer, and what a giver tells those it gave to."""

from uuid import uuid4

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models.disclosures import Delivery, Disclosure
from agencies.models.grounds import LegalGround
from agencies.models.staff import Receiver, User
from agencies.models.tenants import Participation
from agencies.querysets import (
    AcknowledgementQuerySet,
    AnswerQuerySet,
    NoticeQuerySet,
    OpeningQuerySet,
    RequestQuerySet,
    SampleQuerySet,
)


class Request(models.Model):
    """What one agency asks of a function of another: the asker's row until it is answered.

    A request for contact details (lag 2025:170 4 §) names one decision-maker, and nobody else at
    the agency asked reads it.
    """

    class Kind(models.TextChoices):
        PARTS = "parts", _("Information")
        CONTACT = "contact", _("Contact details (Act 2025:170, section 4)")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    ring = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PARTS)
    receiver = models.ForeignKey(Receiver, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    decider = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    about = models.UUIDField(null=True, blank=True)
    who = models.TextField(blank=True)
    parts = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    purpose = models.CharField(max_length=200)
    need = models.TextField()
    ground = models.ForeignKey(
        LegalGround, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_duty = models.BooleanField(default=False)
    until = models.DateField(null=True, blank=True)
    answer_by = models.DateField()
    urgency = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["answer_by", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="contact") | Q(decider__isnull=False),
                name="agencies_contact_request_names_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.purpose)

    def get_absolute_url(self) -> str:
        return reverse("agencies:request_detail", args=[self.ref])


class Answer(models.Model):
    """What the agency asked says of a request: yes, in part, or no with a reason."""

    class Outcome(models.TextChoices):
        YES = "yes", pgettext_lazy("answer to a request", "Yes")
        PARTLY = "partly", pgettext_lazy("answer to a request", "In part")
        NO = "no", pgettext_lazy("answer to a request", "No")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    ring = models.CharField(max_length=20, blank=True)
    told = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    told_ring = models.CharField(max_length=20, blank=True)
    request = models.ForeignKey(
        Request, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.TextField(blank=True)
    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "request"], name="agencies_answer_once"),
            models.CheckConstraint(
                condition=~Q(outcome="no") | ~Q(reason=""), name="agencies_refusal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Notice(models.Model):
    """What a giver tells those it gave to, until each has read it (BDF 2:1, 2:3).

    No name and no content: it says which decision it is about, by the day it was made.
    """

    class Kind(models.TextChoices):
        CORRECTED = "corrected", _("Corrected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CONSENT = "consent", _("Consent withdrawn")
        CONDITIONS = "conditions", _("Conditions")
        PASSED_ON = "passed_on", _("Passed on")
        ROUND = "round", _("A round to answer")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    ring = models.CharField(max_length=20, blank=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="notices")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField(blank=True)
    decided_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Acknowledgement(models.Model):
    """That a receiver has read a notice. The giver hears of it, unless it would tell too much."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=20, blank=True)
    told = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    told_ring = models.CharField(max_length=20, blank=True)
    notice = models.ForeignKey(
        Notice, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "notice", "read_by"], name="agencies_acknowledged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.read_at:%Y-%m-%d}"


class Opening(models.Model):
    """That a registrar opened a copy in the closed archive, and why. It lasts an hour."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(
        Delivery, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d}"


class Sample(models.Model):
    """A decision drawn for review: urgent ones and those on the narrowest grounds, always."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=30)
    ground = models.CharField(max_length=20)
    drawn_at = models.DateTimeField(auto_now_add=True)
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "disclosure"], name="agencies_sample_once")
        ]

    def __str__(self) -> str:
        return self.number
