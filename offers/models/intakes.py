"""First contacts with the exit side, and contacts that are only counted."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Participation, User
from offers.days import EARLIEST_MOMENT
from offers.querysets import DirectContactQuerySet, IntakeQuerySet


class Intake(models.Model):
    """Someone got in touch. Needs no offer and nobody on the map ("jag fick ett kort")."""

    class Source(models.TextChoices):
        PHONE = "phone", _("Phone line")
        SELF = "self", _("Came by themselves")
        RELATIVE = "relative", _("Relative")
        SOCIAL_SERVICES = "social_services", _("Social services")
        PROBATION = "probation", _("Probation service")
        OTHER_MUNICIPALITY = "other_municipality", _("Other municipality")
        OFFER = "offer", _("An offer of help")

    class State(models.TextChoices):
        NEW = "new", _("New")
        WAITING = "waiting", pgettext_lazy("contacts", "Waiting")
        CASE_OPENED = "case_opened", _("Case opened")
        CLOSED = "closed", _("Closed")

    class Ending(models.TextChoices):
        HELPED = "helped", _("Got the help they asked for")
        ELSEWHERE = "elsewhere", _("Gets help somewhere else")
        DECLINED = "declined", _("Wants no help now")
        NOT_REACHED = "not_reached", _("Could not be reached")
        NOT_OURS = "not_ours", _("Not someone we are here for")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20)
    source = models.CharField(max_length=20, choices=Source)
    called = models.CharField(max_length=60, blank=True)
    contact_way = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)
    is_anonymous = models.BooleanField(default=False)
    decision_reference = models.CharField(max_length=60, blank=True)
    rhythm_days = models.PositiveSmallIntegerField(default=14)
    first_contact_at = models.DateTimeField()
    first_meeting_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.NEW)
    closed_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=20, choices=Ending, blank=True)
    reason = models.TextField(blank=True)
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-first_contact_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="offers_intake_number_once"),
            models.CheckConstraint(
                condition=Q(first_contact_at__gte=EARLIEST_MOMENT),
                name="offers_intake_in_our_time",
                violation_error_message=_("The time cannot be before the year 2000."),
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False)
                | Q(called="", contact_way="") & ~Q(decision_reference=""),
                name="offers_intake_anonymous_names_nobody",
                violation_error_message=_("Anonymous counselling stores no identity (SoL 14:5)."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed") | Q(ending="", reason="", closed_on__isnull=True),
                name="offers_intake_ending_only_when_closed",
                violation_error_message=_("An open contact has no ending."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("offers:intake_detail", args=[self.ref])

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.NEW, self.State.WAITING)


class DirectContact(models.Model):
    """Contacts straight to social services, as a count without identity."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    month = models.DateField()
    count = models.PositiveSmallIntegerField()
    accepted = models.PositiveSmallIntegerField(default=0)

    objects = DirectContactQuerySet.as_manager()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "month"], name="offers_direct_month_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
