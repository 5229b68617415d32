"""A person's yes to a disclosure, as a record of its own (OSL 10:1, 12:2-3)."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models.staff import User
from agencies.models.tenants import Participation
from agencies.querysets import ConsentQuerySet


class Consent(models.Model):
    """That a person lets their agency tell certain things to certain functions, until a day.

    It covers the person's own secrecy: never the agency's work (18 kap.), never another person.
    It is no legal basis for processing either; that is another question. What has been sent stays
    sent when it is withdrawn; nothing new rests on it.
    """

    class Form(models.TextChoices):
        WRITTEN = "written", _("In writing")
        ORAL = "oral", _("By word of mouth")

    class Giver(models.TextChoices):
        SELF = "self", _("The person themselves")
        GUARDIAN_1 = "guardian_1", _("One guardian")
        GUARDIAN_2 = "guardian_2", _("The other guardian")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    ring = models.CharField(max_length=20, blank=True)
    about_kind = models.CharField(max_length=30)
    about = models.UUIDField()
    label = models.CharField(max_length=100)
    data = models.TextField()
    parts = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    receivers = ArrayField(models.IntegerField(), default=list)
    purpose = models.CharField(max_length=200)
    form = models.CharField(max_length=20, choices=Form)
    given_by = ArrayField(models.CharField(max_length=20, choices=Giver))
    maturity = models.TextField(blank=True)
    guardian_harm = models.TextField(blank=True)
    given_to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    expires_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_to = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        indexes = [models.Index(fields=["scope", "about"], name="agencies_consent_about")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("given_on")),
                name="agencies_consent_ends_after",
                violation_error_message=_("A consent cannot end before it was given."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_to__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_to__isnull=False),
                name="agencies_consent_withdrawn_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(given_by__overlap=["guardian_1", "guardian_2"])
                | (~Q(maturity="") & ~Q(guardian_harm="")),
                name="agencies_consent_of_guardian_is_weighed",
                violation_error_message=_(
                    "When a guardian consents, write how mature the young person is, and whether"
                    " the guardian knowing could harm them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    def get_absolute_url(self) -> str:
        return reverse("agencies:consent_detail", args=[self.ref])

    def in_force(self, on: date) -> bool:
        """Whether something new can rest on it on a day."""
        has_begun = self.given_on <= on <= self.expires_on
        return has_begun and (self.withdrawn_on is None or on < self.withdrawn_on)

    @property
    def givers(self) -> list[str]:
        """Who said yes, in words."""
        labels = dict(self.Giver.choices)
        return [str(labels[each]) for each in self.given_by]
