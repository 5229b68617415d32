"""What measures cost. An invoice may come after its case has closed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, policies
from offers.actions.cases import locked
from offers.actions.once import made_before, own_new
from offers.models import Cost, Measure


@transaction.atomic
def add_cost(
    *,
    actor: Actor,
    measure: Measure,
    kronor: int,
    from_on: date,
    to_on: date,
    reference: str = "",
    key: UUID | None = None,
) -> Cost:
    """What a measure cost in a period, in kronor without VAT."""
    policies.require_exit_side(actor)
    before = made_before(actor, Cost, key)
    if before is not None:
        return before
    _require_period(from_on, to_on)
    cost = Cost(
        case=locked(actor, measure.case),
        measure=measure,
        kronor=kronor,
        from_on=from_on,
        to_on=to_on,
        reference=reference,
    )
    own_new(actor, cost, key)
    record(actor, "cost.added", cost)
    return cost


@transaction.atomic
def change_cost(
    *, actor: Actor, cost: Cost, kronor: int, from_on: date, to_on: date, reference: str
) -> Cost:
    """Correct a cost."""
    cost = _locked(actor, cost)
    _require_period(from_on, to_on)
    cost.kronor, cost.from_on, cost.to_on, cost.reference = kronor, from_on, to_on, reference
    cost.full_clean(exclude={"scope", "case", "measure"}, validate_unique=False)
    cost.save()
    record(actor, "cost.changed", cost)
    return cost


@transaction.atomic
def remove_cost(*, actor: Actor, cost: Cost) -> None:
    """A cost that was never one: entered twice, or on the wrong measure."""
    cost = _locked(actor, cost)
    record(actor, "cost.removed", cost)
    cost.delete()


def _locked(actor: Actor, cost: Cost) -> Cost:
    policies.require_exit_side(actor)
    found: Cost = Cost.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=cost.pk)
    return found


def _require_period(from_on: date, to_on: date) -> None:
    days.require(days.is_within_reach, from_on, "from_on")
    days.require(days.is_within_reach, to_on, "to_on")
    if to_on < from_on:
        raise Refused(_("The period ends before it begins."), field="to_on")
