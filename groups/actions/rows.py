"""Adding one row to the map: checked, owned by the actor's participation, recorded."""

from typing import TypeVar

from django.db.models import Model

from agencies.ledger import record
from agencies.scoping import Actor

Row = TypeVar("Row", bound=Model)


def add(actor: Actor, row: Row, action: str) -> Row:
    """Check, save and record a new row of the actor's own."""
    row.scope_id = actor.scope  # type: ignore[attr-defined]  # every row of the map has an owner
    row.full_clean(exclude=["person", "person_scope"], validate_unique=False)
    row.save(force_insert=True)
    record(actor, action, row)
    return row
