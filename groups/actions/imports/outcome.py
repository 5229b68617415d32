"""How a file is to be stored, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db import connection
from django.db.models import Model

from agencies.ledger import record_list
from agencies.scoping import Actor
from gvi.core.tables import Problem

BATCH: Final = 500
IMPORTS: Final = 0  # beside the years that number disclosures under the same lock


@dataclass(frozen=True, slots=True)
class Terms:
    """What was said about one file. `name` is what problems call it."""

    name: str
    source: str
    accept_valid: bool = False
    dry_run: bool = False


@dataclass(slots=True)
class Outcome:
    """What a file did, or would have done, by the numbers of its rows."""

    terms: Terms
    refused: list[Problem]
    new: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    untouched: list[int] = field(default_factory=list)
    is_stored: bool = False

    def refuse(self, row: int, column: str | None, sentence: str) -> None:
        self.refused.append(Problem(self.terms.name, row, column, sentence))

    def may_store(self) -> bool:
        """Whether anything may be written at all: no trial, and no row refused unless accepted."""
        if self.terms.dry_run:
            return False
        return self.terms.accept_valid or not self.refused

    def stored(self, actor: Actor, action: str, rows: Iterable[Model]) -> None:
        """One entry for the whole file: how much of each, and which rows were written."""
        self.is_stored = True
        counts = ("new", "changed", "same", "untouched", "refused")
        context = ", ".join(f"{name} {len(getattr(self, name))}" for name in counts)
        record_list(actor, action, rows, context=context)


def wait_for_others(actor: Actor) -> None:
    """One file at a time for each owner, so that none is compared with half of another."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [actor.scope, IMPORTS])
