"""Saving once: a form brings a key, so that a double click or a press on Back makes one row."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import IntegerField, Max, Model
from django.db.models.functions import Cast, Substr

from agencies.scoping import Actor

Row = TypeVar("Row", bound=Model)


def ref_for(actor: Actor, key: UUID) -> UUID:
    """The address of what this actor makes with a key. Nobody else's key leads to it."""
    return uuid5(key, f"{actor.scope}/{actor.user_id}")


def wait_for(name: str) -> None:
    """One at a time until the transaction ends: whoever comes second sees what the first saved."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def made_before(actor: Actor, model: type[Row], key: UUID | None) -> Row | None:
    """What an earlier press of the same button made, if there was one."""
    if key is None:
        return None
    ref = ref_for(actor, key)
    wait_for(str(ref))
    return model._default_manager.filter(scope_id=actor.scope, ref=ref).first()


def own_new(actor: Actor, row: Row, key: UUID | None, *, exclude: tuple[str, ...] = ()) -> Row:
    """Check and save a new row of the actor's own."""
    row.scope_id = actor.scope  # type: ignore[attr-defined]
    if key is not None:
        row.ref = ref_for(actor, key)  # type: ignore[attr-defined]
    row.full_clean(exclude={"scope", *exclude}, validate_unique=False)
    row.save(force_insert=True)
    return row


def next_number(actor: Actor, model: type[Model], today: date) -> str:
    """The agency's own running number of the year. It counts only the agency's own rows."""
    wait_for(f"{model._meta.label}/{actor.scope}/{today.year}")
    numbered = model._default_manager.filter(
        scope_id=actor.scope, number__startswith=f"{today.year}-"
    )
    last = numbered.aggregate(last=Max(Cast(Substr("number", 6), IntegerField())))["last"]
    return f"{today.year}-{(last or 0) + 1}"
