"""What can be done to a partnership and to one's own agency's place in it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.founding import SHARED_KINDS
from agencies.ledger import record
from agencies.models import Interest, Participation, Partnership, StandingDecision, User
from agencies.scoping import Actor
from gvi.core.refusals import Refused

LONGEST = timedelta(days=3 * 365)
_STATE = Partnership.State
# Where a partnership can go from each state. What has ended stays so.
MOVES: dict[str, tuple[str, ...]] = {
    _STATE.INQUIRY: (_STATE.DECIDED, _STATE.ENDED),
    _STATE.DECIDED: (_STATE.PREPARING, _STATE.ENDED),
    _STATE.PREPARING: (_STATE.OPERATIVE, _STATE.PAUSED, _STATE.ENDED),
    _STATE.OPERATIVE: (_STATE.ORDINARY, _STATE.PAUSED, _STATE.ENDED),
    _STATE.ORDINARY: (_STATE.OPERATIVE, _STATE.PAUSED, _STATE.ENDED),
    _STATE.PAUSED: (_STATE.PREPARING, _STATE.OPERATIVE, _STATE.ORDINARY, _STATE.ENDED),
    _STATE.ENDED: (),
}


class NotThatWay(Refused):
    """A partnership cannot go from its state to the wanted one."""


@transaction.atomic
def move_partnership(*, actor: Actor, state: str) -> Partnership:
    """Take the partnership to another state: it decides whether anything crosses, at once."""
    policies.require_leading(actor)
    partnership = _led(actor)
    if state not in MOVES[partnership.state]:
        raise NotThatWay(_("The partnership cannot go there from the state it is in."), "state")
    partnership.state = state
    partnership.save(update_fields=["state"])
    record(actor, "partnership.moved", partnership, context=state)
    return partnership


@transaction.atomic
def describe_need(*, actor: Actor, need: str) -> Partnership:
    """Why the partnership is wanted: the first thing an inquiry writes down."""
    policies.require_leading(actor)
    partnership = _led(actor)
    partnership.need = need
    partnership.save(update_fields=["need"])
    record(actor, "partnership.need_described", partnership)
    return partnership


def _led(actor: Actor) -> Partnership:
    rows = Partnership.objects.writable_by(actor).select_for_update(of=("self",))
    found: Partnership = rows.get(pk=actor.partnership_id)
    return found


@transaction.atomic
def answer_interest(*, actor: Actor, interest: str, answer: str) -> Interest:
    """What the actor's own agency says of taking part. Asked while the partnership is inquired."""
    policies.require_administration(actor)
    if actor.state != Partnership.State.INQUIRY:
        raise Refused(_("Interest is asked for while the partnership is under inquiry."))
    row = Interest.objects.writable_by(actor).first() or Interest(scope_id=actor.scope)
    row.interest, row.answer, row.answered_on = interest, answer, timezone.localdate()
    row.full_clean()
    row.save()
    record(actor, "interest.answered", row)
    return row


@transaction.atomic
def decide_standing(
    *,
    actor: Actor,
    kind: str,
    number: str,
    reason: str,
    decided_by: User,
    from_on: date,
    to_on: date,
) -> StandingDecision:
    """That partners may read one kind of group-level row; OSL 18 kap. is answered in `reason`."""
    policies.require_administration(actor)
    today = timezone.localdate()
    if kind not in SHARED_KINDS:
        raise Refused(_("Choose what the decision is about."), field="kind")
    if not today <= from_on <= to_on <= from_on + LONGEST:
        raise Refused(_("A standing decision lasts three years at most."), field="to_on")
    decision = StandingDecision(
        participation_id=actor.scope,
        kind=kind,
        number=number,
        reason=reason,
        decided_by=decided_by,
        from_on=from_on,
        to_on=to_on,
    )
    decision.full_clean()
    decision.save(force_insert=True)
    record(actor, "standing_decision.decided", decision)
    return decision


@transaction.atomic
def revoke_standing(*, actor: Actor, decision: StandingDecision) -> StandingDecision:
    """Partners stop reading at once. Other decisions in force on the same kind still carry it."""
    policies.require_administration(actor)
    rows = StandingDecision.objects.writable_by(actor).select_for_update(of=("self",))
    decision = rows.get(pk=decision.pk)
    if decision.revoked_on is not None:
        raise Refused(_("The decision is revoked already."))
    decision.revoked_on = timezone.localdate()
    decision.save(update_fields=["revoked_on"])
    record(actor, "standing_decision.revoked", decision)
    return decision


def _own(actor: Actor) -> Participation:
    rows = Participation.objects.writable_by(actor).select_for_update(of=("self",))
    found: Participation = rows.get(pk=actor.scope)
    return found


@transaction.atomic
def name_contact_decider(*, actor: Actor, user: User) -> Participation:
    """Who alone decides when police ask for contact details (lag 2025:170 4 §)."""
    policies.require_administration(actor)
    own = _own(actor)
    own.contact_decider = user
    own.save(update_fields=["contact_decider"])
    record(actor, "contact_decider.named", user)
    return own


@transaction.atomic
def record_duty_decision(*, actor: Actor, decision: str, decided_on: date) -> Participation:
    """What the agency's lawyer decided on lag 2025:170 6 §: opens the exit service's module."""
    policies.require_administration(actor)
    if decided_on > timezone.localdate():
        raise Refused(_("The decision must have been made."), field="decided_on")
    own = _own(actor)
    own.duty_decision, own.duty_decided_on = decision, decided_on
    own.save(update_fields=["duty_decision", "duty_decided_on"])
    record(actor, "duty_decision.recorded")
    return own


@transaction.atomic
def leave_partnership(*, actor: Actor, to_on: date) -> Participation:
    """The agency's last day. Nothing crosses after it; its own rows stay its own for ever."""
    policies.require_administration(actor)
    own = _own(actor)
    if to_on < timezone.localdate():
        raise Refused(_("The last day is today or later."), field="to_on")
    if own.is_coordinating:
        raise Refused(_("The agency that coordinates cannot leave: the operator moves that first."))
    if own.to_on is not None and to_on >= own.to_on:
        raise Refused(_("The agency leaves that day or earlier already."), field="to_on")
    own.to_on = to_on
    own.save(update_fields=["to_on"])
    record(actor, "partnership.left")
    return own


def require_exit_open(actor: Actor) -> None:
    """An exit service outside OSL 26 opens nothing before its lawyer's decision is recorded."""
    if not policies.is_exit_open(actor):
        raise Refused(
            _(
                "Your exit service stands outside OSL 26 kap. Its lawyer must decide on lag "
                "2025:170 6 § first, and your administrator records the decision."
            )
        )
