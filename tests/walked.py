"""Every address of the service, found in the addresses themselves and not in a list by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Where nothing is read: signing in, the lock, health, and what is only ever posted.
APART = (
    "konto/",
    "i18n/",
    "api/v1/schema/",
    "las/",
    "healthz",
    "readyz",
    "utkast/",
    "utlamnanden/byt/",
    "stanna/",
    "komponenter/",
)
# Tokens, keys, marks of a form and the minute of printing belong to the request.
OF_THE_REQUEST = (
    r'name="(?:csrfmiddlewaretoken|key|once|tab)" value="[^"]*"'
    r'|data-tab="[^"]*"|hx-headers=\'[^\']*\''
    r"|Utskriven \d{4}-\d\d-\d\d \d\d:\d\d av"
    r'|\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d|"at":"[^"]*"'  # when an act of one's own was
    r'|value="\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^"]*"|value="\d\d:\d\d"'  # a form that begins with now
)


def routes() -> Iterator[tuple[str, str]]:
    """Each address as it is written, and its name."""
    for path, route in _inside(get_resolver(), ""):
        if not path.startswith(APART):
            yield path, str(route.name)


def _inside(resolver: URLResolver, start: str) -> Iterator[tuple[str, URLPattern]]:
    for found in resolver.url_patterns:
        path = start + str(found.pattern).removeprefix("^").removesuffix("$")
        if isinstance(found, URLResolver):
            yield from _inside(found, path)
        else:
            yield path, found


def pages() -> list[str]:
    """The addresses that need no reference: lists, counts, maps, notices, briefings, forms."""
    return [f"/{path}" for path, _name in routes() if "<" not in path]


def plain(content: bytes) -> str:
    """An answer without what belongs to the request itself."""
    return re.sub(OF_THE_REQUEST, "", content.decode(errors="replace"))
