"""Street groups, how they stand to one another, and who is thought to belong to them."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Participation
from groups.models.people import ENDS_AFTER, AboutPerson
from groups.querysets import AffiliationQuerySet, GroupTieQuerySet, StreetGroupQuerySet


class StreetGroup(models.Model):
    """A violent group under a neutral working name, as the partnership speaks of it."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        RESTING = "resting", _("Resting")
        DISSOLVED = "dissolved", _("Dissolved")
        MERGED = "merged", _("Merged")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    area = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    estimated_size = models.PositiveSmallIntegerField(null=True, blank=True)
    updated_on = models.DateField(auto_now=True)
    sealed = models.BooleanField(default=False)

    objects = StreetGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "name"],
                name="groups_street_group_name_once",
                violation_error_message=_("You already have a group with this working name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group_detail", args=[self.ref])


class GroupTie(models.Model):
    """How two street groups stand to one another, dated."""

    class Kind(models.TextChoices):
        ALLIANCE = "alliance", _("Alliance")
        CONFLICT = "conflict", _("Conflict")
        NEUTRAL = "neutral", _("Neutral")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    group_a = models.ForeignKey(
        StreetGroup, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    group_b = models.ForeignKey(
        StreetGroup, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    kind = models.CharField(max_length=20, choices=Kind)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    sealed = models.BooleanField(default=False)

    objects = GroupTieQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(group_a=F("group_b")),
                name="groups_tie_joins_two",
                violation_error_message=_("A tie joins two different groups."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="groups_tie_ends_after",
                violation_error_message=_("A tie cannot end before it began."),
            ),
            models.UniqueConstraint(
                fields=["scope", "group_a", "group_b", "kind"],
                condition=Q(until__isnull=True),
                name="groups_tie_once",
                violation_error_message=_("This relation is already on the map."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def other_than(self, group: StreetGroup) -> StreetGroup | None:
        """The other end of the tie."""
        return self.group_b if self.group_a_id == group.pk else self.group_a


class Affiliation(AboutPerson):
    """A person thought to belong to a street group: dated, graded, to be reviewed.

    The category says in words whether the person is suspected of anything (BDL 2:9).
    """

    class Role(models.TextChoices):
        DRIVING = "driving", _("Driving")
        MEMBER = "member", _("Member")
        ASSOCIATE = "associate", _("Associate")

    class Confidence(models.TextChoices):
        POSSIBLE = "possible", _("Possible")
        PROBABLE = "probable", _("Probable")
        CONFIRMED = "confirmed", _("Confirmed")

    class Category(models.TextChoices):
        SUSPECTED = "suspected", _("Suspected of criminal activity")
        CONVICTED = "convicted", _("Convicted")
        VICTIM = "victim", _("Victim")
        RELATIVE = "relative", _("Relative")
        NOT_SUSPECTED = "not_suspected", _("Other, not suspected")

    street_group = models.ForeignKey(
        StreetGroup,
        on_delete=models.DO_NOTHING,
        related_name="affiliations",
        null=True,
        db_constraint=False,
    )
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    confidence = models.CharField(max_length=20, choices=Confidence, default=Confidence.POSSIBLE)
    category = models.CharField(max_length=20, choices=Category)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    review_on = models.DateField()

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "person", "street_group"],
                condition=Q(until__isnull=True),
                name="groups_affiliation_once",
                violation_error_message=_("This affiliation is already on the map."),
            ),
            models.CheckConstraint(
                condition=ENDS_AFTER,
                name="groups_affiliation_ends_after",
                violation_error_message=_("An affiliation cannot end before it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
