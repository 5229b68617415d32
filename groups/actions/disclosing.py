"""People across the wall: which parts can cross, as they are now, and to whom they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import grants
from agencies.actions import Decision, Item, alike, disclose
from agencies.grounds import Ages
from agencies.models import Disclosure, LegalGround, Receiver, Round
from agencies.scoping import Actor
from groups.actions.search import keys_of_copy
from groups.models import Identity, Person, PersonGrant
from gvi.core.refusals import Refused

PARTS = {
    "code_name": gettext_lazy("Code name and state"),
    "identity": gettext_lazy("Name and birth year"),
}


def own_people(actor: Actor, refs: Sequence[UUID]) -> list[Person]:
    """The actor's own people by reference, in the order of their code names."""
    owned = list(Person.objects.writable_by(actor).filter(ref__in=refs))
    if len(owned) != len(set(refs)):
        raise Refused(_("Only your own agency's people can be disclosed by you."))
    return owned


def identities_of(people: Sequence[Person]) -> dict[int, Identity]:
    """Who they are, by the person's id."""
    return {part.person_id: part for part in Identity.objects.filter(person__in=people)}


def is_protected(people: Sequence[Person]) -> bool:
    """Whether any of them has protected personal data."""
    return bool(protected_of(people))


def protected_of(people: Sequence[Person]) -> set[UUID]:
    """Those of them who have protected personal data, by reference."""
    known = identities_of(people)
    hidden = {pk for pk, part in known.items() if part.protection != Identity.Protection.NONE}
    return {person.ref for person in people if person.pk in hidden}


def ages_of(people: Sequence[Person]) -> Ages:
    """The youngest and the oldest they can be today; one unknown makes it unknown."""
    return Ages.together(ages_by_ref(people).values())


def ages_by_ref(people: Sequence[Person]) -> dict[UUID, Ages]:
    """How old each of them can be today."""
    today, known = timezone.localdate(), identities_of(people)
    return {person.ref: _age(known.get(person.pk), today) for person in people}


def _age(part: Identity | None, today: date) -> Ages:
    if part is not None and part.personal_number:
        return Ages.of_personal_number(part.personal_number, today)
    return Ages.of_birth_year(part.birth_year if part else None, today)


def items_of(
    people: Sequence[Person], parts: Sequence[str], needs: Mapping[UUID, str] | None = None
) -> list[Item]:
    """The chosen parts as they are now, ready to be frozen, with why each is needed.

    Who somebody with protected personal data is stays with the owner: raises `Refused`.
    """
    if "identity" in parts and is_protected(people):
        raise Refused(
            _("Name and birth year cannot be disclosed of anyone with protected personal data."),
            field="parts",
        )
    known = identities_of(people) if "identity" in parts else {}
    return [
        Item("person", each.ref, _frozen(each, known.get(each.pk)), (needs or {}).get(each.ref, ""))
        for each in people
    ]


def _frozen(person: Person, part: Identity | None) -> dict[str, Any]:
    frozen: dict[str, Any] = {"code_name": person.code_name, "state": person.state}
    if part is not None and part.is_known:
        frozen["identity"] = {
            "given_name": part.given_name,
            "family_name": part.family_name,
            "birth_year": part.birth_year,
            "protection": part.protection,
        }
    return frozen


def give_people(
    disclosure: Disclosure, people: Sequence[Person], receivers: Sequence[Receiver]
) -> None:
    """Let the receivers read the rows too; what was only said aloud gives no window."""
    if disclosure.form != Round.Form.ELECTRONIC:
        return
    by_ref = {person.ref: person for person in people}
    items = [item for item in disclosure.items.all() if item.about in by_ref]
    copies = {item: by_ref[item.about] for item in items}
    keys_of_copy(disclosure, copies)
    grants.give(
        PersonGrant,
        rows={item.pk: person for item, person in copies.items()},
        receivers=list(receivers),
        expires_at=disclosure.ends_at,
    )


@transaction.atomic
def disclose_people(
    *,
    actor: Actor,
    people: Sequence[Person],
    receivers: Sequence[Receiver],
    ground: LegalGround,
    purpose: str,
    need: str,
    ends_on: date,
    operation: LegalGround | None = None,
    parts: Sequence[str] = (),
    child_note: str = "",
) -> Disclosure:
    """Let named functions see people's code names and states, and chosen parts as frozen copies.

    One reasoning for all; the decision page asks for each provision apart.
    """
    owned = own_people(actor, [each.ref for each in people])
    chosen = ["code_name", *parts]
    protected = is_protected(owned)
    decision = Decision(
        items=items_of(owned, chosen),
        receivers=receivers,
        purpose=purpose,
        need=need,
        ends_on=ends_on,
        parts=chosen,
        assessed=alike(actor, chosen, ground, need, operation=operation, is_protected=protected),
        child_note=child_note,
        ages=ages_of(owned),
        is_protected=protected,
    )
    disclosure = disclose(actor=actor, decision=decision)
    give_people(disclosure, owned, receivers)
    return disclosure
