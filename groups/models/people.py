"""People as a code name and a state; who they are stands in the owner's own part."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.grants import Grant
from agencies.models import Participation, User
from groups.querysets import IdentityQuerySet, PersonQuerySet, PersonTieQuerySet

ENDS_AFTER = Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since"))


class Person(models.Model):
    """A person under a speakable code name. Nothing here says that they answered or left.

    What happened later (called, offered) is derived for each viewer from rows that viewer sees.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        MAPPED = "mapped", _("Mapped")
        RESTING = "resting", _("Resting")
        REMOVED = "removed", _("Removed")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    code_name = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["code_name", "pk"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["scope", "-updated_at", "-id"], name="groups_person_recent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "code_name"],
                name="groups_code_name_once",
                violation_error_message=_("You already use this code name."),
            ),
            models.UniqueConstraint(fields=["id", "scope"], name="groups_person_scope"),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("proposed_by")),
                name="groups_person_confirmed_by_another",
                violation_error_message=_("A second officer must confirm a mapping."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(confirmed_by__isnull=False) | Q(state="removed"),
                name="groups_person_mapped_when_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.code_name

    def get_absolute_url(self) -> str:
        return reverse("groups:person_detail", args=[self.ref])


class Identity(models.Model):
    """Who a person is and why they were put up for mapping, as the owner alone knows it."""

    class Protection(models.TextChoices):
        NONE = "none", pgettext_lazy("protected personal data", "None")
        MARKED = "marked", _("Secrecy marking")
        REGISTRATION = "registration", _("Protected registration")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    personal_number = models.CharField(max_length=12, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    protection = models.CharField(max_length=20, choices=Protection, default=Protection.NONE)
    ground = models.TextField(blank=True)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "identities"
        constraints = [
            models.UniqueConstraint(fields=["scope", "person"], name="groups_identity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_known(self) -> bool:
        """Whether anything is known of who the person is."""
        return bool(self.given_name or self.family_name or self.birth_year)


class AboutPerson(models.Model):
    """A coordination row about one person, read by its owner and by whoever sees the person.

    The person may be another agency's: the reference is emptied when that agency deletes it.
    """

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    person_scope = models.ForeignKey(
        Participation, on_delete=models.DO_NOTHING, related_name="+", null=True
    )
    sealed = models.BooleanField(default=False)

    class Meta:
        abstract = True


class PersonGrant(Grant):
    """A person's code name and state, given to one function by one disclosed item."""

    content_object = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta(Grant.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["group", "content_object"],
                include=["expires_at", "scope"],
                condition=Q(revoked_at__isnull=True),
                name="groups_persongrant_live",
            ),
        ]


class PersonTie(models.Model):
    """Two people seen together: read by its owner and by whoever sees both."""

    class Kind(models.TextChoices):
        SEEN_TOGETHER = "seen_together", _("Seen together")
        CO_OFFENDING = "co_offending", _("Offending together")
        SERIOUS = "serious", _("Serious offending together")
        KIN = "kin", _("Kin and serious offending")
        CONFLICT = "conflict", _("Conflict")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    person_a = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    person_a_scope = models.ForeignKey(
        Participation, on_delete=models.DO_NOTHING, related_name="+", null=True
    )
    person_b = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    person_b_scope = models.ForeignKey(
        Participation, on_delete=models.DO_NOTHING, related_name="+", null=True
    )
    kind = models.CharField(max_length=20, choices=Kind)
    grade = models.PositiveSmallIntegerField(default=1)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    sealed = models.BooleanField(default=False)

    objects = PersonTieQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "person_a", "person_b", "kind"],
                name="groups_person_tie_once",
                violation_error_message=_("This relation is already on the map."),
            ),
            models.CheckConstraint(
                condition=~Q(person_a=F("person_b")),
                name="groups_person_tie_joins_two",
                violation_error_message=_("A tie joins two different people."),
            ),
            models.CheckConstraint(
                condition=ENDS_AFTER,
                name="groups_person_tie_ends_after",
                violation_error_message=_("A tie cannot end before it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def other_than(self, person: Person) -> Person | None:
        """The other end of the tie."""
        return self.person_b if self.person_a_id == person.pk else self.person_a
