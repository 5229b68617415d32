"""Letters and contact cards: the exit service's administrator writes them, nobody is named."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import policies
from offers.actions.once import made_before, own_new, wait_for
from offers.languages import LANGUAGES
from offers.models import Letter

CARD_HOLDS = 240  # more does not fit on a card one can hide in a hand
LINE = 40  # what a line that is broken early takes of it


class TooLongForACard(Refused):
    """A card is small."""


@transaction.atomic
def write_letter(
    *,
    actor: Actor,
    kind: str,
    language: str,
    heading: str,
    text: str,
    telephone: str,
    is_in_use: bool = True,
    key: UUID | None = None,
) -> Letter:
    """A text of a kind in a language that the agency has none in yet."""
    policies.require_writing_letters(actor)
    before = made_before(actor, Letter, key)
    if before is not None:
        return before
    if language not in LANGUAGES:
        raise Refused(_("Choose one of the languages in the list."), field="language")
    wait_for(f"offers.letter/{actor.scope}")
    if Letter.objects.writable_by(actor).filter(kind=kind, language=language).exists():
        raise Refused(_("There is already such a text in this language."), field="language")
    letter = Letter(
        kind=kind,
        language=language,
        heading=heading,
        text=text,
        telephone=telephone,
        is_in_use=is_in_use,
        changed_by_id=actor.user_id,
    )
    _require_room(letter)
    own_new(actor, letter, key)
    record(actor, "letter.written", letter)
    return letter


@transaction.atomic
def change_letter(
    *, actor: Actor, letter: Letter, heading: str, text: str, telephone: str, is_in_use: bool
) -> Letter:
    """New words, another number, or out of use. Kind and language stay what they are."""
    policies.require_writing_letters(actor)
    rows = Letter.objects.writable_by(actor).select_for_update(of=("self",))
    letter = rows.get(pk=letter.pk)
    letter.heading, letter.text, letter.telephone = heading, text, telephone
    letter.is_in_use, letter.changed_by_id = is_in_use, actor.user_id
    _require_room(letter)
    letter.full_clean(exclude=["scope"], validate_unique=False)
    letter.save()
    record(actor, "letter.changed", letter)
    return letter


def _require_room(letter: Letter) -> None:
    room = len(letter.text) + LINE * letter.text.count("\n")
    if letter.kind == Letter.Kind.CARD and room > CARD_HOLDS:
        raise TooLongForACard(
            _("A card holds %(most)d characters. Write at most that many.") % {"most": CARD_HOLDS},
            field="text",
        )
