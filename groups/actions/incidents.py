"""What can be done to incidents."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from groups import policies
from groups.actions.rows import add, require_past
from groups.imports.places import municipalities
from groups.models import Incident, IncidentDetail, StreetGroup
from gvi.core.refusals import Refused

EARLIEST = date(1990, 1, 1)


@transaction.atomic
def record_incident(
    *,
    actor: Actor,
    kind: str,
    occurred_on: date,
    place: str = "",
    note: str = "",
    **values: object,
) -> Incident:
    """Serious violence, unconfirmed until reviewed; place and note stay with the owner.

    `values` are the coordination row's own: `occurred_at, municipality, area, dead, injured,
    street_group, link, source, source_key`.
    """
    policies.require_mapping(actor)
    require_past(occurred_on, "occurred_on")
    if occurred_on < EARLIEST:
        raise Refused(_("The date cannot be earlier than 1990."), field="occurred_on")
    incident = Incident(kind=kind, occurred_on=occurred_on, **values)
    if incident.municipality and incident.municipality not in municipalities():
        raise Refused(_("There is no municipality with this code."), field="municipality")
    add(actor, incident, "incident.recorded")
    if place or note:
        IncidentDetail.objects.create(
            scope_id=actor.scope, incident=incident, place=place, note=note
        )
    return incident


@transaction.atomic
def review_incident(
    *,
    actor: Actor,
    incident: Incident,
    confirmation: str,
    street_group: StreetGroup | None = None,
    link: str = Incident.Link.NONE,
) -> Incident:
    """Confirm or dismiss an incident and judge its link to a group."""
    policies.require_mapping(actor)
    row = Incident.objects.writable_by(actor).select_for_update(of=("self",))
    incident = row.get(pk=incident.pk)
    incident.confirmation, incident.street_group, incident.link = confirmation, street_group, link
    incident.save(update_fields=["confirmation", "street_group", "link"])
    record(actor, "incident.reviewed", incident)
    return incident
