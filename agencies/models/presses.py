"""A form that was sent, so that a double click or a press on Back makes one row."""

from django.db import models

from agencies.models.staff import User
from agencies.models.tenants import Participation
from agencies.querysets import PressQuerySet


class Press(models.Model):
    """One form as it was shown to one user, and where sending it led. Kept for two days."""

    scope = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    then = models.CharField(max_length=300, blank=True)
    pressed_at = models.DateTimeField(auto_now_add=True)

    objects = PressQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "presses"
        constraints = [
            models.UniqueConstraint(fields=["scope", "user", "key"], name="agencies_press_once")
        ]

    def __str__(self) -> str:
        return f"{self.pressed_at:%Y-%m-%d %H:%M}"
