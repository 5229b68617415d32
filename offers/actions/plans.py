"""The plan of a case: measures begun and ended."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, policies
from offers.actions.cases import locked_open
from offers.actions.once import made_before, own_new
from offers.models import Case, Measure


@transaction.atomic
def add_measure(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    key: UUID | None = None,
) -> Measure:
    """Support of a kind, from a day and perhaps to one."""
    policies.require_exit_side(actor)
    before = made_before(actor, Measure, key)
    if before is not None:
        return before
    case = locked_open(actor, case)
    _require_order(starts_on, ends_on)
    measure = Measure(case=case, kind=kind, starts_on=starts_on, ends_on=ends_on)
    own_new(actor, measure, key)
    record(actor, "measure.added", measure)
    return measure


@transaction.atomic
def end_measure(*, actor: Actor, measure: Measure, ends_on: date) -> Measure:
    """A measure is ended, never deleted."""
    policies.require_exit_side(actor)
    rows = Measure.objects.writable_by(actor).select_for_update(of=("self",))
    measure = rows.get(pk=measure.pk)
    _require_order(measure.starts_on, ends_on)
    measure.ends_on = ends_on
    measure.save(update_fields=["ends_on"])
    record(actor, "measure.ended", measure)
    return measure


def _require_order(starts_on: date, ends_on: date | None) -> None:
    days.require(days.is_within_reach, starts_on, "starts_on")
    days.require(days.is_within_reach, ends_on, "ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("A measure cannot end before it began."), field="ends_on")
