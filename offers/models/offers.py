"""An offer of help, and what only the exit side knows of the answer."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Participation, User
from callins.models import Callin, Notification
from groups.models.people import AboutPerson
from offers.querysets import AnswerQuerySet, OfferQuerySet


class Offer(AboutPerson):
    """An offer of help to one person: who made it, when, at which occasion. Never the answer."""

    class Occasion(models.TextChoices):
        CALLIN = "callin", _("Call-in")
        TALK = "talk", _("Individual talk")
        PROBATION_VISIT = "probation_visit", _("Probation visit")
        ELSEWHERE = "elsewhere", _("Elsewhere, by the exit group")

    occasion = models.CharField(max_length=20, choices=Occasion)
    is_joint = models.BooleanField()
    callin = models.ForeignKey(
        Callin, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    notification = models.ForeignKey(
        Notification, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    made_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(occasion="elsewhere", is_joint=False)
                    | ~Q(occasion="elsewhere") & Q(is_joint=True)
                ),
                name="offers_offer_joint_by_occasion",
            ),
            models.UniqueConstraint(
                fields=["scope", "callin", "person"],
                condition=Q(callin__isnull=False),
                name="offers_offer_once_at_callin",
                violation_error_message=_(
                    "Your agency has already recorded an offer to this person at this call-in."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_occasion_display()

    def get_absolute_url(self) -> str:
        return reverse("offers:offer_detail", args=[self.ref])


class OfferAnswer(models.Model):
    """How someone answered, as the exit side alone knows it. A no is never the end."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        WAITING = "waiting", _("Waiting")
        NO = "no", _("No")
        NONE = "none", _("No answer")

    class Channel(models.TextChoices):
        PHONE = "phone", _("Phone")
        MEETING = "meeting", _("Meeting")
        SELF = "self", _("Own contact later")
        OTHER = "other", _("Other")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    offer = models.ForeignKey(
        Offer, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    answer = models.CharField(max_length=10, choices=Answer)
    channel = models.CharField(max_length=10, choices=Channel)
    answered_on = models.DateField()
    offer_again_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="yes") | Q(offer_again_on__isnull=False),
                name="offers_no_is_never_the_end",
                violation_error_message=_("Say when to offer help again."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
