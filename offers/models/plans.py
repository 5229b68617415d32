"""The plan of a case: goals, measures with their providers and dates, and what they cost."""

from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Participation, User
from offers.models.assessments import Area
from offers.models.parts import CasePart
from offers.querysets import ProviderQuerySet


class Provider(models.Model):
    """Someone outside who carries out measures, and what the agency has checked of them."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100)
    organisation_number = models.CharField(max_length=20, blank=True)
    permit = models.CharField(max_length=100, blank=True)
    is_in_use = models.BooleanField(default=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "name"],
                name="offers_provider_once",
                violation_error_message=_("This provider is in the register already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProviderCheck(models.Model):
    """What a control of a provider showed on a day. Only ever added."""

    class Outcome(models.TextChoices):
        GOOD = "good", _("Nothing to remark")
        REMARK = "remark", _("Remarks")
        STOP = "stop", _("Not to be used")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="checks")
    checked_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.checked_on}"


class Goal(CasePart):
    """What is to be reached in one part of life, when it is looked at again, and how it went."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        NOT_REACHED = "not_reached", pgettext_lazy("goal", "Not reached")

    area = models.CharField(max_length=20, choices=Area)
    text = models.TextField()
    starts_on = models.DateField()
    review_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["ended_on", "review_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(ended_on__isnull=True, outcome="")
                    | Q(ended_on__isnull=False) & ~Q(outcome="")
                ),
                name="offers_goal_outcome_iff_ended",
                violation_error_message=_("Say how the goal went."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_area_display()


class Measure(CasePart):
    """A measure of support in a case (insats). Where somebody lives is never written here."""

    class Kind(models.TextChoices):
        TALKS = "talks", _("Support talks")
        MOVE = "move", _("Move to another town")
        INCOME = "income", _("Income support")
        SIG = "sig", _("Social intervention group")
        SUBSTANCE = "substance", _("Substance treatment")
        FULL_PACKAGE = "full_package", _("Full exit package")
        HOUSING = "housing", _("Protected housing")
        OCCUPATION = "occupation", _("Occupation")
        DEBT = "debt", _("Debt relief")
        CARE = "care", _("Care")
        TATTOO = "tattoo", _("Tattoo removal")

    goal = models.ForeignKey(
        Goal, on_delete=models.SET_NULL, related_name="measures", null=True, blank=True
    )
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="measures", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    decision_reference = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Cost(CasePart):
    """What a measure cost in a period, in kronor without VAT."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="costs")
    kronor = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    from_on = models.DateField()
    to_on = models.DateField()
    reference = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=models.F("from_on")),
                name="offers_cost_period",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kronor} kr"
