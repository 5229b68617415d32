"""The one word for reading."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from agencies.scoping.actor import Actor
from agencies.scoping.owned import Owned

Rule = Owned


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows with an owner. A subclass names its rule; `visible_to` is the one word for reading."""

    rule: ClassVar[Rule]

    def visible_to(self, actor: Actor) -> Self:
        if not actor.user_id:
            return self.none()
        return self.filter(self.rule.q(actor))

    def writable_by(self, actor: Actor) -> Self:
        """Rows an action may change: its owner's functions alone."""
        if not actor.user_id:
            return self.none()
        return self.filter(self.rule.writable(actor))
