"""What can be done to people, and to what links them to groups and to one another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.models import LegalGround, Receiver
from agencies.scoping import Actor
from groups import policies
from groups.actions.disclosing import disclose_people
from groups.actions.rows import add, check, require_past
from groups.actions.search import keys_of_identities, keys_of_people
from groups.models import Affiliation, Identity, Person, PersonTie, StreetGroup
from gvi.core.refusals import Refused

REVIEW_AFTER = timedelta(days=180)  # an affiliation not looked at again is stale (domain 2.10)


@transaction.atomic
def propose_person(
    *, actor: Actor, code_name: str, ground: str, identity: dict[str, Any] | None = None
) -> Person:
    """Put a person up for mapping. Nobody outside the agency sees it yet.

    The ground stays in the owner's part, with who the person is. `identity` takes
    `given_name, family_name, personal_number, birth_year, protection`.
    """
    policies.require_mapping(actor)
    person = Person(code_name=code_name, proposed_by_id=actor.user_id)
    add(actor, person, "person.proposed")
    part = Identity(scope_id=actor.scope, person=person, ground=ground, **(identity or {}))
    part.full_clean(exclude=["scope", "person"])
    part.save(force_insert=True)
    keys_of_people([person])
    keys_of_identities([part])
    return person


@transaction.atomic
def confirm_person(
    *,
    actor: Actor,
    person: Person,
    receivers: Sequence[Receiver] = (),
    ground: LegalGround | None = None,
    need: str = "",
    ends_on: date | None = None,
    child_note: str = "",
) -> Person:
    """A second officer confirms a mapping and, in the same decision, whom it is disclosed to."""
    policies.require_mapping(actor)
    person = Person.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=person.pk)
    if person.state != Person.State.PROPOSED:
        raise Refused(_("This person has already been confirmed."))
    if person.proposed_by_id == actor.user_id:
        raise Refused(_("A second officer must confirm a mapping."))
    person.state, person.confirmed_by_id = Person.State.MAPPED, actor.user_id
    person.save(update_fields=["state", "confirmed_by", "updated_at"])
    record(actor, "person.mapped", person)
    if receivers and ground and ends_on:
        disclose_people(
            actor=actor,
            people=[person],
            receivers=receivers,
            ground=ground,
            purpose=_("Mapping"),
            need=need,
            ends_on=ends_on,
            child_note=child_note,
        )
    return person


@transaction.atomic
def affiliate(
    *,
    actor: Actor,
    person: Person,
    street_group: StreetGroup,
    role: str,
    confidence: str,
    category: str,
    since: date | None = None,
    review_on: date | None = None,
) -> Affiliation:
    """Say that a person is linked to a group: graded, categorised in words, to be reviewed."""
    policies.require_linking(actor)
    require_past(since, "since")
    affiliation = Affiliation(
        person=person,
        person_scope_id=person.scope_id,
        street_group=street_group,
        role=role,
        confidence=confidence,
        category=category,
        since=since,
        review_on=review_on or timezone.localdate() + REVIEW_AFTER,
    )
    return add(actor, affiliation, "affiliation.added")


@transaction.atomic
def end_affiliation(*, actor: Actor, affiliation: Affiliation, until: date) -> Affiliation:
    """An affiliation is ended, never deleted, and without a word on why."""
    row = Affiliation.objects.writable_by(actor).select_for_update(of=("self",))
    affiliation = row.get(pk=affiliation.pk)
    affiliation.until = until
    check(affiliation)
    affiliation.save(update_fields=["until"])
    record(actor, "affiliation.ended", affiliation)
    return affiliation


@transaction.atomic
def tie_people(
    *,
    actor: Actor,
    person_a: Person,
    person_b: Person,
    kind: str,
    grade: int = 1,
    since: date | None = None,
) -> PersonTie:
    """Say that two people are linked. Both must be visible to the one who says so.

    The pair has no order of its own.
    """
    policies.require_linking(actor)
    require_past(since, "since")
    first, second = sorted((person_a, person_b), key=lambda person: person.pk)
    tie = PersonTie(
        person_a=first,
        person_a_scope_id=first.scope_id,
        person_b=second,
        person_b_scope_id=second.scope_id,
        kind=kind,
        grade=grade,
        since=since,
    )
    return add(actor, tie, "person_tie.added")
