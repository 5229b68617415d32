"""Letters and cards on paper: PDF/UA-1 in the language of the text, addressed to nobody."""

from __future__ import annotations

from django.template.loader import render_to_string

from gvi.core import pdf
from offers.languages import LANGUAGES, Language
from offers.models import Letter

SHEETS = ("print-font.css", "letter-font.css", "letter.css")
CARDS_ON_A_PAGE = range(10)


def language_of(letter: Letter) -> Language:
    """Its language; one that has left our list is written from left to right."""
    found = LANGUAGES.get(letter.language)
    return found or Language(letter.language, letter.language, letter.language)


def as_pdf(letter: Letter) -> bytes:
    """One letter on a page, or a page of cards to cut apart. Nothing in it is ours but the text."""
    page = {
        "letter": letter,
        "language": language_of(letter),
        "agency": letter.scope.agency,
        "cards": CARDS_ON_A_PAGE,
        "sheets": [name for name in SHEETS if (pdf.STATIC / name).is_file()],
    }
    return pdf.render(
        render_to_string(f"offers/letter_{letter.kind}_pdf.html", page), title=letter.heading
    )
