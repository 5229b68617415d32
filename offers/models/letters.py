"""Letters and contact cards: the exit service's own words, in the languages people read."""

from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Participation, User
from offers.querysets import LetterQuerySet


class Letter(models.Model):
    """One text in one language, as the agency's administrator wrote it. It names nobody."""

    class Kind(models.TextChoices):
        LETTER = "letter", _("Letter")
        CARD = "card", _("Contact card")

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    language = models.CharField(max_length=10)
    heading = models.CharField(max_length=100)
    text = models.TextField()
    telephone = models.CharField(max_length=40)
    is_in_use = models.BooleanField(default=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "kind", "language"],
                name="offers_letter_once_in_a_language",
                violation_error_message=_("There is already such a text in this language."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"

    def get_absolute_url(self) -> str:
        return reverse("offers:letter_detail", args=[self.ref])
