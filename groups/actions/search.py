"""Keeping the names that people are found under, by whoever writes the names themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agencies.models import DisclosedItem, Disclosure
from groups.models import Identity, Person, SearchKey
from gvi.core.folding import fold

BATCH = 500


def keys_of_people(people: Iterable[Person]) -> None:
    """New people are found by their code names."""
    _store(
        SearchKey(scope_id=person.scope_id, person=person, folded=fold(person.code_name))
        for person in people
    )


def rename_keys(person: Person) -> None:
    """One's own person under a new code name: the old one finds it no more."""
    plain = SearchKey.objects.filter(person=person, is_identity=False, disclosure__isnull=True)
    plain.delete()
    keys_of_people([person])


def keys_of_identities(parts: Iterable[Identity]) -> None:
    """Who people are, as it reads now: the owner finds them by the new name and not by the old."""
    parts = list(parts)
    SearchKey.objects.filter(
        is_identity=True, person__in=[part.person_id for part in parts]
    ).delete()
    _store(
        SearchKey(
            scope_id=part.scope_id,
            person_id=part.person_id,
            is_identity=True,
            folded=fold(str(part)),
        )
        for part in parts
    )


def keys_of_copy(disclosure: Disclosure, items: Mapping[DisclosedItem, Person]) -> None:
    """Names in frozen copies are found by those to whom the copy was delivered, while it holds."""
    _store(
        SearchKey(
            scope_id=disclosure.scope_id,
            person=person,
            disclosure=disclosure,
            folded=fold(" ".join(map(str, _names(item)))),
        )
        for item, person in items.items()
    )


def _names(item: DisclosedItem) -> list[str]:
    identity = item.frozen.get("identity", {})
    return [identity.get(part, "") for part in ("given_name", "family_name")]


def _store(keys: Iterable[SearchKey]) -> None:
    SearchKey.objects.bulk_create([key for key in keys if key.folded], batch_size=BATCH)
