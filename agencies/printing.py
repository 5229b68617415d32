"""A refusal as a PDF file, with how it is appealed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from agencies.models import Answer, Request
from gvi.core import pdf

FONT = "print-font.css"


def appeal() -> str:
    """What whoever asked can do about a refusal (OSL 6:3, 6:7, 6:8)."""
    return _(
        "If an official has refused, you can ask for a decision by the agency itself (OSL 6:3)."
        " The agency's own decision can be appealed (OSL 6:7 and 6:8). Write which decision you"
        " want changed and why, and send it to the agency that refused; where and until when you"
        " can appeal is told in its decision."
    )


def as_pdf(asked: Request, answer: Answer, facts: Iterable[Mapping[str, Any]]) -> bytes:
    """The request as it was put, the refusal with its reason, and how to appeal."""
    page = {
        "asked": asked,
        "answer": answer,
        "facts": facts,
        "appeal": appeal(),
        "font": FONT if (pdf.STATIC / FONT).is_file() else "",
    }
    return pdf.render(render_to_string("agencies/refusal_pdf.html", page), title=_("Refusal"))
