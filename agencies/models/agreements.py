"""What a partnership rests on: the agreement and its parties, reviews, offices and interest."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models.staff import User
from agencies.models.tenants import Participation, Partnership
from agencies.querysets import (
    AgreementPartyQuerySet,
    AgreementQuerySet,
    AgreementReviewQuerySet,
    InterestQuerySet,
    OfficeQuerySet,
)


class Agreement(models.Model):
    """One version of what the agencies have signed. None in force: nothing crosses.

    It is in force when every party has signed and its dates say so. `signed_on` is set by the
    operator alone, for an agreement that all of them signed on paper.
    """

    class Kind(models.TextChoices):
        INTENT = "intent", _("Declaration of intent")
        COOPERATION = "cooperation", _("Cooperation agreement")
        UNDERSTANDING = "understanding", _("Agreement on working together")

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="agreements"
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="versions", null=True, blank=True
    )
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.INTENT)
    version = models.PositiveSmallIntegerField(default=1)
    purpose = models.TextField(blank=True)
    covers = models.TextField(blank=True)
    signed_on = models.DateField(null=True, blank=True)
    from_on = models.DateField()
    valid_to = models.DateField()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        ordering = ["-version", "-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("from_on")),
                name="agencies_agreement_ends_after",
                violation_error_message=_("The agreement must end after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("agencies:agreement_detail", args=[self.ref])


class AgreementParty(models.Model):
    """One agency's place under an agreement: who signs it there, and when it was signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="signatures"
    )
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    signatory_name = models.CharField(max_length=100, blank=True)
    signatory_title = models.CharField(max_length=100, blank=True)
    signed_on = models.DateField(null=True, blank=True)

    objects = AgreementPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party to an agreement")
        ordering = ["participation__agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "participation"], name="agencies_agreement_party_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | ~Q(signatory_name=""),
                name="agencies_agreement_party_signed_by_someone",
                violation_error_message=_("Say who signs."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.participation.agency)


class AgreementReview(models.Model):
    """A day on which the parties take stock of the agreement (avstämning)."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reviews")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    objects = AgreementReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of an agreement")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "agreement", "due_on"],
                name="agencies_agreement_review_once",
                violation_error_message=_("There is already a review on that day."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(outcome=""),
                name="agencies_agreement_review_done_with_outcome",
                violation_error_message=_("Say what the review led to."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}"


class Office(models.Model):
    """Who fills an office in the partnership for one agency, with a deputy, from a day to a day."""

    class Kind(models.TextChoices):
        STEERING = "steering", _("Member of the steering group")
        COORDINATION = "coordination", _("Coordination function")
        COORDINATOR = "coordinator", _("Coordinator")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    mandate = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        ordering = ["kind", "scope", "-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "kind", "holder", "from_on"],
                name="agencies_office_once",
                violation_error_message=_("The office is filled by the same person from that day."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="coordinator") | Q(deputy__isnull=False),
                name="agencies_office_coordinator_has_deputy",
                violation_error_message=_("A coordinator must have a deputy."),
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("holder")),
                name="agencies_office_deputy_is_another",
                violation_error_message=_("The deputy must be someone else."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="steering") | ~Q(mandate=""),
                name="agencies_office_steering_has_mandate",
                violation_error_message=_("A member of the steering group needs a mandate."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.holder}"

    def is_over(self, today: date) -> bool:
        return self.to_on is not None and self.to_on < today


class Interest(models.Model):
    """What one agency says of taking part, while the partnership is under inquiry."""

    class Answer(models.TextChoices):
        YES = "yes", _("Will take part")
        CONSIDERING = "considering", _("Is considering it")
        NO = "no", _("Will not take part")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    interest = models.TextField()
    answer = models.CharField(max_length=20, choices=Answer, default=Answer.CONSIDERING)
    answered_on = models.DateField()

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency's interest")
        ordering = ["scope"]
        constraints = [
            models.UniqueConstraint(fields=["scope"], name="agencies_interest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scope.agency}: {self.get_answer_display()}"
