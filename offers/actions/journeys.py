"""The way of a case: its steps, how far the person has come, pausing and taking up again."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, guards, policies, reminders
from offers.actions.cases import TOMORROW, leave_step, locked, locked_open
from offers.actions.followups import plan
from offers.actions.once import made_before, own_new
from offers.models import Case, FollowUp, LeavingStage, Step

LONGEST_PAUSE = timedelta(days=90)


class StepNotYet(Refused):
    """Something must be there before the case comes to this step."""


class CaseNotPaused(Refused):
    """Only what is paused is taken up again."""


class CaseAlreadyPaused(Refused):
    """It rests already, until the day that was chosen."""


class CaseNotClosed(Refused):
    """Only a closed case is opened again."""


class TakenOver(Refused):
    """Another exit service holds the case now."""


@transaction.atomic
def record_step(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    came_on: date,
    reason: str = "",
    decision_reference: str = "",
    key: UUID | None = None,
) -> Step:
    """The case came to a step on a day. Steps are skipped when not needed, and never written over.

    Raises `StepNotYet` with what is missing.
    """
    policies.require_exit_side(actor)
    before = made_before(actor, Step, key)
    if before is not None:
        return before
    case = locked_open(actor, case)
    if kind not in guards.RECORDED:
        raise Refused(_("This step is recorded when the case itself changes."), field="kind")
    _require_day(actor, case, came_on, "came_on")
    _require_nothing_missing(actor, case, kind, reason)
    if kind == Step.Kind.DECISION and not decision_reference:
        raise Refused(_("Write the reference of the decision."), field="decision_reference")
    step = leave_step(
        actor,
        case,
        kind,
        came_on,
        reason=reason,
        decision_reference=decision_reference,
        key=key,
    )
    record(actor, "case.stepped", case)
    return step


def _require_nothing_missing(actor: Actor, case: Case, kind: str, reason: str) -> None:
    missing = guards.missing(actor, case, kind)
    rests_on_ground = kind == Step.Kind.PLAN and reason and not case.is_paused
    if missing and not rests_on_ground:
        raise StepNotYet(" ".join(each.sentence for each in missing), field="kind")


def _require_day(actor: Actor, case: Case, day: date, field: str) -> None:
    """Nothing in a case comes before the day it was raised."""
    days.require(days.has_come, day, field)
    raised = Step.objects.writable_by(actor).filter(case=case, kind=Step.Kind.RAISED)
    began = raised.values_list("came_on", flat=True).first() or case.opened_on
    if day < began:
        sentence = _("The case was raised on %(day)s: nothing in it comes before.")
        raise Refused(sentence % {"day": began.isoformat()}, field=field)


@transaction.atomic
def judge_stage(
    *, actor: Actor, case: Case, stage: str, judged_on: date, key: UUID | None = None
) -> LeavingStage:
    """How far the person has come in leaving, as judged on a day; also during after-care."""
    policies.require_exit_side(actor)
    before = made_before(actor, LeavingStage, key)
    if before is not None:
        return before
    case = locked(actor, case)
    _require_day(actor, case, judged_on, "judged_on")
    row = LeavingStage(case=case, stage=stage, judged_on=judged_on, recorded_by_id=actor.user_id)
    own_new(actor, row, key, exclude=("case", "recorded_by"))
    record(actor, "case.judged", case)
    return row


@transaction.atomic
def pause_case(*, actor: Actor, case: Case, reason: str, next_on: date) -> Case:
    """Let a case rest with a reason, and say when to look in. What waits, waits until then."""
    policies.require_exit_side(actor)
    case = locked_open(actor, case)
    if case.is_paused:
        raise CaseAlreadyPaused(_("This case is paused already."))
    today = timezone.localdate()
    days.require(days.is_coming, next_on, "next_on")
    if next_on > today + LONGEST_PAUSE:
        raise Refused(_("Choose a day within 90 days."), field="next_on")
    case.paused_on = today
    case.save(update_fields=["paused_on", "updated_at"])
    leave_step(actor, case, Step.Kind.PAUSED, today, reason=reason)
    plan(actor, case, due_on=next_on, responsible=case.responsible)
    record(actor, "case.paused", case)
    return case


@transaction.atomic
def resume_case(*, actor: Actor, case: Case, reason: str = "", next_on: date | None = None) -> Case:
    """Take a paused case up again, in its own rhythm."""
    policies.require_exit_side(actor)
    case = locked_open(actor, case)
    if not case.is_paused:
        raise CaseNotPaused(_("This case is not paused."))
    days.require(days.is_coming, next_on, "next_on")
    today = timezone.localdate()
    case.paused_on = None
    case.save(update_fields=["paused_on", "updated_at"])
    leave_step(actor, case, Step.Kind.RESUMED, today, reason=reason)
    waiting = FollowUp.objects.writable_by(actor).waiting().on(case).first()
    latest = today + reminders.rhythm(case)
    due_on = next_on or (min(waiting.due_on, latest) if waiting else latest)
    plan(actor, case, due_on=due_on, responsible=case.responsible)
    record(actor, "case.resumed", case)
    return case


@transaction.atomic
def reopen_case(
    *,
    actor: Actor,
    case: Case,
    reason: str,
    responsible: User,
    next_on: date | None = None,
    rhythm_days: int = 7,
) -> Case:
    """Open a closed case again. How it once ended still stands among its steps."""
    policies.require_exit_side(actor)
    case = locked(actor, case)
    if case.is_open:
        raise CaseNotClosed(_("This case is open."))
    if case.ending == Case.Ending.TAKEN_OVER:
        raise TakenOver(_("Another exit service has taken this case over. Open a new one."))
    days.require(days.is_coming, next_on, "next_on")
    today = timezone.localdate()
    case.closed_on = case.aftercare_until = None
    case.ending = case.reason = ""
    case.responsible, case.rhythm_days = responsible, rhythm_days
    case.full_clean(exclude=["scope", "person", "offer", "intake"])
    case.save()
    leave_step(actor, case, Step.Kind.REOPENED, today, reason=reason)
    plan(actor, case, due_on=next_on or today + TOMORROW, responsible=responsible)
    record(actor, "case.reopened", case)
    return case
