"""Storing incidents from a file: unconfirmed until somebody has reviewed them."""

from __future__ import annotations

from django.db import transaction

from agencies.scoping import Actor
from groups import policies
from groups.actions.imports.outcome import BATCH, Outcome, Terms, wait_for_others
from groups.imports.tally import IncidentFile, IncidentIn
from groups.models import Incident

TOLD = ("kind", "occurred_on", "occurred_at", "municipality", "area", "dead", "injured")


@transaction.atomic
def import_incidents(*, actor: Actor, told: IncidentFile, terms: Terms) -> Outcome:
    """Take in a file's incidents. They are known again by their source and its key.

    An incident that somebody has reviewed or linked to a group keeps what it says.
    """
    policies.require_mapping(actor)
    wait_for_others(actor)
    outcome = Outcome(terms, list(told.problems))
    own = Incident.objects.writable_by(actor).filter(source=terms.source)
    known = {row.source_key: row for row in own.select_for_update(of=("self",))}
    new, changed = [], []
    for incident in told.incidents:
        values = _values(incident)
        row = known.get(incident.source_key)
        if row is None:
            outcome.new.append(incident.row)
            new.append(Incident(scope_id=actor.scope, **_key(incident, terms), **values))
        elif all(getattr(row, name) == value for name, value in values.items()):
            outcome.same.append(incident.row)
        elif _is_judged(row):
            outcome.untouched.append(incident.row)
        else:
            outcome.changed.append(incident.row)
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    if outcome.may_store():
        Incident.objects.bulk_create(new, batch_size=BATCH)
        Incident.objects.bulk_update(changed, TOLD, batch_size=BATCH)
        outcome.stored(actor, "incident.imported", [*new, *changed])
    return outcome


def _key(incident: IncidentIn, terms: Terms) -> dict[str, str]:
    return {"source": terms.source, "source_key": incident.source_key}


def _values(incident: IncidentIn) -> dict[str, object]:
    values = {name: getattr(incident, name) for name in TOLD}
    return values | {"municipality": incident.municipality or ""}


def _is_judged(row: Incident) -> bool:
    return (
        row.confirmation != Incident.Confirmation.UNCONFIRMED
        or row.link != Incident.Link.NONE
        or row.street_group_id is not None
    )
