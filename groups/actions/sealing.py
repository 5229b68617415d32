"""Sealing one's own group-level row: partners stop reading it, whatever the standing decision."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from groups import policies
from groups.models import Incident, StreetGroup
from gvi.core.refusals import Refused


@transaction.atomic
def set_seal(*, actor: Actor, row: StreetGroup | Incident, sealed: bool) -> StreetGroup | Incident:
    """Seal a row or open it again, at once. Copies that were made stay where they are."""
    policies.require_mapping(actor)
    row = type(row).objects.writable_by(actor).select_for_update(of=("self",)).get(pk=row.pk)
    if row.sealed == sealed:
        raise Refused(_("It is sealed already.") if sealed else _("It is not sealed."))
    row.sealed = sealed
    row.save(update_fields=["sealed"])
    if sealed:
        record(actor, "seal.set", row)
    else:
        record(actor, "seal.lifted", row)
    return row
