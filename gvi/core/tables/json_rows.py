"""JSON: one list of objects, read element by element so that memory stays flat.

Numbers stay as they were written. An object inside an object gives columns with a full stop
between ("location.name"); a list, or anything deeper, stays as JSON text.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from io import TextIOWrapper
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from gvi.core.tables.files import Limits, check_rows, refuse

CHUNK = 1 << 16
BLANK = re.compile(r"[ \t\r\n]*")


class NamedTwice(ValueError):
    """An object says the same name twice; which one counts is nobody's to guess."""


def read(
    text: TextIOWrapper, start: str, name: str, limits: Limits
) -> tuple[tuple[str, ...], Iterator[tuple[int, Mapping[str, str] | str]]]:
    """The columns of the first element, and every element as its values by column."""
    if start.startswith("{"):
        refuse(name, _("The JSON file must hold a list of objects, and holds one object."))
    elements = _flat(Elements(text, start, name, limits), name, limits)
    first = next(elements, None)
    if first is None:
        return (), iter(())
    return tuple(first[1]), _chained(first, elements)


def _chained(
    first: tuple[int, dict[str, str]], rest: Iterator[tuple[int, dict[str, str]]]
) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    yield first
    yield from rest


def _flat(
    elements: Iterable[dict[str, Any]], name: str, limits: Limits
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, element in enumerate(elements, start=1):
        check_rows(name, number, limits)
        values: dict[str, str] = {}
        for key, value in element.items():
            if isinstance(value, dict):
                values |= {f"{key}.{inner}": _written(held) for inner, held in value.items()}
            else:
                values[key] = _written(value)
        yield number, {key.strip(): value for key, value in values.items()}


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


class Elements:
    """The objects of one JSON list, decoded one at a time from a small buffer."""

    def __init__(self, text: TextIOWrapper, start: str, name: str, limits: Limits) -> None:
        self.text, self.name, self.most = text, name, limits.record
        self.buffer, self.place, self.number = start, 1, 0
        self.decode = json.JSONDecoder(
            object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str
        ).raw_decode

    def __iter__(self) -> Iterator[dict[str, Any]]:
        separator = self._next()
        while separator != "]":
            if separator != "{":
                self._refuse(_("The list must hold objects and nothing else."))
            self.number += 1
            yield self._object()
            separator = self._next()
            if separator == ",":
                self.place += 1
                separator = self._next()
                if separator == "]":
                    separator = ","
            elif separator != "]":
                self._refuse(_("This is not correct JSON."))
        self.place += 1
        if self._next():
            self._refuse(_("The file goes on after its list has ended."))

    def _object(self) -> dict[str, Any]:
        chunk = CHUNK
        while True:
            try:
                found, self.place = self.decode(self.buffer, self.place)
            except NamedTwice as fault:
                self._refuse(_("A name stands twice in one object: %(name)s.") % {"name": fault})
            except (ValueError, RecursionError) as fault:
                self.buffer, self.place = self.buffer[self.place :], 0
                if len(self.buffer) > self.most or not self._more(chunk):
                    self._refuse(_("This is not correct JSON."), fault)
                chunk *= 2
            else:
                return dict(found)

    def _next(self) -> str:
        """The next character that is not blank, left where it is; nothing at the end."""
        while True:
            blank = BLANK.match(self.buffer, self.place)
            self.place = blank.end() if blank else self.place
            if self.place < len(self.buffer):
                return self.buffer[self.place]
            self.buffer, self.place = "", 0
            if not self._more(CHUNK):
                return ""

    def _more(self, chunk: int) -> bool:
        read = self.text.read(chunk)
        self.buffer += read
        return bool(read)

    def _refuse(self, sentence: str, fault: BaseException | None = None) -> NoReturn:
        refuse(self.name, sentence, fault, row=self.number or None)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _value in pairs]
        raise NamedTwice(next(key for key in names if names.count(key) > 1))
    return found
