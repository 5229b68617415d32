"""People who work here, their postings, and who a disclosure can name."""

from datetime import date, timedelta
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models.tenants import Participation
from agencies.querysets import PostingQuerySet
from agencies.scoping import NEVER_RECEIVING, TWO_PERSONS, Function

WARNING = timedelta(days=14)


class User(AbstractBaseUser):
    """One member of staff, or the system acting for one participation. Nobody is a superuser."""

    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=5, default="sv")
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager()  # allauth asks for `get_by_natural_key`

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """A user's function in a participation: dated, and in force only once another approved it.

    Nobody approves their own. For the functions that give power over others the one who
    proposes and the one who approves are two (BDF 3:5-6, screens 2.22).
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="postings")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="postings"
    )
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    function = models.CharField(max_length=20, choices=Function)
    need = models.CharField(max_length=300, blank=True)
    trained_on = models.DateField(null=True, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "user", "function", "from_on"],
                name="agencies_posting_once",
                violation_error_message=_("The posting exists already, from the same day."),
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("user")),
                name="agencies_posting_approved_by_another",
                violation_error_message=_("Someone else must approve a posting."),
            ),
            models.CheckConstraint(
                condition=~Q(function__in=sorted(TWO_PERSONS)) | ~Q(approved_by=F("proposed_by")),
                name="agencies_posting_two_persons",
                violation_error_message=_("This function takes two: someone else must approve it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_function_display()} {self.from_on}"

    def get_absolute_url(self) -> str:
        return reverse("agencies:account_list")

    @property
    def is_approved(self) -> bool:
        return self.approved_by_id is not None

    @property
    def needs_two(self) -> bool:
        return self.function in TWO_PERSONS

    def is_in_force(self, today: date) -> bool:
        return self.is_approved and self.from_on <= today <= self.to_on

    def is_ending(self, today: date) -> bool:
        """Within a fortnight of its last day, or past it, and not ended by anyone."""
        return self.is_approved and self.ended_on is None and self.to_on <= today + WARNING

    def state_on(self, today: date) -> str:
        """What the posting is on a day, in one word or two."""
        if not self.is_approved:
            return str(_("Waits for approval"))
        if self.ended_on is not None:
            return str(_("Ended"))
        if self.to_on < today:
            return str(_("Lapsed"))
        return str(_("In force") if self.from_on <= today else _("Not begun"))


class Receiver(models.Model):
    """One function of one participation: who a disclosure can name, one guardian group each."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="receivers"
    )
    function = models.CharField(max_length=20, choices=Function)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="receiver")

    class Meta:
        ordering = ["participation", "function"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "function"], name="agencies_receiver_once"
            ),
            models.CheckConstraint(
                condition=~Q(function__in=sorted(NEVER_RECEIVING | {Function.FIGURES})),
                name="agencies_receiver_reads_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation.agency}, {self.get_function_display()}"


class Token(models.Model):
    """A key for other systems: one user in one participation. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"
