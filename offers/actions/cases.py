"""Exit cases: opening, changing and closing them. Each leaves a dated step behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions.tenants import require_exit_open
from agencies.ledger import record
from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, guards, policies, reminders
from offers.actions.followups import carry_over, plan
from offers.actions.intakes import locked as locked_intake
from offers.actions.once import made_before, next_number, own_new, wait_for
from offers.models import Case, FollowUp, Goal, Intake, Measure, Offer, OfferAnswer, Step

TOMORROW = timedelta(days=1)
AFTER_CARE_LASTS = timedelta(days=365)  # unless another end is chosen


class NobodyInTheCase(Refused):
    """A case is about someone: it would be counted as help accepted."""


class CaseAlreadyClosed(Refused):
    """Nothing is added to a closed case but after-care."""


class MeasuresStillOpen(Refused):
    """A case is closed when its measures have ended and its goals are judged."""


class DecisionMissing(Refused):
    """Support is decided when the decision stands among the steps."""


class NotConfirmed(Refused):
    """Another agency decides this. What is missing is said, and saved when confirmed."""


def locked(actor: Actor, case: Case) -> Case:
    """The case as it is now, held until the transaction ends."""
    rows = Case.objects.writable_by(actor).select_for_update(of=("self",))
    found: Case = rows.get(pk=case.pk)
    return found


def locked_open(actor: Actor, case: Case) -> Case:
    case = locked(actor, case)
    if case.closed_on is not None:
        day = case.closed_on.isoformat()
        raise CaseAlreadyClosed(_("This case was closed on %(day)s.") % {"day": day})
    return case


def leave_step(
    actor: Actor,
    case: Case,
    kind: str,
    came_on: date,
    *,
    reason: str = "",
    decision_reference: str = "",
    key: UUID | None = None,
) -> Step:
    """Write down that the case came to a step on a day. It is never written over."""
    step = Step(
        case=case,
        kind=kind,
        came_on=came_on,
        reason=reason,
        decision_reference=decision_reference,
        recorded_by_id=actor.user_id,
    )
    return own_new(actor, step, key, exclude=("case", "recorded_by"))


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    responsible: User,
    called: str = "",
    setting: str = Case.Setting.CRIMINAL,
    intake: Intake | None = None,
    offer: Offer | None = None,
    opened_on: date | None = None,
    next_on: date | None = None,
    rhythm_days: int = 7,
    police_status: str = Case.PoliceStatus.NONE,
    social_status: str = Case.SocialStatus.NONE,
    confirmed: bool = False,
    key: UUID | None = None,
) -> Case:
    """Open a case from an intake, from a yes to an offer, or by itself.

    It keeps its own identity part. What waited on the intake or the offer waits on it. Its first
    steps are those it has taken before: that it was raised, and perhaps a first meeting.
    """
    policies.require_exit_side(actor)
    require_exit_open(actor)
    before = made_before(actor, Case, key)
    if before is not None:
        return before
    if intake is not None and offer is not None:
        raise Refused(_("Open the case from a contact or from an offer, not both."), field="offer")
    if not called and intake is None and offer is None:
        raise NobodyInTheCase(_("Say what the person is called."), field="called")
    days.require(days.has_come, opened_on, "opened_on")
    days.require(days.is_within_reach, next_on, "next_on")
    if intake is not None:
        intake = locked_intake(actor, intake)
    if offer is not None:
        _require_yes(actor, offer)
    today = timezone.localdate()
    case = Case(
        number=next_number(actor, Case, today),
        called=called or (intake.called if intake else ""),
        setting=setting,
        person=offer.person if offer else None,
        offer=offer,
        intake=intake,
        opened_on=opened_on or today,
        rhythm_days=rhythm_days,
        police_status=police_status,
        social_status=social_status,
        responsible=responsible,
    )
    nothing = guards.Standing()
    _require_decision(case, nothing)
    _require_confirmed(guards.police_lacks(case, nothing), case, confirmed)
    own_new(actor, case, key, exclude=("person", "offer"))
    _first_steps(actor, case, intake)
    if intake is not None:
        intake.state = Intake.State.CASE_OPENED
        intake.save(update_fields=["state"])
        carry_over(actor, intake, case)
    if offer is not None:
        carry_over(actor, offer, case)
    plan(actor, case, due_on=next_on or today + TOMORROW, responsible=responsible)
    record(actor, "case.opened", case)
    return case


def _first_steps(actor: Actor, case: Case, intake: Intake | None) -> None:
    raised_on = timezone.localdate(intake.first_contact_at) if intake else case.opened_on
    leave_step(actor, case, Step.Kind.RAISED, min(raised_on, case.opened_on))
    if intake is not None and intake.first_meeting_at is not None:
        met_on = timezone.localdate(intake.first_meeting_at)
        leave_step(actor, case, Step.Kind.FIRST_MEETING, met_on)


def _require_decision(case: Case, standing: guards.Standing) -> None:
    if case.social_status == Case.SocialStatus.DECIDED and not standing.has_decision:
        raise DecisionMissing(
            _("Record the step Decision on support first."), field="social_status"
        )


def _require_confirmed(lacking: Iterable[guards.Missing], case: Case, confirmed: bool) -> None:
    """The police open their case, not we: it is never blocked, only said what is missing."""
    sentences = [each.sentence for each in lacking]
    if case.police_status == Case.PoliceStatus.OPEN and sentences and not confirmed:
        asked = _("Confirm that the police have opened their case, though this is missing:")
        raise NotConfirmed(" ".join([asked, *sentences]), field="police_status")


def _require_yes(actor: Actor, offer: Offer) -> None:
    """One case from one yes, however many press at once."""
    wait_for(f"offers.case/{actor.scope}/{offer.pk}")
    if Case.objects.writable_by(actor).filter(offer=offer).exists():
        raise Refused(_("A case has already been opened from this offer."))
    answers = OfferAnswer.objects.writable_by(actor).filter(offer=offer)
    last = answers.order_by("-answered_on", "-pk").first()
    if last is None or last.answer != OfferAnswer.Answer.YES:
        raise Refused(_("Record a yes before you open a case from this offer."))


@transaction.atomic
def change_case(
    *,
    actor: Actor,
    case: Case,
    called: str,
    police_status: str,
    social_status: str,
    responsible: User,
    rhythm_days: int,
    setting: str = "",
    confirmed: bool = False,
) -> Case:
    """Change a case. The two statuses never depend on one another.

    Raises `DecisionMissing` when social services' support is said to be decided and no step says
    so, `NotConfirmed` when the police's case opens without all that the police ask for.
    """
    policies.require_exit_side(actor)
    case = locked_open(actor, case)
    if not called and case.intake_id is None and case.offer_id is None:
        raise NobodyInTheCase(_("Say what the person is called."), field="called")
    before = (case.police_status, case.social_status)
    case.called, case.responsible, case.rhythm_days = called, responsible, rhythm_days
    case.police_status, case.social_status = police_status, social_status
    case.setting = setting or case.setting
    if before != (police_status, social_status):
        standing = guards.standing_of(actor, case)
        if before[1] != social_status:
            _require_decision(case, standing)
        if before[0] != police_status:
            _require_confirmed(guards.police_lacks(case, standing), case, confirmed)
    case.full_clean(exclude=["scope", "person", "offer", "intake"])
    case.save()
    waiting = FollowUp.objects.writable_by(actor).waiting().on(case).first()
    latest = timezone.localdate() + reminders.rhythm(case)
    due_on = min(waiting.due_on, latest) if waiting else latest
    plan(actor, case, due_on=due_on, responsible=responsible)
    record(actor, "case.changed", case)
    return case


@transaction.atomic
def close_case(
    *,
    actor: Actor,
    case: Case,
    ending: str,
    closed_on: date,
    next_on: date | None = None,
    reason: str = "",
    evaluation: str = "",
    rhythm_days: int = reminders.AFTER_CARE.days,
    aftercare_until: date | None = None,
) -> Case:
    """Close a case with its ending, why, and how it went, and look in on the person after it.

    Follow-ups go on until the after-care ends. Only a case that another exit service has taken
    over can close without any.
    """
    policies.require_exit_side(actor)
    case = locked_open(actor, case)
    days.require(days.has_come, closed_on, "closed_on")
    days.require(days.is_within_reach, next_on, "next_on")
    days.require(days.is_within_reach, aftercare_until, "aftercare_until")
    if closed_on < case.opened_on:
        raise Refused(_("A case cannot close before it opened."), field="closed_on")
    _require_all_ended(actor, case)
    if next_on is None and ending != Case.Ending.TAKEN_OVER:
        raise Refused(_("Say when to look in on the person."), field="next_on")
    until = aftercare_until
    if next_on is not None:
        until = until or max(next_on, closed_on + AFTER_CARE_LASTS)
        if until < next_on:
            sentence = _("After-care ends when you have looked in for the last time, not before.")
            raise Refused(sentence, field="aftercare_until")
    case.ending, case.closed_on, case.reason = ending, closed_on, reason
    case.aftercare_until, case.rhythm_days, case.paused_on = until, rhythm_days, None
    case.full_clean(exclude=["scope", "person", "offer", "intake"])
    case.save()
    told = "\n\n".join(text for text in (reason, evaluation) if text)
    leave_step(actor, case, Step.Kind.CLOSED, closed_on, reason=told)
    if next_on is not None:
        plan(actor, case, due_on=next_on, responsible=case.responsible)
    else:
        FollowUp.objects.writable_by(actor).waiting().on(case).delete()
    record(actor, "case.closed", case)
    return case


def _require_all_ended(actor: Actor, case: Case) -> None:
    lasting = Measure.objects.writable_by(actor).filter(case=case, ends_on__isnull=True)
    if lasting:
        kinds = ", ".join(str(measure) for measure in lasting)
        raise MeasuresStillOpen(_("End these measures first: %(kinds)s.") % {"kinds": kinds})
    goals = Goal.objects.writable_by(actor).filter(case=case, ended_on__isnull=True)
    if goals:
        areas = ", ".join(str(goal) for goal in goals)
        raise MeasuresStillOpen(_("Say how these goals went first: %(areas)s.") % {"areas": areas})
