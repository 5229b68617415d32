"""How Swedish text is sorted, and how names are made alike before they are compared.

The database sorts by code point, where ä comes before å. Moving the three letters to the
three characters after z puts them right, in Python and in PostgreSQL by the same rule.
"""

import unicodedata

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Collate, Lower

AFTER_Z = ("åäö", "{|}")
DOTLESS_I = "\N{LATIN SMALL LETTER DOTLESS I}"
OTHER_LETTERS = str.maketrans(
    {"æ": "ä", "ø": "ö", "œ": "oe", "ð": "d", "đ": "d", "ł": "l", "þ": "th", DOTLESS_I: "i"}
)
KEPT = frozenset("åäö")
BREAKS = frozenset("-‐‑‒–—−_/")  # noqa: RUF001 - people type all of these between two names


def swedish_key(text: str) -> str:
    """What to sort by in Python, so that å, ä and ö come last and in that order."""
    return text.lower().translate(str.maketrans(*AFTER_Z))


def swedish_order(field: str) -> Collate:
    """The same order in the database, for `order_by` and for the index that serves it."""
    return Collate(Translated(Lower(F(field)), *map(Value, AFTER_Z)), "C")


class Translated(Func):
    """PostgreSQL's translate(): each character of one list becomes its fellow in the other."""

    function = "TRANSLATE"
    arity = 3
    output_field = CharField()


def fold(text: str) -> str:
    """A name as it is searched: no capitals, no accents, one space between its parts.

    Å, ä and ö are letters of their own and stay (Håkan and Hakan are two names); their
    Danish and Norwegian fellows become them. Hyphens are spaces, apostrophes and full stops
    are nothing. Folding a folded name changes nothing.
    """
    composed = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(map(_plain, unicodedata.normalize("NFKC", composed)))
    return " ".join(unicodedata.normalize("NFC", letters).split())


def _plain(character: str) -> str:
    if character in KEPT:
        return character
    if character.isspace() or character in BREAKS:
        return " "
    swedish = character.translate(OTHER_LETTERS)
    if swedish in KEPT:
        return swedish
    decomposed = unicodedata.normalize("NFKD", swedish)
    return "".join(
        part if part.isalnum() else "" for part in decomposed if not unicodedata.combining(part)
    )
