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
from agencies.scoping import Actor
from groups import actions as map_actions
from groups.models import Person

Rows = Sequence[Any]
Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of row that crosses by decision. A row has a `ref` and says its name by `str`.

    `own` finds the actor's own rows that can be disclosed at all; `ring` names the function that
    keeps such decisions to itself, or nobody.
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
    listed: str


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
        listed="person.listed",
    ),
}
