"""What is assessed in a case: how it stands, the threat, needs, and conditions that were signed."""

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
from offers.models import Case, CaseAssessment, Condition, Need


class NeedAlreadyMet(Refused):
    """A need is met once. What comes back is a new need."""


@transaction.atomic
def assess(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    assessed_on: date,
    summary: str,
    key: UUID | None = None,
) -> CaseAssessment:
    """The first or the joint assessment, as it was made on a day. It is never changed."""
    policies.require_exit_side(actor)
    if kind == CaseAssessment.Kind.THREAT:
        raise Refused(_("A threat is assessed on a page of its own."), field="kind")
    row = CaseAssessment(kind=kind, assessed_on=assessed_on, summary=summary)
    return _add_assessment(actor, case, row, key)


@transaction.atomic
def assess_threat(
    *,
    actor: Actor,
    case: Case,
    level: str,
    assessed_on: date,
    summary: str,
    threat_from: str = "",
    relatives: str = "",
    key: UUID | None = None,
) -> CaseAssessment:
    """How serious the threat is, from whom, and who else is at risk. For the exit group alone."""
    row = CaseAssessment(
        kind=CaseAssessment.Kind.THREAT,
        level=level,
        assessed_on=assessed_on,
        summary=summary,
        threat_from=threat_from,
        relatives=relatives,
    )
    return _add_assessment(actor, case, row, key)


def _add_assessment(
    actor: Actor, case: Case, row: CaseAssessment, key: UUID | None
) -> CaseAssessment:
    policies.require_exit_side(actor)
    before = made_before(actor, CaseAssessment, key)
    if before is not None:
        return before
    row.case, row.recorded_by_id = locked_open(actor, case), actor.user_id
    days.require(days.has_come, row.assessed_on, "assessed_on")
    own_new(actor, row, key)
    record(actor, "caseassessment.made", row)
    return row


@transaction.atomic
def add_need(
    *,
    actor: Actor,
    case: Case,
    area: str,
    seen_on: date,
    text: str = "",
    key: UUID | None = None,
) -> Need:
    """Something the person needs in one part of life."""
    policies.require_exit_side(actor)
    before = made_before(actor, Need, key)
    if before is not None:
        return before
    days.require(days.has_come, seen_on, "seen_on")
    need = Need(case=locked_open(actor, case), area=area, text=text, seen_on=seen_on)
    own_new(actor, need, key)
    record(actor, "need.added", need)
    return need


@transaction.atomic
def meet_need(*, actor: Actor, need: Need, met_on: date) -> Need:
    """A need has been met. It stays in the case."""
    policies.require_exit_side(actor)
    locked_open(actor, need.case)
    need = Need.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=need.pk)
    if need.met_on is not None:
        raise NeedAlreadyMet(
            _("This need was fulfilled on %(day)s.") % {"day": need.met_on.isoformat()}
        )
    days.require(days.has_come, met_on, "met_on")
    if met_on < need.seen_on:
        raise Refused(_("A need cannot be fulfilled before it was seen."), field="met_on")
    need.met_on = met_on
    need.save(update_fields=["met_on"])
    record(actor, "need.closed", need)
    return need


@transaction.atomic
def sign_conditions(
    *,
    actor: Actor,
    case: Case,
    text: str,
    signed_on: date,
    kept_at: str = "",
    key: UUID | None = None,
) -> Condition:
    """What the person has signed. New conditions are signed anew, never written over."""
    policies.require_exit_side(actor)
    before = made_before(actor, Condition, key)
    if before is not None:
        return before
    days.require(days.has_come, signed_on, "signed_on")
    row = Condition(
        case=locked_open(actor, case),
        text=text,
        signed_on=signed_on,
        kept_at=kept_at,
        recorded_by_id=actor.user_id,
    )
    own_new(actor, row, key)
    record(actor, "condition.signed", row)
    return row
