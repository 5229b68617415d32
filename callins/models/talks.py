"""Individual talks (custom notifications)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callins.querysets import NotificationQuerySet
from groups.models import StreetGroup
from groups.models.people import AboutPerson


class Notification(AboutPerson):
    """A talk with one person. Whether it took place, and nothing of how the person answered.

    Reaction and request for help exist only in the social worker's own part.
    """

    class Reason(models.TextChoices):
        AFTER_INCIDENT = "after_incident", pgettext_lazy("talk", "After an incident")
        AFTER_CALLIN = "after_callin", pgettext_lazy("talk", "After a call-in")
        PREVENTION = "prevention", pgettext_lazy("talk", "Prevention")

    class Place(models.TextChoices):
        HOME = "home", pgettext_lazy("talk", "At home")
        PROBATION = "probation", pgettext_lazy("talk", "At the probation office")
        CUSTODY = "custody", pgettext_lazy("talk", "In custody or prison")
        OTHER = "other", pgettext_lazy("talk", "Other place")

    class Outcome(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("talk", "Planned")
        COMPLETED = "completed", pgettext_lazy("talk", "Completed")
        NOT_FOUND = "not_found", pgettext_lazy("talk", "Not found")
        INTERRUPTED = "interrupted", pgettext_lazy("talk", "Interrupted")

    street_group = models.ForeignKey(
        StreetGroup, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    reason = models.CharField(max_length=20, choices=Reason)
    place = models.CharField(max_length=20, choices=Place, default=Place.HOME)
    planned_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.PLANNED)
    done_on = models.DateField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-pk"]

    def __str__(self) -> str:
        return str(_("Individual talk"))

    def get_absolute_url(self) -> str:
        return reverse("callins:notification_detail", args=[self.ref])
