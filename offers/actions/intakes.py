"""First contacts with the exit side, and counting those taken straight with social services."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions.tenants import require_exit_open
from agencies.ledger import record
from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, policies
from offers.actions.followups import log_follow_up, plan
from offers.actions.once import made_before, next_number, own_new
from offers.models import DirectContact, FollowUp, Intake


class IntakeNotOpen(Refused):
    """The contact is closed, or is a case already."""


def locked(actor: Actor, intake: Intake) -> Intake:
    """The intake as it is now, open, held until the transaction ends."""
    rows = Intake.objects.writable_by(actor).select_for_update(of=("self",))
    intake = rows.get(pk=intake.pk)
    if intake.state == Intake.State.CASE_OPENED:
        raise IntakeNotOpen(_("A case has already been opened from this contact."))
    if intake.state == Intake.State.CLOSED:
        raise IntakeNotOpen(_("This contact is closed."))
    return intake


@transaction.atomic
def take_intake(
    *,
    actor: Actor,
    source: str,
    first_contact_at: datetime,
    responsible: User,
    called: str = "",
    contact_way: str = "",
    note: str = "",
    key: UUID | None = None,
) -> Intake:
    """Someone got in touch. Nobody on the map is needed; the first meeting is due today."""
    policies.require_exit_side(actor)
    require_exit_open(actor)
    before = made_before(actor, Intake, key)
    if before is not None:
        return before
    days.require(days.is_of_today_or_before, first_contact_at, "first_contact_at")
    today = timezone.localdate()
    intake = Intake(
        number=next_number(actor, Intake, today),
        source=source,
        called=called,
        contact_way=contact_way,
        note=note,
        first_contact_at=first_contact_at,
        responsible=responsible,
    )
    own_new(actor, intake, key)
    plan(actor, intake, due_on=today, responsible=responsible)
    record(actor, "intake.taken", intake)
    return intake


@transaction.atomic
def record_first_meeting(
    *, actor: Actor, intake: Intake, met_at: datetime, key: UUID | None = None
) -> Intake:
    """The first meeting took place: it is logged as a follow-up, and the next is planned."""
    policies.require_exit_side(actor)
    intake = locked(actor, intake)
    if intake.first_meeting_at is not None:
        return intake
    days.require(days.has_been, met_at, "met_at")
    if met_at < intake.first_contact_at.replace(second=0, microsecond=0):
        raise Refused(_("The meeting cannot come before the first contact."), field="met_at")
    intake.first_meeting_at, intake.state = met_at, Intake.State.WAITING
    intake.save(update_fields=["first_meeting_at", "state"])
    waiting = FollowUp.objects.writable_by(actor).waiting().on(intake).get()
    log_follow_up(
        actor=actor,
        follow_up=waiting,
        outcome=FollowUp.Outcome.MET,
        channel=FollowUp.Channel.MEETING,
        done_at=met_at,
        key=key,
    )
    record(actor, "intake.met", intake)
    return intake


@transaction.atomic
def close_intake(*, actor: Actor, intake: Intake) -> Intake:
    """Nothing more comes of this contact: nothing waits on it any longer."""
    policies.require_exit_side(actor)
    intake = locked(actor, intake)
    intake.state = Intake.State.CLOSED
    intake.save(update_fields=["state"])
    FollowUp.objects.writable_by(actor).waiting().on(intake).delete()
    record(actor, "intake.closed", intake)
    return intake


@transaction.atomic
def count_direct_contacts(
    *, actor: Actor, month: date, count: int, accepted: int = 0
) -> DirectContact:
    """How many went straight to social services in a month. Saying it again corrects it."""
    policies.require_counting(actor)
    days.require(days.has_come, month, "month")
    if accepted > count:
        raise Refused(_("No more can have accepted help than got in touch."), field="accepted")
    row: DirectContact
    row, _made = DirectContact.objects.writable_by(actor).update_or_create(
        scope_id=actor.scope,
        month=month.replace(day=1),
        defaults={"count": count, "accepted": accepted},
    )
    record(actor, "directcontact.counted", row)
    return row
