"""The only door to WeasyPrint: HTML in, PDF/UA-1 out, the same bytes for the same words.

Nothing is fetched but files of the built static folder, named relative to it
(`<link rel="stylesheet" href="report.css">`). Every `<svg>` opens with its `<title>`,
every `<img>` has an `alt`, and links carry whole addresses.
"""

import contextlib
import io
import mimetypes
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from gvi.core import tagging
from gvi.core.refusals import Unavailable

STATIC = Path(__file__).resolve().parents[1] / "static" / "gvi"
APT = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0"


class PdfUnavailable(Unavailable):
    """The system library that sets text is missing on this machine."""


class ForbiddenFetch(Exception):
    """A page to be printed asked for something that is not a file of ours."""


def is_available() -> bool:
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True


def render(html: str, *, title: str) -> bytes:
    """The page as a tagged PDF. `<html lang>` must say its language."""
    weasyprint = _weasyprint()
    shelf = Shelf(STATIC)
    page = weasyprint.HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=shelf.fetch)
    made = b""
    with contextlib.suppress(weasyprint.urls.FatalURLFetchingError):
        document = page.render()
        document.metadata.title = title
        document.metadata.created = document.metadata.modified = None
        made = document.write_pdf(pdf_variant="pdf/ua-1")
    if shelf.refused:
        raise ForbiddenFetch(
            f"A PDF is made from files in {STATIC.name}/ only, not {', '.join(shelf.refused)}."
        )
    return tagging.mend(made)


def _weasyprint() -> ModuleType:
    """Imported when first needed: it is slow to load, and the rest of the site works without."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints advice before it fails
            import weasyprint
    except (ImportError, OSError) as missing:
        raise PdfUnavailable(
            _("This machine cannot make PDF files yet. Whoever runs it should type: %(command)s")
            % {"command": APT}
        ) from missing
    module: ModuleType = weasyprint
    return module


class Shelf:
    """Hands WeasyPrint files of one folder, and keeps what it refused.

    WeasyPrint passes over most refusals and draws the page without; ours is told afterwards.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.refused: list[str] = []

    def fetch(self, url: str) -> Any:
        from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

        path = self._path(url)
        if path is None:
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    def _path(self, url: str) -> Path | None:
        parts = urlsplit(url)
        wanted = unquote(parts.path)
        if parts.scheme != "file" or parts.netloc or "\0" in wanted:
            return None
        path = Path(wanted).resolve()
        return path if path.is_relative_to(self.folder) and path.is_file() else None
