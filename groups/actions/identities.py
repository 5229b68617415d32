"""Changing who a person is: one's own data is corrected, and those who hold a copy are told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import correct
from agencies.ledger import record
from agencies.models import DisclosedItem, Disclosure
from agencies.scoping import Actor
from groups import policies
from groups.actions.rows import check
from groups.actions.search import keys_of_identities, rename_keys
from groups.models import Identity, Person

DISCLOSED = ("given_name", "family_name", "birth_year", "protection")
KEPT = (*DISCLOSED, "personal_number")


@transaction.atomic
def change_identity(
    *, actor: Actor, person: Person, code_name: str, **identity: Any
) -> list[Disclosure]:
    """Correct what is known of one's own person. Returns the decisions whose receivers are told.

    `identity` takes `given_name, family_name, personal_number, birth_year, protection`. No copy
    changes, and no receiver reads the new words: a new version is a new decision (BDF 2:1).
    """
    policies.require_mapping(actor)
    person = Person.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=person.pk)
    part = Identity.objects.writable_by(actor).filter(person=person).first()
    part = part or Identity(scope_id=actor.scope, person=person)
    is_renamed = person.code_name != code_name
    changed = {name for name in KEPT if name in identity and getattr(part, name) != identity[name]}
    if not is_renamed and not changed:
        return []
    person.code_name = code_name
    check(person)
    person.save(update_fields=["code_name", "updated_at"])
    for name in changed:
        setattr(part, name, identity[name])
    part.full_clean(exclude=["scope", "person"])
    part.save()
    if is_renamed:
        rename_keys(person)
    keys_of_identities([part])
    record(actor, "person.corrected", person)
    return _tell(actor, person, is_renamed=is_renamed, is_other=bool(changed & set(DISCLOSED)))


def _tell(actor: Actor, person: Person, *, is_renamed: bool, is_other: bool) -> list[Disclosure]:
    """Everyone who holds a copy of what has changed, in a decision that is in force."""
    items = DisclosedItem.objects.writable_by(actor).filter(
        about=person.ref, disclosure__in=Disclosure.objects.writable_by(actor).in_force()
    )
    told = []
    for item in items.select_related("disclosure").order_by("pk"):
        if is_renamed or (is_other and "identity" in item.frozen):
            text = _("The giver has corrected what the copy says. A new version may follow.")
            told.append(correct(actor=actor, disclosure=item.disclosure, text=text))
    return told
