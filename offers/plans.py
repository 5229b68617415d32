"""The plan of a case, read: goals, the measures under them, and what it has cost so far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from agencies.scoping import Actor
from offers.models import Case, Cost, Goal, Measure, Provider, ProviderCheck
from offers.providers import with_last_check


@dataclass(frozen=True)
class Held:
    """A measure with its costs, and whether its provider has been stopped since."""

    measure: Measure
    costs: list[Cost] = field(default_factory=list)
    is_stopped: bool = False

    @property
    def kronor(self) -> int:
        return sum(cost.kronor for cost in self.costs)

    @property
    def is_lasting(self) -> bool:
        return self.measure.ends_on is None


@dataclass(frozen=True)
class Aim:
    """A goal and the measures under it."""

    goal: Goal
    held: list[Held]

    def is_late(self, today: date) -> bool:
        """Whether the day to look at it again has passed."""
        return self.goal.ended_on is None and self.goal.review_on < today


@dataclass(frozen=True)
class Plan:
    """All of it: goals as they are to be looked at again, then those that have ended."""

    aims: list[Aim]
    loose: list[Held]

    @property
    def goals(self) -> list[Goal]:
        return [aim.goal for aim in self.aims]

    @property
    def held(self) -> list[Held]:
        return [each for aim in self.aims for each in aim.held] + self.loose

    @property
    def kronor(self) -> int:
        return sum(each.kronor for each in self.held)

    @property
    def going_on(self) -> list[Aim]:
        return [aim for aim in self.aims if aim.goal.ended_on is None]

    @property
    def ended(self) -> list[Aim]:
        return [aim for aim in self.aims if aim.goal.ended_on is not None]


def plan_of(actor: Actor, case: Case) -> Plan:
    """The plan as the actor may see it: as many questions however long it is."""
    under: dict[int | None, list[Held]] = defaultdict(list)
    for each in measures_of(actor, case):
        under[each.measure.goal_id].append(each)
    goals = Goal.objects.visible_to(actor).filter(case=case)
    return Plan([Aim(goal, under[goal.pk]) for goal in goals], under[None])


def measures_of(actor: Actor, case: Case) -> list[Held]:
    """The measures of a case with what they have cost, the latest begun first."""
    costs: dict[int, list[Cost]] = defaultdict(list)
    for cost in Cost.objects.visible_to(actor).filter(case=case):
        costs[cost.measure_id].append(cost)
    rows = Measure.objects.visible_to(actor).filter(case=case).select_related("provider", "goal")
    found = list(rows)
    stopped = stopped_among(actor, {each.provider_id for each in found if each.provider_id})
    return [Held(each, costs[each.pk], each.provider_id in stopped) for each in found]


def stopped_among(actor: Actor, keys: set[int]) -> set[int]:
    """Those of these providers that their last control has stopped."""
    rows = with_last_check(actor, Provider.objects.visible_to(actor).filter(pk__in=keys))
    return set(rows.filter(last_outcome=ProviderCheck.Outcome.STOP).values_list("pk", flat=True))
