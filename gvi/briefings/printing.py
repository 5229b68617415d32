"""An issue's words and numbers as a PDF file."""

from typing import Any

from django.template.loader import render_to_string

from gvi.core import pdf

FONT = "print-font.css"


def as_pdf(content: dict[str, Any]) -> bytes:
    """The same content as the page, for paper. Without built assets, in the machine's own font."""
    page = {"content": content, "font": FONT if (pdf.STATIC / FONT).is_file() else ""}
    html = render_to_string("briefings/issue_pdf.html", page)
    return pdf.render(html, title=f"{content['title']} – {content['partnership']}")
