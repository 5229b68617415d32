"""Which rows of our own can be disclosed: how each is found, frozen and given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.actions import Item
from agencies.grounds import Ages
from agencies.models import Disclosure, Receiver
from agencies.scoping import Actor, Function
from groups import actions as map_actions
from groups.models import Person
from groups.policies import may_link
from offers.actions import disclosing
from offers.policies import is_exit_side

Rows = Sequence[Any]
Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of row that crosses by decision. A row has a `ref`, and `name` says what it is.

    `may` tells who has such rows at all, `own` finds the actor's own that can be disclosed;
    `ring` names the function that keeps such decisions to itself, or nobody.
    """

    code: str
    label: Words
    parts: Mapping[str, Words]
    always: tuple[str, ...]  # the parts without which nothing can be disclosed
    own: Callable[[Actor, Sequence[UUID] | None], Rows]
    items: Callable[[Rows, Sequence[str], Mapping[UUID, str]], list[Item]]
    ages: Callable[[Rows], dict[UUID, Ages]]
    protected: Callable[[Rows], set[UUID]]
    give: Callable[[Disclosure, Rows, Sequence[Receiver]], None]
    ring: Callable[[Actor], str]
    may: Callable[[Actor], bool]
    listed: str
    empty: Words  # what the page says when there is none
    name: Callable[[Any], str] = str


def mapped_people(actor: Actor, refs: Sequence[UUID] | None = None) -> list[Person]:
    """The actor's own people on the map, those asked for, by code name."""
    people = Person.objects.writable_by(actor).mapped()
    return list(people if refs is None else people.filter(ref__in=refs))


KINDS = {
    "person": Kind(
        code="person",
        label=_("People"),
        parts=map_actions.PARTS,
        always=("code_name",),
        own=mapped_people,
        items=map_actions.items_of,
        ages=map_actions.ages_by_ref,
        protected=map_actions.protected_of,
        give=map_actions.give_people,
        ring=lambda _actor: "",  # the person is the whole agency's, and so is the decision
        may=may_link,
        listed="person.listed",
        empty=_("Nobody on the map can be disclosed by your agency."),
    ),
    "case": Kind(
        code="case",
        label=_("Exit cases"),
        parts=disclosing.PARTS,
        always=disclosing.ALWAYS,
        own=disclosing.own_cases,
        items=disclosing.items_of_cases,
        ages=disclosing.ages_of_cases,
        protected=lambda _cases: set(),  # an address is never a part of a case
        give=disclosing.give_cases,
        ring=lambda _actor: Function.EXIT,  # casework in the same agency does not read it (OSL 8:2)
        may=is_exit_side,
        listed="case.listed",
        empty=_("There is no open case."),
        name=disclosing.name_of,
    ),
}


def kinds_of(actor: Actor) -> list[Kind]:
    """The kinds of rows the actor may have to disclose, those on the map when there is none."""
    return [each for each in KINDS.values() if each.may(actor)] or [KINDS["person"]]
