"""Adding one row to the map: checked, owned by the actor's participation, recorded."""

from datetime import date
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from gvi.core.refusals import Refused

Row = TypeVar("Row", bound=Model)
REFERENCES = ["person", "person_scope", "person_a", "person_a_scope", "person_b", "person_b_scope"]


def check(row: Model) -> None:
    """The row's own rules, and every constraint whichever fields it names."""
    row.full_clean(exclude=REFERENCES, validate_unique=False, validate_constraints=False)
    for constraint in row._meta.constraints:
        constraint.validate(type(row), row)


def require_past(day: date | None, field: str) -> None:
    """Nothing on the map begins or happens later than today."""
    if day is not None and day > timezone.localdate():
        raise Refused(_("The date cannot lie ahead."), field=field)


def add(actor: Actor, row: Row, action: str) -> Row:
    """Check, save and record a new row of the actor's own."""
    row.scope_id = actor.scope  # type: ignore[attr-defined]  # every row of the map has an owner
    check(row)
    row.save(force_insert=True)
    record(actor, action, row)
    return row
