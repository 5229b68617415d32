"""Who did and who read what: append-only, chained, sealed."""

from django.db import models
from django.utils.translation import pgettext

from agencies.models.staff import User
from agencies.models.tenants import Participation
from agencies.querysets import EntryQuerySet, SealQuerySet


class Entry(models.Model):
    """One act or reading (BDF 3:4, SoLPuL 10 §): who, as what, when, what, whose, on what ground.

    `scope` is the actor's participation, `owner` the object's. No content and no search words.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    functions = models.CharField(max_length=200)
    channel = models.CharField(max_length=10)
    action = models.CharField(max_length=50)
    kind = models.CharField(max_length=30, blank=True)
    ref = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    refs = models.JSONField(default=list, blank=True)
    context = models.CharField(max_length=200, blank=True)
    ground = models.CharField(max_length=20, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["scope", "id"], name="agencies_entry_scope"),
            models.Index(fields=["owner", "id"], name="agencies_entry_owner"),
            models.Index(fields=["ref", "id"], name="agencies_entry_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    @property
    def words(self) -> str:
        """The act in words, which the catalogues hold: this app knows no domain word."""
        thing, _dot, verb = self.action.rpartition(".")
        words = [pgettext("ledger", part) for part in (verb, thing) if part]
        return ": ".join(words).replace("_", " ")


class Seal(models.Model):
    """A closed stretch of one participation's entries and the hash that chains it to the last."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "first"], name="agencies_seal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"
