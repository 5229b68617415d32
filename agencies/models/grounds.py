"""Legal grounds as dated configuration: a changed rule is a new row, never a changed one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models.tenants import Agency
from agencies.querysets import LegalGroundQuerySet


class LegalGround(models.Model):
    """A ground a decision can rest on, as its text read from one day to another.

    An old decision points at the row that was valid that day. `givers` and `receivers` are legal
    homes; `lifts` the secrecy provisions it can answer (`agencies.provisions`); `asks` what must
    be answered in words besides the reasoning (`agencies.grounds.QUESTIONS`).
    """

    class Towards(models.TextChoices):
        """Whom a ground is for when it is not for an agency of the partnership."""

        PERSON = "person", _("The person themselves")
        PARTY = "party", _("A party to the case")
        HOST = "host", _("Whoever runs the technology")

    code = models.CharField(max_length=20)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    provision = models.CharField(max_length=80)
    guidance = models.TextField(blank=True)
    example = models.TextField(blank=True)
    is_enabled = models.BooleanField(default=False)
    unverified_because = models.TextField(blank=True)
    givers = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    receivers = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    lifts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    asks = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    under_age = models.PositiveSmallIntegerField(null=True, blank=True)
    holds_in_doubt = models.BooleanField(default=False)
    from_age = models.PositiveSmallIntegerField(null=True, blank=True)
    is_duty = models.BooleanField(default=False)
    on_request_only = models.BooleanField(default=False)
    needs_consent = models.BooleanField(default=False)
    needs_reservation = models.BooleanField(default=False)
    not_committed_crime = models.BooleanField(default=False)
    is_emergency_only = models.BooleanField(default=False)

    objects = LegalGroundQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["code", "from_on"], name="agencies_ground_once_a_day"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="agencies_ground_ends_after",
            ),
            models.CheckConstraint(
                condition=Q(is_enabled=True) | ~Q(unverified_because=""),
                name="agencies_ground_off_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.provision})"

    def get_absolute_url(self) -> str:
        return reverse("agencies:ground_detail", args=[self.code])

    @property
    def giver_names(self) -> list[str]:
        """The legal homes that can give on this ground, in words."""
        return named(self.givers)

    @property
    def receiver_names(self) -> list[str]:
        """Whom it can be given to, in words."""
        return named(self.receivers)


def named(codes: list[str]) -> list[str]:
    """Legal homes, and those outside the partnership, in words; all agencies are one word."""
    labels = dict(Agency.LegalHome.choices + LegalGround.Towards.choices)
    agencies = set(Agency.LegalHome.values) - {Agency.LegalHome.PRIVATE}
    if not agencies.issubset(codes):
        return [str(labels[code]) for code in codes]
    rest = [str(labels[code]) for code in codes if code not in agencies]
    return [str(_("All agencies")), *rest]
