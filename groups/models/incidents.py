"""Incidents as the partnership counts them, and what only the owner knows of them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Participation
from groups.models.street import StreetGroup
from groups.querysets import IncidentDetailQuerySet, IncidentQuerySet


class Incident(models.Model):
    """Serious violence: kind, time, area, counts and group link. No person, no exact place."""

    class Kind(models.TextChoices):
        SHOOTING = "shooting", _("Shooting")
        DETONATION = "detonation", _("Detonation")
        ATTEMPTED_EXPLOSION = "attempted_explosion", _("Attempted explosion")
        DEADLY_VIOLENCE = "deadly_violence", _("Deadly violence")
        SERIOUS_VIOLENCE = "serious_violence", _("Other serious violence")

    class Confirmation(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Unconfirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    class Link(models.TextChoices):
        NONE = "none", _("None")
        POSSIBLE = "possible", _("Possible")
        PROBABLE = "probable", _("Probable")
        CONFIRMED = "confirmed", _("Confirmed")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    occurred_on = models.DateField()
    occurred_at = models.TimeField(null=True, blank=True)
    municipality = models.CharField(max_length=4, blank=True)
    area = models.CharField(max_length=80, blank=True)
    dead = models.PositiveSmallIntegerField(default=0)
    injured = models.PositiveSmallIntegerField(default=0)
    confirmation = models.CharField(
        max_length=20, choices=Confirmation, default=Confirmation.UNCONFIRMED
    )
    street_group = models.ForeignKey(
        StreetGroup,
        on_delete=models.DO_NOTHING,
        related_name="incidents",
        null=True,
        blank=True,
        db_constraint=False,
    )
    link = models.CharField(max_length=20, choices=Link, default=Link.NONE)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=60, blank=True)
    sealed = models.BooleanField(default=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(fields=["scope", "-occurred_on", "-id"], name="groups_incident_recent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "source", "source_key"],
                condition=~Q(source_key=""),
                name="groups_incident_source_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_on}"

    def get_absolute_url(self) -> str:
        return reverse("groups:incident_detail", args=[self.ref])


class IncidentDetail(models.Model):
    """Place and circumstances, as the owner alone knows them."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = IncidentDetailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "incident"], name="groups_detail_once"),
        ]

    def __str__(self) -> str:
        return self.place
