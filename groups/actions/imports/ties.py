"""Storing ties between people from a file: pairs of the agency's own people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from groups import policies
from groups.actions.imports.outcome import BATCH, Outcome, Terms, wait_for_others
from groups.imports.gathering import Gathered
from groups.imports.people import CONFLICT, TieIn
from groups.models import Person, PersonTie

TOLD = ("kind", "grade", "since", "until")


def people_by_key(actor: Actor, source: str) -> dict[str, Person]:
    """The actor's own people by what a file may call them: a code name, or the source's key."""
    named = {person.code_name: person for person in Person.objects.writable_by(actor)}
    start = f"{source[:1].upper()}{source[1:]} "
    keyed = {
        name.removeprefix(start): person for name, person in named.items() if name.startswith(start)
    }
    return named | keyed


@transaction.atomic
def import_ties(
    *,
    actor: Actor,
    told: Gathered[TieIn],
    people: dict[str, Person],
    terms: Terms,
    adds_only: bool = False,
) -> Outcome:
    """Take in a file's ties between `people`, by key. One tie a pair, and one of conflict.

    With `adds_only` a tie that is there already is left as it is but for an earlier day: having
    been seen together says nothing against having offended together.
    """
    policies.require_mapping(actor)
    wait_for_others(actor)
    web = Web(actor, Outcome(terms, list(told.problems)), adds_only)
    web.recall()
    for tie in told.found:
        web.take(tie, people[tie.one], people[tie.other])
    if web.outcome.may_store():
        PersonTie.objects.bulk_create(web.new, batch_size=BATCH)
        PersonTie.objects.bulk_update(web.changed, TOLD, batch_size=BATCH)
        web.outcome.stored(actor, "person_tie.imported", [*web.new, *web.changed])
    return web.outcome


@dataclass(slots=True)
class Web:
    """The agency's own ties as they are, and what a file would do to them."""

    actor: Actor
    outcome: Outcome
    adds_only: bool
    ties: dict[tuple[frozenset[int], bool], list[PersonTie]] = field(
        default_factory=lambda: defaultdict(list)
    )
    taken: set[tuple[frozenset[int], bool]] = field(default_factory=set)
    new: list[PersonTie] = field(default_factory=list)
    changed: list[PersonTie] = field(default_factory=list)

    def recall(self) -> None:
        own = PersonTie.objects.writable_by(self.actor).select_for_update(of=("self",))
        for tie in own.exclude(person_a=None).exclude(person_b=None).order_by("pk"):
            self.ties[_pair(tie.person_a_id, tie.person_b_id, tie.kind)].append(tie)

    def take(self, told: TieIn, one: Person, other: Person) -> None:
        pair = _pair(one.pk, other.pk, told.kind)
        if one == other or pair in self.taken:
            self.outcome.refuse(told.row, None, _("Two keys of the file are the same person."))
            return
        self.taken.add(pair)
        there = self.ties[pair]
        tie = self._the_one(there, told.kind)
        if tie is None and (not there or not self.adds_only):
            self._add(told, one, other)
            return
        news = self._news(told, tie) if tie else {}
        if tie is None or not news:
            self.outcome.same.append(told.row)
        elif tie.until is not None or Person.State.REMOVED in {one.state, other.state}:
            self.outcome.untouched.append(told.row)
        else:
            self.outcome.changed.append(told.row)
            for name, value in news.items():
                setattr(tie, name, value)
            self.changed.append(tie)

    def _add(self, told: TieIn, one: Person, other: Person) -> None:
        if Person.State.REMOVED in {one.state, other.state}:
            self.outcome.untouched.append(told.row)
            return
        self.outcome.new.append(told.row)
        one, other = sorted((one, other), key=lambda person: person.pk)
        self.new.append(
            PersonTie(
                scope_id=self.actor.scope,
                person_a=one,
                person_a_scope_id=one.scope_id,
                person_b=other,
                person_b_scope_id=other.scope_id,
                **{name: getattr(told, name) for name in TOLD},
            )
        )

    def _the_one(self, there: Sequence[PersonTie], kind: str) -> PersonTie | None:
        """The tie a row is about: the same kind, else the only one there is."""
        same = [tie for tie in there if tie.kind == kind]
        if not same and len(there) == 1 and not self.adds_only:
            return there[0]
        return same[0] if same else None

    def _news(self, told: TieIn, tie: PersonTie) -> dict[str, object]:
        """What the file says otherwise. A day it does not give is no news."""
        if self.adds_only:
            earlier = told.since and (tie.since is None or told.since < tie.since)
            return {"since": told.since} if earlier else {}
        said = {name: getattr(told, name) for name in TOLD}
        return {
            name: value
            for name, value in said.items()
            if value is not None and getattr(tie, name) != value
        }


def _pair(one: int | None, other: int | None, kind: str) -> tuple[frozenset[int], bool]:
    return frozenset(key for key in (one, other) if key), kind == CONFLICT
