"""Coordination meetings: who took part, what was agreed, and what had been disclosed for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.models import Disclosure, Receiver
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import brought, days, journal, policies
from offers.actions.cases import locked as locked_case
from offers.actions.notes import Overtaken
from offers.actions.once import made_before, own_new
from offers.models import Case, Meeting


def version_of(meeting: Meeting) -> str:
    """What somebody saw of a meeting when they began to change it."""
    return journal.version_of(
        meeting.held_on, sorted(meeting.receivers), sorted(meeting.papers), meeting.agreed
    )


@transaction.atomic
def record_meeting(
    *,
    actor: Actor,
    case: Case,
    held_on: date,
    receivers: Iterable[Receiver],
    agreed: str,
    papers: Iterable[Disclosure] = (),
    key: UUID | None = None,
) -> Meeting:
    """Write down a meeting that was held. Of what others said, only what they disclosed."""
    policies.require_exit_side(actor)
    before = made_before(actor, Meeting, key)
    if before is not None:
        return before
    case = locked_case(actor, case)
    meeting = Meeting(case=case, recorded_by_id=actor.user_id)
    _fill(actor, meeting, held_on, receivers, agreed, papers)
    own_new(actor, meeting, key)
    record(actor, "meeting.recorded", meeting)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    actor: Actor,
    meeting: Meeting,
    held_on: date,
    receivers: Iterable[Receiver],
    agreed: str,
    version: str,
    papers: Iterable[Disclosure] = (),
) -> Meeting:
    """Set right what was written about a meeting.

    Raises `Overtaken` when a colleague has saved something since it was opened.
    """
    policies.require_exit_side(actor)
    rows = Meeting.objects.writable_by(actor).select_for_update(of=("self",))
    meeting = rows.select_related("case").get(pk=meeting.pk)
    if version != version_of(meeting):
        raise Overtaken(meeting)
    _fill(actor, meeting, held_on, receivers, agreed, papers)
    meeting.full_clean(exclude=["scope", "case"])
    meeting.save(update_fields=["held_on", "receivers", "agreed", "papers"])
    record(actor, "meeting.changed", meeting)
    return meeting


def _fill(
    actor: Actor,
    meeting: Meeting,
    held_on: date,
    receivers: Iterable[Receiver],
    agreed: str,
    chosen: Iterable[Disclosure],
) -> None:
    """What can no longer be read stays where it lies: the page leaves it out by itself."""
    days.require(days.has_come, held_on, "held_on")
    refs = {each.ref for each in chosen}
    open_to = {each.ref for each in brought.to_choose(actor, meeting.case, refs)}
    if refs - open_to:
        raise Refused(_("Choose among what you can read today."), field="papers")
    read = {each.ref for each in brought.of(actor, meeting.papers)}
    unread = [ref for ref in meeting.papers if ref not in read]
    meeting.held_on, meeting.agreed = held_on, agreed
    meeting.receivers = sorted(each.pk for each in receivers)
    meeting.papers = [*unread, *sorted(refs)]
