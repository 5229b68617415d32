"""The plan of a case: goals, measures under them or on their own, and what they cost."""

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
from offers.actions.providers import require_fit
from offers.models import Case, Goal, Measure, Provider


class GoalAlreadyEnded(Refused):
    """A goal ends once. What is left to reach is a new goal."""


@transaction.atomic
def add_goal(
    *,
    actor: Actor,
    case: Case,
    area: str,
    text: str,
    starts_on: date,
    review_on: date,
    key: UUID | None = None,
) -> Goal:
    """What is to be reached in one part of life, and when it is looked at again."""
    policies.require_exit_side(actor)
    before = made_before(actor, Goal, key)
    if before is not None:
        return before
    case = locked_open(actor, case)
    _require_review(starts_on, review_on)
    goal = Goal(case=case, area=area, text=text, starts_on=starts_on, review_on=review_on)
    own_new(actor, goal, key)
    record(actor, "goal.added", goal)
    return goal


@transaction.atomic
def change_goal(
    *, actor: Actor, goal: Goal, area: str, text: str, starts_on: date, review_on: date
) -> Goal:
    """Say a goal in other words, or move its review."""
    goal = _open_goal(actor, goal)
    _require_review(starts_on, review_on)
    goal.area, goal.text, goal.starts_on, goal.review_on = area, text, starts_on, review_on
    goal.full_clean(exclude={"scope", "case"}, validate_unique=False)
    goal.save()
    record(actor, "goal.changed", goal)
    return goal


@transaction.atomic
def review_goal(*, actor: Actor, goal: Goal, review_on: date) -> Goal:
    """The goal was looked at and goes on; it is looked at again on another day."""
    goal = _open_goal(actor, goal)
    _require_review(goal.starts_on, review_on)
    goal.review_on = review_on
    goal.save(update_fields=["review_on"])
    record(actor, "goal.reviewed", goal)
    return goal


@transaction.atomic
def end_goal(*, actor: Actor, goal: Goal, outcome: str, ended_on: date) -> Goal:
    """How it went. What is done under the goal goes on until it is ended itself."""
    goal = _open_goal(actor, goal)
    days.require(days.has_come, ended_on, "ended_on")
    if ended_on < goal.starts_on:
        raise Refused(_("A goal cannot end before it began."), field="ended_on")
    goal.outcome, goal.ended_on = outcome, ended_on
    goal.full_clean(exclude={"scope", "case"}, validate_unique=False)
    goal.save(update_fields=["outcome", "ended_on"])
    record(actor, "goal.ended", goal)
    return goal


def _open_goal(actor: Actor, goal: Goal) -> Goal:
    policies.require_exit_side(actor)
    locked_open(actor, goal.case)
    found: Goal = Goal.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=goal.pk)
    if found.ended_on is not None:
        day = found.ended_on.isoformat()
        raise GoalAlreadyEnded(_("This goal ended on %(day)s.") % {"day": day})
    return found


def _require_review(starts_on: date, review_on: date) -> None:
    days.require(days.is_within_reach, starts_on, "starts_on")
    days.require(days.is_within_reach, review_on, "review_on")
    if review_on < starts_on:
        raise Refused(_("A goal is looked at again after it began."), field="review_on")


@transaction.atomic
def add_measure(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    goal: Goal | None = None,
    provider: Provider | None = None,
    decision_reference: str = "",
    key: UUID | None = None,
) -> Measure:
    """Support of a kind, from a day and perhaps to one. Where somebody lives is never kept."""
    policies.require_exit_side(actor)
    before = made_before(actor, Measure, key)
    if before is not None:
        return before
    case = locked_open(actor, case)
    _require_order(starts_on, ends_on)
    _require_same_case(case, goal)
    if provider is not None:
        require_fit(actor, provider)
    measure = Measure(
        case=case,
        kind=kind,
        goal=goal,
        provider=provider,
        decision_reference=decision_reference,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    own_new(actor, measure, key)
    record(actor, "measure.added", measure)
    return measure


@transaction.atomic
def change_measure(
    *,
    actor: Actor,
    measure: Measure,
    kind: str,
    starts_on: date,
    ends_on: date | None,
    goal: Goal | None,
    provider: Provider | None,
    decision_reference: str,
) -> Measure:
    """Correct a measure, or move it under another goal. A new provider must be fit to use."""
    policies.require_exit_side(actor)
    locked_open(actor, measure.case)
    measure = _locked_measure(actor, measure)
    _require_order(starts_on, ends_on)
    _require_same_case(measure.case, goal)
    if provider is not None and provider.pk != measure.provider_id:
        require_fit(actor, provider)
    measure.kind, measure.starts_on, measure.ends_on = kind, starts_on, ends_on
    measure.goal, measure.provider = goal, provider
    measure.decision_reference = decision_reference
    measure.full_clean(exclude={"scope", "case"}, validate_unique=False)
    measure.save()
    record(actor, "measure.changed", measure)
    return measure


@transaction.atomic
def end_measure(*, actor: Actor, measure: Measure, ends_on: date) -> Measure:
    """A measure is ended, never deleted."""
    policies.require_exit_side(actor)
    measure = _locked_measure(actor, measure)
    _require_order(measure.starts_on, ends_on)
    measure.ends_on = ends_on
    measure.save(update_fields=["ends_on"])
    record(actor, "measure.ended", measure)
    return measure


def _locked_measure(actor: Actor, measure: Measure) -> Measure:
    rows = Measure.objects.writable_by(actor).select_for_update(of=("self",))
    found: Measure = rows.get(pk=measure.pk)
    return found


def _require_order(starts_on: date, ends_on: date | None) -> None:
    days.require(days.is_within_reach, starts_on, "starts_on")
    days.require(days.is_within_reach, ends_on, "ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("A measure cannot end before it began."), field="ends_on")


def _require_same_case(case: Case, goal: Goal | None) -> None:
    if goal is not None and goal.case_id != case.pk:
        raise Refused(_("Choose a goal in the plan of this case."), field="goal")
