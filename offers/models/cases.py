"""One person's way out, held by one agency."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.grants import Grant
from agencies.models import Participation, User
from groups.models import Person
from offers.models.intakes import Intake
from offers.models.offers import Offer
from offers.querysets import CaseQuerySet


class Case(models.Model):
    """An exit case (avhopparärende). It keeps its own identity part and needs no mapping.

    Two statuses that never depend on one another: the police require a threat, social services
    help on need.
    """

    class Setting(models.TextChoices):
        CRIMINAL = "criminal", _("Criminal network")
        EXTREMIST = "extremist", _("Violent extremism")
        HONOUR = "honour", _("Honour-related violence")

    class PoliceStatus(models.TextChoices):
        NONE = "none", _("No police exit case")
        ASSESSED = "assessed", _("Being assessed")
        OPEN = "open", _("Police exit case")
        ENDED = "ended", pgettext_lazy("exit case", "Ended")

    class SocialStatus(models.TextChoices):
        NONE = "none", _("No social services case")
        ASSESSED = "assessed", _("Being assessed")
        DECIDED = "decided", _("Support decided")
        ENDED = "ended", pgettext_lazy("exit case", "Ended")

    class Ending(models.TextChoices):
        COMPLETED = "completed", _("Completed exit")
        BROKEN_OFF = "broken_off", _("Broken off")
        RETURNED = "returned", _("Returned")
        TAKEN_OVER = "taken_over", _("Taken over by another exit service")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20)
    called = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, related_name="case", null=True, blank=True
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    taken_over = models.UUIDField(null=True, blank=True)  # the disclosure it came by
    setting = models.CharField(max_length=20, choices=Setting, default=Setting.CRIMINAL)
    police_status = models.CharField(max_length=10, choices=PoliceStatus, default=PoliceStatus.NONE)
    social_status = models.CharField(max_length=10, choices=SocialStatus, default=SocialStatus.NONE)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=20, choices=Ending, blank=True)
    reason = models.TextField(blank=True)
    aftercare_until = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    rhythm_days = models.PositiveSmallIntegerField(default=7)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        indexes = [
            models.Index(fields=["scope", "-updated_at", "-id"], name="offers_case_recent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="offers_case_number_once"),
            models.UniqueConstraint(
                fields=["scope", "intake"],
                name="offers_case_of_an_intake_once",
                violation_error_message=_("A case has already been opened from this contact."),
            ),
            models.UniqueConstraint(
                fields=["scope", "taken_over"],
                name="offers_case_taken_over_once",
                violation_error_message=_("A case has already been opened from this transfer."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(closed_on__isnull=True, ending="")
                    | Q(closed_on__isnull=False) & ~Q(ending="")
                ),
                name="offers_case_ending_iff_closed",
                violation_error_message=_("A closed case needs an ending; an open one has none."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("offers:case_detail", args=[self.ref])

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_paused(self) -> bool:
        return self.is_open and self.paused_on is not None


class CaseGrant(Grant):
    """A case as a row, given to one function by one disclosed item, on consent."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")

    class Meta(Grant.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["group", "content_object"],
                include=["expires_at", "scope"],
                condition=Q(revoked_at__isnull=True),
                name="offers_casegrant_live",
            ),
        ]
