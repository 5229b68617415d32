"""Planning, logging and undoing follow-ups. Nothing that waits is ever left without a date."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, policies, reminders
from offers.actions.once import ref_for, wait_for
from offers.actions.sharing import require_colleague
from offers.models import Case, FollowUp, Intake, Offer

LOGGED = ["done_at", "logged_at", "done_by", "outcome", "channel", "note", "for_team"]


class AlreadyLogged(Refused):
    """Someone was first."""


class TakenAway(Refused):
    """A colleague undid the log that had planned it, while this form was open."""


class TooLateToUndo(Refused):
    """The quarter of an hour has passed, or something has been built on it."""


About = tuple[int | None, int | None, int | None]  # an offer, an intake or a case


def locked(actor: Actor, follow_up: FollowUp) -> FollowUp:
    """The row as it is now, held until the transaction ends.

    What it is about is held first, as whoever opens or closes a case or a contact does; when it
    was carried to a case meanwhile, that is held too. Raises `TakenAway` when it is gone.
    """
    rows = FollowUp.objects.writable_by(actor)
    held: About | None = None
    about: About = (follow_up.offer_id, follow_up.intake_id, follow_up.case_id)
    while about != held:
        _hold(actor, about)
        found = rows.filter(pk=follow_up.pk).values_list("offer_id", "intake_id", "case_id").first()
        if found is None:
            raise TakenAway(_("A colleague has undone what planned this follow-up. It is gone."))
        held, about = about, found
    row: FollowUp = reminders.with_things(rows.select_for_update(of=("self",))).get(pk=follow_up.pk)
    return row


def _hold(actor: Actor, about: About) -> None:
    _offer, intake, case = about
    for model, thing in ((Intake, intake), (Case, case)):
        if thing is not None:
            rows = model.objects.writable_by(actor).select_for_update(of=("self",))
            rows.filter(pk=thing).values_list("pk").first()
    _one_at_a_time(actor, *about)


def _one_at_a_time(
    actor: Actor, offer: int | None = None, intake: int | None = None, case: int | None = None
) -> None:
    """An agency plans on one thing at a time: one follow-up waits, however many press at once."""
    wait_for(f"offers.followup/{actor.scope}/{offer}/{intake}/{case}")


def plan(
    actor: Actor, thing: Offer | Intake | Case, *, due_on: date, responsible: User
) -> FollowUp:
    """Make or move the one follow-up that waits on a thing."""
    _one_at_a_time(actor, **{str(thing._meta.model_name): thing.pk})
    rows = FollowUp.objects.writable_by(actor).waiting().on(thing)
    follow_up: FollowUp | None = rows.select_for_update(of=("self",)).first()
    if follow_up is None:
        done = FollowUp.objects.writable_by(actor).done().on(thing).filter(next__isnull=True)
        follow_up = FollowUp(scope_id=actor.scope, follows=done.order_by("-done_at").first())
        setattr(follow_up, str(thing._meta.model_name), thing)
    follow_up.due_on, follow_up.responsible = due_on, responsible
    follow_up.save()
    record(actor, "followup.planned", follow_up)
    return follow_up


def carry_over(actor: Actor, thing: Offer | Intake, case: Case) -> None:
    """What waited on an offer or an intake waits on its case from now on."""
    _one_at_a_time(actor, **{str(thing._meta.model_name): thing.pk})
    waiting = FollowUp.objects.writable_by(actor).waiting().on(thing)
    waiting.update(offer=None, intake=None, case=case)


@transaction.atomic
def start_following_up(*, actor: Actor, offer: Offer) -> FollowUp:
    """An agency begins follow-ups of its own on an offer it sees. One waits at a time."""
    policies.require_following_up(actor)
    offer = Offer.objects.visible_to(actor).get(pk=offer.pk)
    _one_at_a_time(actor, offer=offer.pk)
    waiting: FollowUp | None = FollowUp.objects.writable_by(actor).waiting().on(offer).first()
    if waiting is not None:
        return waiting
    me = User.objects.get(pk=actor.user_id)
    return plan(actor, offer, due_on=timezone.localdate(), responsible=me)


@transaction.atomic
def stop_following_up(*, actor: Actor, follow_up: FollowUp) -> None:
    """Let go of a follow-up that nothing obliges: not on a case, an intake or an answer."""
    policies.require_following_up(actor)
    follow_up = locked(actor, follow_up)
    if not follow_up.is_waiting:
        raise AlreadyLogged(_("This follow-up has already been logged."))
    thing = reminders.thing_of(follow_up)
    if isinstance(thing, Case) or reminders.must_wait(actor, thing):
        raise Refused(_("This must always have a follow-up that waits."))
    record(actor, "followup.stopped", follow_up)
    follow_up.delete()


@transaction.atomic
def log_follow_up(
    *,
    actor: Actor,
    follow_up: FollowUp,
    outcome: str,
    channel: str = "",
    note: str | None = None,
    next_on: date | None = None,
    done_at: datetime | None = None,
    responsible: User | None = None,
    for_team: bool = False,
    key: UUID | None = None,
) -> FollowUp:
    """Say how a contact went, and plan the next. The same key twice is one log.

    Without a note the one that an undone log left behind is kept. The next one stays with whoever
    is responsible unless someone else is named. Where after-care is over none is planned, unless
    a day is named.

    Raises `AlreadyLogged` when someone else was first.
    """
    policies.require_following_up(actor)
    follow_up = locked(actor, follow_up)
    if not follow_up.is_waiting:
        if key is not None and _is_the_same_press(actor, follow_up, key, outcome):
            return follow_up
        raise AlreadyLogged(_("This follow-up has already been logged."))
    if not outcome:
        raise Refused(_("Say how the follow-up went."), field="outcome")
    days.require(days.is_within_reach, next_on, "next_on")
    days.require(days.has_been, done_at, "done_at")
    thing = reminders.thing_of(follow_up)
    follow_up.logged_at = timezone.now()
    follow_up.done_at, follow_up.done_by_id = done_at or follow_up.logged_at, actor.user_id
    follow_up.outcome, follow_up.for_team = outcome, for_team
    follow_up.note = follow_up.note if note is None else note
    follow_up.channel = channel or reminders.last_channel(follow_up)
    follow_up.full_clean(
        exclude=["scope", "offer", "intake", "case", "follows", "responsible", "done_by"],
        validate_unique=False,
        validate_constraints=False,
    )
    follow_up.save(update_fields=LOGGED)
    due_on = next_on or reminders.next_day(thing, timezone.localdate())
    if due_on is not None:
        _plan_next(actor, follow_up, due_on, responsible, key)
    if isinstance(thing, Intake):
        _mark_contact(thing, follow_up)
    record(actor, "followup.logged", follow_up)
    return follow_up


def _is_the_same_press(actor: Actor, follow_up: FollowUp, key: UUID, outcome: str) -> bool:
    """Whether this very form has been saved before. The last look-in has no next to carry its
    key: there, the same person saying the same again within the quarter is enough."""
    coming = following(follow_up)
    if coming is not None:
        return coming.ref == _next_ref(actor, follow_up, key)
    return (
        follow_up.done_by_id == actor.user_id
        and follow_up.outcome == outcome
        and _is_fresh(follow_up)
    )


def _is_fresh(follow_up: FollowUp) -> bool:
    """Whether a log was written less than a quarter of an hour ago."""
    logged = follow_up.logged_at or follow_up.done_at
    return logged is not None and timezone.now() - logged < reminders.UNDO_FOR


def _plan_next(
    actor: Actor, follow_up: FollowUp, due_on: date, responsible: User | None, key: UUID | None
) -> None:
    if responsible is not None and responsible.pk != follow_up.responsible_id:
        require_colleague(actor, responsible)
    coming = FollowUp(
        scope_id=actor.scope,
        offer_id=follow_up.offer_id,
        intake_id=follow_up.intake_id,
        case_id=follow_up.case_id,
        due_on=due_on,
        responsible_id=responsible.pk if responsible else follow_up.responsible_id,
        follows=follow_up,
    )
    if key is not None:
        coming.ref = _next_ref(actor, follow_up, key)
    coming.save(force_insert=True)


def _next_ref(actor: Actor, follow_up: FollowUp, key: UUID) -> UUID:
    """The next follow-up carries the key of the log that planned it."""
    return ref_for(actor, uuid5(follow_up.ref, str(key)))


def following(follow_up: FollowUp) -> FollowUp | None:
    """The follow-up planned when this one was logged."""
    return FollowUp.objects.filter(follows=follow_up).first()


def _mark_contact(intake: Intake, follow_up: FollowUp) -> None:
    """A first meeting logged as a follow-up is the first meeting."""
    if intake.state == Intake.State.NEW:
        intake.state = Intake.State.WAITING
    if follow_up.outcome == FollowUp.Outcome.MET and intake.first_meeting_at is None:
        intake.first_meeting_at = follow_up.done_at
    intake.save(update_fields=["state", "first_meeting_at"])


def _unmark_contact(actor: Actor, intake: Intake, follow_up: FollowUp) -> None:
    """The first meeting stands as long as one is logged; a contact nobody has tried is new."""
    others = FollowUp.objects.writable_by(actor).done().on(intake).exclude(pk=follow_up.pk)
    was_met = follow_up.outcome == FollowUp.Outcome.MET
    if was_met and not others.filter(outcome=FollowUp.Outcome.MET).exists():
        intake.first_meeting_at = None
    if intake.state == Intake.State.WAITING and not others.exists():
        intake.state = Intake.State.NEW
    intake.save(update_fields=["state", "first_meeting_at"])


@transaction.atomic
def undo_follow_up(*, actor: Actor, follow_up: FollowUp) -> FollowUp:
    """Take a log back within a quarter of an hour. The note is kept for the next try.

    Raises `TooLateToUndo` afterwards, or when something has been built on it.
    """
    policies.require_following_up(actor)
    follow_up = locked(actor, follow_up)
    if follow_up.done_at is None:
        return follow_up
    if follow_up.done_by_id != actor.user_id:
        raise PermissionDenied(_("Only the one who logged a follow-up can undo it."))
    if follow_up.carried_on is not None:
        raise TooLateToUndo(_("The note stands in your own record, so the log stays."))
    if not _is_fresh(follow_up):
        raise TooLateToUndo(_("A log can be undone for 15 minutes, and they have passed."))
    coming = following(follow_up)
    if not _can_be_taken_back(actor, follow_up, coming):
        raise TooLateToUndo(_("More has happened since, so this log can no longer be undone."))
    if coming is not None:
        coming.delete()
    if follow_up.intake:
        _unmark_contact(actor, follow_up.intake, follow_up)
    follow_up.done_at = follow_up.logged_at = follow_up.done_by = None
    follow_up.outcome = follow_up.channel = ""
    follow_up.for_team = False
    follow_up.save(update_fields=LOGGED)
    record(actor, "followup.undone", follow_up)
    return follow_up


def _can_be_taken_back(actor: Actor, follow_up: FollowUp, coming: FollowUp | None) -> bool:
    """Whether nothing has been built on a log: its next still waits, where one was planned."""
    if coming is None:
        return not reminders.must_wait(actor, reminders.thing_of(follow_up))
    return coming.is_waiting and _same_thing(coming, follow_up)


def _same_thing(one: FollowUp, other: FollowUp) -> bool:
    return (one.offer_id, one.intake_id, one.case_id) == (
        other.offer_id,
        other.intake_id,
        other.case_id,
    )


@transaction.atomic
def add_note(*, actor: Actor, follow_up: FollowUp, note: str) -> FollowUp:
    """Add to what was written. Earlier words stay; the same words twice are saved once."""
    policies.require_following_up(actor)
    follow_up = locked(actor, follow_up)
    if follow_up.done_by_id != actor.user_id:
        raise PermissionDenied(_("Only the one who logged a follow-up can add to its note."))
    if follow_up.carried_on is not None:
        raise Refused(_("The note stands in your own record. Write what is new there."))
    if follow_up.note != note and not follow_up.note.endswith(f"\n\n{note}"):
        follow_up.note = f"{follow_up.note}\n\n{note}".strip()
        follow_up.save(update_fields=["note"])
        record(actor, "followup.noted", follow_up)
    return follow_up
