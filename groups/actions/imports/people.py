"""Storing people from a file: proposed, never mapped; who they are only in the owner's part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from groups import policies
from groups.actions.imports.outcome import BATCH, Outcome, Terms, wait_for_others
from groups.actions.people import REVIEW_AFTER
from groups.actions.search import keys_of_identities, keys_of_people
from groups.actions.street import add_street_group
from groups.imports.gathering import Gathered
from groups.imports.people import LONGEST_CODE_NAME, PersonIn
from groups.models import Affiliation, Identity, Person, StreetGroup
from gvi.core.folding import fold

IDENTITY = ("given_name", "family_name", "personal_number", "birth_year")
LIKE_A_PERSONAL_NUMBER = re.compile(r"(?:[0-9]{2})?[0-9]{6}[-+ ]?[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Placing:
    """What is said once for all people of a file, where the file itself does not say it.

    The category has no default to suspect: a file never says that somebody is.
    """

    group: str = ""
    category: str = Affiliation.Category.NOT_SUSPECTED
    ground: str = ""


def code_name_of(told: PersonIn, source: str) -> str:
    """The file's own, or one made from where the person was found: “London 17”."""
    return told.code_name or f"{source[:1].upper()}{source[1:]} {told.source_key}"


@transaction.atomic
def import_people(
    *, actor: Actor, told: Gathered[PersonIn], terms: Terms, placing: Placing | None = None
) -> Outcome:
    """Take in a file's people and their links to groups. They are known again by code name.

    Nobody is mapped by it: that takes a second officer. Whoever is past being proposed keeps
    what is said of them.
    """
    policies.require_mapping(actor)
    wait_for_others(actor)
    register = Register(actor, Outcome(terms, list(told.problems)), placing or Placing())
    register.recall()
    for person in told.found:
        if sentence := register.fault(person):
            register.outcome.refuse(person.row, None, sentence)
        else:
            register.take(person)
    if register.outcome.may_store():
        register.store()
    return register.outcome


@dataclass(slots=True)
class Register:
    """The agency's own people as they are, and what a file would do to them."""

    actor: Actor
    outcome: Outcome
    placing: Placing
    people: dict[str, Person] = field(default_factory=dict)
    identities: dict[int, Identity] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    groups: dict[str, StreetGroup] = field(default_factory=dict)
    affiliations: dict[tuple[int, int], Affiliation] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    new_people: list[Person] = field(default_factory=list)
    changed_people: list[Person] = field(default_factory=list)
    new_parts: list[Identity] = field(default_factory=list)
    changed_parts: list[Identity] = field(default_factory=list)
    new_links: list[tuple[Person, str, str]] = field(default_factory=list)
    changed_links: list[Affiliation] = field(default_factory=list)

    def recall(self) -> None:
        """Own rows only, but for groups: a partner's group of that name is the group meant."""
        own = Person.objects.writable_by(self.actor).select_for_update(of=("self",))
        self.people = {person.code_name: person for person in own}
        names = {person.pk: person.code_name for person in self.people.values()}
        for part in Identity.objects.filter(scope_id=self.actor.scope):
            self.identities[part.person_id] = part
            if part.personal_number:
                self.numbers[part.personal_number] = names[part.person_id]
        groups = list(StreetGroup.objects.visible_to(self.actor))
        groups.sort(key=lambda group: group.scope_id == self.actor.scope)
        self.groups = {fold(group.name): group for group in groups}
        for link in Affiliation.objects.filter(scope_id=self.actor.scope).order_by("pk"):
            if link.person_id and link.street_group_id:
                self.affiliations[link.person_id, link.street_group_id] = link

    def fault(self, told: PersonIn) -> str:
        """What keeps a row from being taken. Never repeats what the file says of a person."""
        name = code_name_of(told, self.outcome.terms.source)
        if len(name) > LONGEST_CODE_NAME:
            return _("The code name would be longer than %(longest)d characters.") % {
                "longest": LONGEST_CODE_NAME
            }
        if not told.code_name and LIKE_A_PERSONAL_NUMBER.fullmatch(told.source_key):
            return _("The key is like a personal identity number. Give people code names.")
        if _holds_a_name(name, told):
            return _("The code name holds the person's own name. Give people code names.")
        if name in self.taken:
            return _("The code name stands on an earlier row of the file.")
        if told.personal_number:
            if self.numbers.get(told.personal_number, name) != name:
                return _("The person is known already, under another code name.")
            if self._number_of(name) not in {"", told.personal_number}:
                return _("The code name is already somebody else's.")
        return ""

    def _number_of(self, name: str) -> str:
        person = self.people.get(name)
        part = self.identities.get(person.pk) if person else None
        return part.personal_number if part else ""

    def take(self, told: PersonIn) -> None:
        """Work out what the row changes. A person past being proposed is left alone."""
        name = code_name_of(told, self.outcome.terms.source)
        group = told.group or self.placing.group
        self.taken.add(name)
        if told.personal_number:
            self.numbers[told.personal_number] = name
        person = self.people.get(name)
        if person is None:
            self.outcome.new.append(told.row)
            self._propose(told, name, group)
            return
        part, part_differs = self._part(told, person)
        link, link_differs = self._link(told, person, group)
        if not part_differs and not link_differs:
            self.outcome.same.append(told.row)
        elif person.state != Person.State.PROPOSED:
            self.outcome.untouched.append(told.row)
        else:
            self.outcome.changed.append(told.row)
            self.changed_people.append(person)
            if part and part_differs:
                (self.changed_parts if part.pk else self.new_parts).append(part)
            if link:
                self.changed_links.append(link)
            elif link_differs:
                self.new_links.append((person, group, told.role))

    def _propose(self, told: PersonIn, name: str, group: str) -> None:
        person = Person(
            scope_id=self.actor.scope,
            code_name=name,
            proposed_by_id=self.actor.user_id,
        )
        self.new_people.append(person)
        self.new_parts.append(
            Identity(
                scope_id=self.actor.scope,
                person=person,
                ground=self.placing.ground,
                **_identity(told),
            )
        )
        if group:
            self.new_links.append((person, group, told.role))

    def _part(self, told: PersonIn, person: Person) -> tuple[Identity | None, bool]:
        """The owner's part with what the file gives of it, and whether that is any news."""
        values = _identity(told)
        part = self.identities.get(person.pk)
        if part is None:
            fresh = Identity(scope_id=self.actor.scope, person=person, **values)
            return (fresh, True) if values else (None, False)
        news = {name: value for name, value in values.items() if getattr(part, name) != value}
        for name, value in news.items():
            setattr(part, name, value)
        return part, bool(news)

    def _link(self, told: PersonIn, person: Person, group: str) -> tuple[Affiliation | None, bool]:
        """The link to change, if one is there, and whether the file says anything new of it."""
        if not group:
            return None, False
        found = self.groups.get(fold(group))
        link = self.affiliations.get((person.pk, found.pk)) if found else None
        if link is None:
            return None, True
        if not told.role or link.role == told.role or link.until is not None:
            return None, False
        link.role = told.role
        return link, True

    def store(self) -> None:
        Person.objects.bulk_create(self.new_people, batch_size=BATCH)
        Identity.objects.bulk_create(self.new_parts, batch_size=BATCH)
        Identity.objects.bulk_update(self.changed_parts, IDENTITY, batch_size=BATCH)
        keys_of_people(self.new_people)
        keys_of_identities([*self.new_parts, *self.changed_parts])
        links = [self._affiliation(*link) for link in self.new_links]
        Affiliation.objects.bulk_create(links, batch_size=BATCH)
        Affiliation.objects.bulk_update(self.changed_links, ["role"], batch_size=BATCH)
        written = [*self.new_people, *self.changed_people, *links, *self.changed_links]
        self.outcome.stored(self.actor, "person.imported", written)

    def _affiliation(self, person: Person, group: str, role: str) -> Affiliation:
        folded = fold(group)
        if folded not in self.groups:
            self.groups[folded] = add_street_group(actor=self.actor, name=group)
        return Affiliation(
            scope_id=self.actor.scope,
            person=person,
            person_scope_id=self.actor.scope,
            street_group=self.groups[folded],
            role=role or Affiliation.Role.MEMBER,
            category=self.placing.category,
            review_on=timezone.localdate() + REVIEW_AFTER,
        )


def _identity(told: PersonIn) -> dict[str, str | int]:
    """What the file gives of who the person is."""
    values = {name: getattr(told, name) for name in IDENTITY}
    return {name: value for name, value in values.items() if value}


def _holds_a_name(code_name: str, told: PersonIn) -> bool:
    words = fold(code_name).split()
    names = fold(f"{told.given_name} {told.family_name}").split()
    return not set(names).isdisjoint(words)
