"""What has been assessed: the first and the joint assessment, threat and risk, and needs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from offers.models.parts import CasePart


class Area(models.TextChoices):
    """The parts of life that needs, goals and measures lie in (domain.md, stage G)."""

    HOUSING = "housing", _("Housing")
    INCOME = "income", _("Income")
    OCCUPATION = "occupation", _("Occupation")
    HEALTH = "health", _("Health")
    SUBSTANCE = "substance", _("Substance use")
    DEBTS = "debts", _("Debts")
    RELATIONS = "relations", _("Relations and network")
    ROUTINES = "routines", _("Daily routines")
    SAFETY = "safety", _("Safety")


class CaseAssessment(CasePart):
    """An assessment as it was made on a day. A new one is added; none is changed."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First assessment")
        JOINT = "joint", _("Joint assessment")
        THREAT = "threat", _("Threat and risk")

    class Level(models.TextChoices):
        NONE = "none", _("No known threat")
        LATENT = "latent", _("Latent threat")
        CONCRETE = "concrete", _("Concrete threat")
        ACUTE = "acute", _("Acute threat")

    kind = models.CharField(max_length=10, choices=Kind)
    assessed_on = models.DateField()
    summary = models.TextField()
    level = models.CharField(max_length=10, choices=Level, blank=True)
    threat_from = models.TextField(blank=True)
    relatives = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-assessed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="threat") & ~Q(level="") | ~Q(kind="threat") & Q(level=""),
                name="offers_threat_has_a_level",
                violation_error_message=_("Say how serious the threat is."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Need(CasePart):
    """What the person needs in one part of life, until it is met."""

    area = models.CharField(max_length=20, choices=Area)
    text = models.TextField(blank=True)
    seen_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["met_on", "area", "pk"]

    def __str__(self) -> str:
        return self.get_area_display()


class Condition(CasePart):
    """Conditions the person has signed: what the service does, and what they themselves do."""

    text = models.TextField()
    signed_on = models.DateField()
    kept_at = models.CharField(max_length=100, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-signed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.signed_on}"
