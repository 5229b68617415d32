"""Each question to each actor, in every way, in turns: the median of the warm runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import geometric_mean, median
from time import perf_counter
from typing import Any

from django.db import OperationalError, connection, connections, models
from django.db.models import QuerySet

from agencies.actors import acting
from agencies.scoping import Actor
from groups.models import Incident, Person
from gvi.core.folding import swedish_order
from offers.models import Case, FollowUp
from tests.bench.people import actors
from tests.bench.plans import walked
from tests.bench.variants import ORM, SWEDISH, Hand, called, ours
from tests.bench.world import COMMON, RARE

PAGE = 25
WARM, RUNS, PATIENCE, LEAST = 2, 11, 1.5, 3  # seconds for one way of asking, and runs at least
TOO_LONG = 5000.0  # milliseconds
ORDERS: dict[type[models.Model], tuple[tuple[Any, ...], str]] = {
    Person: ((swedish_order("code_name"), "pk"), f"{SWEDISH}, id"),
    Case: (("-opened_on", "-pk"), "opened_on desc, id desc"),
    FollowUp: (("due_on", "pk"), "due_on, id"),
    Incident: (("-occurred_on", "-pk"), "occurred_on desc, id desc"),
}
COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    Person: ("id", "ref", "code_name", "state"),
    Case: ("id", "ref", "number", "opened_on"),
    FollowUp: ("id", "ref", "due_on", "outcome"),
    Incident: ("id", "ref", "kind", "occurred_on"),
}
NARROWED = {  # what the list pages show
    Case: ({"closed_on__isnull": True}, "and closed_on is null"),
    FollowUp: ({"done_at__isnull": True}, "and done_at is null"),
}
ASKED = {
    Person: ("page", "count", "rare name", "common name", "one"),
    Case: ("page", "count", "one"),
    FollowUp: ("page", "count", "one"),
    Incident: ("page", "count", "one"),
}
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Question:
    """One kind of row, asked for in one way by one actor."""

    who: str
    actor: Actor
    model: type[models.Model]
    asked: str
    ref: object = None

    @property
    def name(self) -> str:
        return f"{self.model._meta.verbose_name_plural}, {self.asked}"

    def of(self, found: QuerySet, *, is_ours: bool) -> QuerySet | None:
        """The question put to a queryset; None stands for its count."""
        columns, (order, _sql) = COLUMNS[self.model], ORDERS[self.model]
        if self.asked == "page":
            narrow, _sql = NARROWED.get(self.model, ({}, ""))
            return found.filter(**narrow).order_by(*order).values_list(*columns)[:PAGE]
        if self.asked == "one":
            return found.filter(ref=self.ref).order_by().values_list(*columns)
        if self.asked == "count":
            return None
        words = RARE if self.asked == "rare name" else COMMON
        found = found.called(words, PAGE) if is_ours else called(found, words)
        return found.order_by(*order).values_list(*columns)[:PAGE]

    def by_hand(self) -> str:
        hand, (_order, order) = Hand(self.actor), ORDERS[self.model]
        columns = ", ".join(COLUMNS[self.model])
        if self.asked == "page":
            _narrow, narrow = NARROWED.get(self.model, ({}, ""))
            return hand.select(self.model, columns, f"{narrow} order by {order} limit {PAGE}")
        if self.asked == "one":
            return hand.select(self.model, columns, f"and ref = '{self.ref}'", one=True)
        if self.asked == "count":
            return hand.select(self.model, "count(*)", "")
        return hand.search(RARE if self.asked == "rare name" else COMMON)

    def ways(self) -> dict[str, Callable[[], Rows]]:
        """Every way of asking that can express the rule at all."""
        mine, text = self._statement(), self.by_hand()
        found: dict[str, Callable[[], Rows]] = {"ours": lambda: run(connection, *mine)}
        for name, filtered in ORM.items():
            if filtered(self.actor, self.model) is not None:
                found[name] = self._through_django(filtered)
        found["by hand"] = lambda: run(connections["owner"], text, None)
        found["by hand, asking"] = lambda: self._asking(text)
        return found

    def _asking(self, text: str) -> Rows:
        """By hand, but for one who must first ask what the actor may, as every request must."""
        owner = connections["owner"]
        run(owner, "select set_config('app.actor', %s, false)", [str(self.actor)])
        run(owner, "select wall.functions(), wall.live(), wall.groups()", None)
        return run(owner, text, None)

    def _through_django(self, filtered: Callable[..., Any]) -> Callable[[], Rows]:
        """Django writes the statement each time, as it does in a page."""
        is_ours = filtered is ours

        def ask() -> Rows:
            found = filtered(self.actor, self.model)
            wanted = self.of(found, is_ours=is_ours)
            return [(found.count(),)] if wanted is None else list(wanted)

        return ask

    def _statement(self) -> tuple[str, Any]:
        """Ours as text, to be compared with text."""
        found = ours(self.actor, self.model)
        wanted = self.of(found, is_ours=True)
        if wanted is None:
            wanted = found.order_by().values(nothing=models.Value(1)).annotate(n=models.Count("pk"))
            wanted = wanted.values_list("n")
        sql, params = wanted.query.sql_with_params()
        return sql, params


def run(through: Any, sql: str, params: Any) -> Rows:
    with through.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@dataclass
class Answer:
    """What one way of asking took, in milliseconds, and what it answered."""

    times: list[float]
    rows: Rows
    too_slow: bool = False

    @property
    def median(self) -> float:
        return TOO_LONG if self.too_slow else median(self.times[WARM:] or self.times)


def measure(question: Question) -> dict[str, Answer]:
    """All ways in turns, so that whatever disturbs the machine disturbs them alike."""
    with acting(question.actor):
        ways = question.ways()
        answers = {name: Answer([], []) for name in ways}
        for _turn in range(WARM + RUNS):
            for name, ask in ways.items():
                answer = answers[name]
                spent = sum(answer.times) > PATIENCE * 1000 and len(answer.times) >= LEAST
                if not answer.too_slow and not spent:
                    _once(ask, answer)
    return answers


def _once(ask: Callable[[], Rows], answer: Answer) -> None:
    begun = perf_counter()
    try:
        answer.rows = ask()
    except OperationalError:  # the statement's time is up
        answer.too_slow = True
    answer.times.append((perf_counter() - begun) * 1000)


def cell(question: Question) -> dict[str, Any]:
    """One question measured: how long each way took, and whether ours answered rightly."""
    with walked() as tables, acting(question.actor):
        question.ways()["ours"]()
    answers = measure(question)
    right = answers["by hand"].rows
    return {
        "who": question.who,
        "asked": question.name,
        "rows": right[0][0] if question.asked == "count" else len(right),
        "ms": {name: answer.median for name, answer in answers.items()},
        "walked": sorted(tables),
        "wrong": [way for way in ("ours", "ours, with Django") if answers[way].rows != right],
    }


def questions() -> list[Question]:
    """Everything that each of the five may ask; on a row given by others, where there is one."""
    found = []
    for who, actor in actors().items():
        for model, asked in ASKED.items():
            with acting(actor):
                visible = model._default_manager.visible_to(actor)
                given = visible.exclude(scope_id=actor.scope).order_by("-pk")
                row = given.first() or visible.order_by("-pk").first()
            if row is not None:
                found += [Question(who, actor, model, one, row.ref) for one in asked]
    return found


def mean_ratio(cells: list[dict[str, Any]], way: str, against: str) -> float | None:
    """How many times as long, as the geometric mean over the cells where both were asked."""
    ratios = [cell["ms"][way] / cell["ms"][against] for cell in cells if way in cell["ms"]]
    return geometric_mean(ratios) if ratios else None
