"""First contacts with the exit side, and counting those taken straight with social services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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

RHYTHM_DAYS = 14


class IntakeNotOpen(Refused):
    """The contact is closed, or is a case already."""


class StaysAnonymous(Refused):
    """Anonymous counselling never gets an identity, not even later (SoL 14:5)."""


def locked(actor: Actor, intake: Intake) -> Intake:
    """The intake as it is now, open, held until the transaction ends."""
    rows = Intake.objects.writable_by(actor).select_for_update(of=("self",))
    intake = rows.get(pk=intake.pk)
    _require_somebody(intake)
    if intake.state == Intake.State.CASE_OPENED:
        raise IntakeNotOpen(_("A case has already been opened from this contact."))
    if intake.state == Intake.State.CLOSED:
        raise IntakeNotOpen(_("This contact is closed."))
    return intake


def _require_somebody(intake: Intake) -> None:
    if intake.is_anonymous:
        raise StaysAnonymous(
            _(
                "This was anonymous counselling: nothing is added to it. If the person wants"
                " support, take a new contact and tell them that it is written down."
            )
        )


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
    rhythm_days: int = RHYTHM_DAYS,
    is_anonymous: bool = False,
    decision_reference: str = "",
    key: UUID | None = None,
) -> Intake:
    """Someone got in touch. Nobody on the map is needed; the first meeting is due today.

    Anonymous counselling is given and over: it names nobody, and nothing waits on it.
    """
    policies.require_exit_side(actor)
    require_exit_open(actor)
    before = made_before(actor, Intake, key)
    if before is not None:
        return before
    days.require(days.is_of_today_or_before, first_contact_at, "first_contact_at")
    if is_anonymous:
        _require_nobody(decision_reference, called=called, contact_way=contact_way, note=note)
    today = timezone.localdate()
    intake = Intake(
        number=next_number(actor, Intake, today),
        source=source,
        called=called,
        contact_way=contact_way,
        note=note,
        rhythm_days=rhythm_days,
        is_anonymous=is_anonymous,
        decision_reference=decision_reference if is_anonymous else "",
        first_contact_at=first_contact_at,
        state=Intake.State.CLOSED if is_anonymous else Intake.State.NEW,
        responsible=responsible,
    )
    own_new(actor, intake, key)
    if not is_anonymous:
        plan(actor, intake, due_on=today, responsible=responsible)
    record(actor, "intake.taken", intake)
    return intake


def _require_nobody(decision_reference: str, **identity: str) -> None:
    """What anonymous counselling needs, and what it must not hold."""
    if not decision_reference:
        raise Refused(
            _("Write the reference of the board's decision (SoL 14:5)."),
            field="decision_reference",
        )
    for field, given in identity.items():
        if given:
            raise StaysAnonymous(
                _("Anonymous counselling stores no identity (SoL 14:5)."), field=field
            )


@transaction.atomic
def change_intake(
    *,
    actor: Actor,
    intake: Intake,
    called: str,
    contact_way: str,
    note: str,
    rhythm_days: int,
) -> Intake:
    """Change what is known of a contact. A closer rhythm brings what waits nearer."""
    policies.require_exit_side(actor)
    intake = locked(actor, intake)
    intake.called, intake.contact_way, intake.note = called, contact_way, note
    intake.rhythm_days = rhythm_days
    intake.full_clean(exclude=["scope"])
    intake.save(update_fields=["called", "contact_way", "note", "rhythm_days"])
    waiting = FollowUp.objects.writable_by(actor).waiting().on(intake).first()
    latest = timezone.localdate() + timedelta(days=rhythm_days)
    if waiting is None or waiting.due_on > latest:
        plan(actor, intake, due_on=latest, responsible=intake.responsible)
    record(actor, "intake.changed", intake)
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
def close_intake(*, actor: Actor, intake: Intake, ending: str, reason: str = "") -> Intake:
    """Nothing more comes of this contact for now: it says why, and nothing waits on it."""
    policies.require_exit_side(actor)
    intake = locked(actor, intake)
    if not ending:
        raise Refused(_("Say why the contact is closed."), field="ending")
    intake.state, intake.closed_on = Intake.State.CLOSED, timezone.localdate()
    intake.ending, intake.reason = ending, reason
    intake.full_clean(exclude=["scope"])
    intake.save(update_fields=["state", "closed_on", "ending", "reason"])
    FollowUp.objects.writable_by(actor).waiting().on(intake).delete()
    record(actor, "intake.closed", intake)
    return intake


@transaction.atomic
def reopen_intake(
    *,
    actor: Actor,
    intake: Intake,
    channel: str = FollowUp.Channel.PHONE,
    note: str = "",
    next_on: date | None = None,
    key: UUID | None = None,
) -> Intake:
    """They got in touch again. That is logged, with how it ended last time, and the next planned.

    The one who takes the call answers for the contact from now on.
    """
    policies.require_exit_side(actor)
    require_exit_open(actor)
    rows = Intake.objects.writable_by(actor).select_for_update(of=("self",))
    intake = rows.get(pk=intake.pk)
    _require_somebody(intake)
    if intake.state != Intake.State.CLOSED:
        raise Refused(_("This contact is not closed."))
    days.require(days.is_coming, next_on, "next_on")
    today, me = timezone.localdate(), User.objects.get(pk=actor.user_id)
    told = "\n\n".join(part for part in (_last_time(intake), note) if part)
    intake.state, intake.closed_on = Intake.State.WAITING, None
    intake.ending = intake.reason = ""
    intake.responsible = me
    intake.save(update_fields=["state", "closed_on", "ending", "reason", "responsible"])
    met = channel == FollowUp.Channel.MEETING
    log_follow_up(
        actor=actor,
        follow_up=plan(actor, intake, due_on=today, responsible=me),
        outcome=FollowUp.Outcome.MET if met else FollowUp.Outcome.TALKED,
        channel=channel,
        note=told,
        next_on=next_on,
        key=key,
    )
    record(actor, "intake.reopened", intake)
    return intake


def _last_time(intake: Intake) -> str:
    """How it ended before, kept in the history when the contact is opened again."""
    if intake.closed_on is None:
        return ""
    ended = _("Closed %(day)s: %(ending)s.") % {
        "day": intake.closed_on.isoformat(),
        "ending": intake.get_ending_display(),
    }
    return f"{ended} {intake.reason}".strip()


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
