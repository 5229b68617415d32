"""Handing a contact or a case to a colleague. Responsibility passes at once."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import policies, reminders
from offers.actions.followups import plan
from offers.actions.once import made_before, own_new
from offers.models import Case, FollowUp, HandOver, Intake


class NothingToHandOver(Refused):
    """Nobody answers for it any longer, or the same one would."""


@transaction.atomic
def hand_over(
    *, actor: Actor, thing: Intake | Case, to: User, note: str = "", key: UUID | None = None
) -> HandOver:
    """Give a contact or a case to a colleague, with what waits on it.

    What waits stays due the day it was. The receiver sees it on Min dag until they say so.
    """
    policies.require_exit_side(actor)
    before = made_before(actor, HandOver, key)
    if before is not None:
        return before
    thing = _held(actor, thing)
    if not reminders.colleagues(actor).filter(pk=to.pk).exists():
        raise Refused(_("Choose someone in your own agency."), field="to")
    if thing.responsible_id == to.pk:
        raise NothingToHandOver(_("%(name)s is responsible already.") % {"name": to}, field="to")
    thing.responsible = to
    thing.save(update_fields=["responsible"])
    waiting = FollowUp.objects.writable_by(actor).waiting().on(thing).first()
    if waiting is not None:
        plan(actor, thing, due_on=waiting.due_on, responsible=to)
    row = HandOver(handed_by_id=actor.user_id, handed_to=to, note=note)
    setattr(row, str(thing._meta.model_name), thing)
    if to.pk == actor.user_id:
        row.seen_at = timezone.now()  # whoever takes something over has seen it
    own_new(actor, row, key, exclude=("intake", "case"))
    record(actor, "handover.made", row)
    return row


def _held(actor: Actor, thing: Intake | Case) -> Intake | Case:
    """The contact or case as it is now, held until the transaction ends."""
    if isinstance(thing, Case):
        cases = Case.objects.writable_by(actor).select_for_update(of=("self",))
        case: Case = cases.get(pk=thing.pk)
        return case
    intakes = Intake.objects.writable_by(actor).select_for_update(of=("self",))
    intake: Intake = intakes.get(pk=thing.pk)
    if intake.state == Intake.State.CASE_OPENED:
        raise NothingToHandOver(_("This contact is a case now. Hand over the case."))
    if not intake.is_open:
        raise NothingToHandOver(_("This contact is closed: there is nothing to hand over."))
    return intake


@transaction.atomic
def see_hand_over(*, actor: Actor, hand_over: HandOver) -> HandOver:
    """Say that one has seen what one was given. It leaves Min dag; saying it twice is once."""
    policies.require_exit_side(actor)
    rows = HandOver.objects.writable_by(actor).select_for_update(of=("self",))
    hand_over = rows.get(pk=hand_over.pk)
    if hand_over.handed_to_id != actor.user_id:
        raise PermissionDenied(_("Only the one it was handed to can say that they have seen it."))
    if hand_over.seen_at is None:
        hand_over.seen_at = timezone.now()
        hand_over.save(update_fields=["seen_at"])
        record(actor, "handover.seen", hand_over)
    return hand_over
