"""Doing once what was pressed twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import Press
from agencies.scoping import Actor

KEPT = timedelta(days=2)


def once(actor: Actor, key: UUID | None, act: Callable[[], str]) -> str:
    """Do `act`, which says where it led; the second press of one form is led there too.

    Two presses at the same moment wait for each other on the key. What the first one raises
    undoes its mark, so that a refused form can be sent again.
    """
    if key is None or not actor.user_id:
        return act()
    own = Press.objects.writable_by(actor)
    with transaction.atomic():
        own.filter(pressed_at__lt=timezone.now() - KEPT).delete()
        press = _first(actor, key)
        if press is None:
            earlier: Press = Press.objects.visible_to(actor).get(key=key)
            return earlier.then
        press.then = act()
        press.save(update_fields=["then"])
        return press.then


def _first(actor: Actor, key: UUID) -> Press | None:
    try:
        with transaction.atomic():
            return Press.objects.create(scope_id=actor.scope, user_id=actor.user_id, key=key)
    except IntegrityError:
        return None
