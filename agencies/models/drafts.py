"""What somebody is writing, kept on the server until it is saved."""

from django.db import models

from agencies.models.staff import User
from agencies.models.tenants import Participation
from agencies.querysets import DraftQuerySet


class Draft(models.Model):
    """One form in one tab, as far as its writer has come. Nobody else reads it."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    tab = models.UUIDField()
    path = models.CharField(max_length=300)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "user", "tab"], name="agencies_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.saved_at:%Y-%m-%d %H:%M}"
