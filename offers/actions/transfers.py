"""A case that another exit service takes over: opened there from the copy it was given."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.models import DisclosedItem, Disclosure, User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import policies
from offers.actions.cases import close_case, open_case
from offers.actions.once import made_before, wait_for
from offers.models import Case

TAKEOVER, TAKES_OVER = "takeover", "takes_over"


class NotAnsweredYes(Refused):
    """A case is opened from a copy once the agency has said that it takes over."""


def opened_from(actor: Actor, disclosure: Disclosure) -> Case | None:
    """The actor's own case that came by a transfer, if it has been opened."""
    return Case.objects.writable_by(actor).filter(taken_over=disclosure.ref).first()


def has_said_yes(actor: Actor, disclosure: Disclosure) -> bool:
    """Whether the actor's own agency has answered that it takes over."""
    own = Disclosure.objects.visible_to(actor).given_by(actor).filter(answers=disclosure)
    said = DisclosedItem.objects.visible_to(actor).filter(disclosure__in=own)
    return said.filter(frozen__answer=TAKES_OVER).exists()


@transaction.atomic
def take_over_case(
    *,
    actor: Actor,
    disclosure: Disclosure,
    responsible: User,
    next_on: date | None = None,
    rhythm_days: int = 7,
    key: UUID | None = None,
) -> Case:
    """Open a case of one's own from what was received. The giver's case stays the giver's.

    What the person is called and how it stood come from the frozen copy, as the giver knew it.
    """
    policies.require_exit_side(actor)
    before = made_before(actor, Case, key)
    if before is not None:
        return before
    wait_for(f"offers.transfer/{actor.scope}/{disclosure.pk}")
    if not has_said_yes(actor, disclosure):
        raise NotAnsweredYes(_("Answer first that your agency takes over the case."))
    if opened_from(actor, disclosure) is not None:
        raise Refused(_("A case has already been opened from this transfer."))
    item = DisclosedItem.objects.visible_to(actor).get(disclosure=disclosure, kind="case")
    statuses = item.frozen.get("statuses", {})
    case = open_case(
        actor=actor,
        called=item.frozen.get("called") or _("Taken over"),
        responsible=responsible,
        next_on=next_on,
        rhythm_days=rhythm_days,
        key=key,
    )
    case.taken_over = disclosure.ref
    case.police_status = statuses.get("police", case.police_status)
    case.social_status = statuses.get("social", case.social_status)
    case.full_clean(exclude=["scope", "person", "offer", "intake"])
    case.save()
    record(actor, "case.taken_over", case)
    return case


def is_taken_over(actor: Actor, case: Case) -> bool:
    """Whether another exit service has answered that it takes over the actor's own case."""
    asked = Disclosure.objects.visible_to(actor).given_by(actor).filter(question=TAKEOVER)
    about = asked.filter(items__kind="case", items__about=case.ref)
    came = Disclosure.objects.visible_to(actor).received_by(actor).filter(answers__in=about)
    said = DisclosedItem.objects.visible_to(actor).filter(disclosure__in=came)
    return said.filter(frozen__answer=TAKES_OVER).exists()


@transaction.atomic
def close_taken_over(*, actor: Actor, case: Case, closed_on: date, reason: str) -> Case:
    """Close a case that another exit service has said it takes over: it looks in from now on."""
    policies.require_exit_side(actor)
    if not is_taken_over(actor, case):
        raise NotAnsweredYes(_("No other exit service has said yes yet."))
    return close_case(
        actor=actor,
        case=case,
        ending=Case.Ending.TAKEN_OVER,
        closed_on=closed_on,
        reason=reason,
    )
