"""Follow-ups: what must not be forgotten."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Participation, User
from offers.models.cases import Case
from offers.models.intakes import Intake
from offers.models.notes import Carried
from offers.models.offers import Offer
from offers.querysets import FollowUpQuerySet


class FollowUp(Carried, models.Model):
    """One contact, planned or logged, on an offer, an intake or a case.

    Owned by the participation that logs it: frivården's on an offer is not the exit side's.
    """

    class Outcome(models.TextChoices):
        MET = "met", _("Met")
        TALKED = "talked", _("Talked")
        NOT_REACHED = "not_reached", _("Not reached")
        REBOOKED = "rebooked", _("Rebooked")
        DECLINED = "declined", _("Declined")

    class Channel(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        PHONE = "phone", _("Phone")
        MESSAGE = "message", _("Message")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    offer = models.ForeignKey(
        Offer, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    intake = models.ForeignKey(
        Intake, on_delete=models.CASCADE, related_name="follow_ups", null=True, blank=True
    )
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="follow_ups", null=True, blank=True
    )
    due_on = models.DateField()
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    logged_at = models.DateTimeField(null=True, blank=True)  # `done_at` is when it took place
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    channel = models.CharField(max_length=20, choices=Channel, blank=True)
    note = models.TextField(blank=True)
    for_team = models.BooleanField(default=False, db_default=False)
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="next", null=True, blank=True
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["scope", "due_on", "id"],
                condition=Q(done_at__isnull=True),
                name="offers_followup_waiting",
            ),
            models.Index(fields=["scope", "-done_at", "-id"], name="offers_followup_recent"),
            models.Index(
                fields=["scope", "-logged_at"],
                condition=Q(logged_at__isnull=False),
                name="offers_followup_logged",
            ),
            models.Index(
                fields=["scope", "done_at"],
                condition=Q(for_team=True),
                name="offers_followup_for_team",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scope", "follows"], name="offers_followup_next_once"),
            models.CheckConstraint(
                condition=(
                    Q(offer__isnull=True, intake__isnull=True)
                    | Q(offer__isnull=True, case__isnull=True)
                    | Q(intake__isnull=True, case__isnull=True)
                ),
                name="offers_followup_on_one_thing",
            ),
            models.CheckConstraint(
                condition=(
                    Q(done_at__isnull=True, outcome="") | Q(done_at__isnull=False) & ~Q(outcome="")
                ),
                name="offers_followup_outcome_iff_done",
                violation_error_message=_("Say how the follow-up went."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["scope", thing],
                    condition=Q(done_at__isnull=True),
                    name=f"offers_one_waiting_on_{thing}",
                )
                for thing in ("offer", "intake", "case")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}"

    def get_absolute_url(self) -> str:
        return reverse("offers:followup_log", args=[self.ref])

    @property
    def is_waiting(self) -> bool:
        return self.done_at is None
