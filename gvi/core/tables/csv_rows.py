"""CSV: the delimiter is read off the header, every row must be as wide as it."""

import csv
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from itertools import chain

from django.utils.translation import gettext as _

from gvi.core.tables.files import Limits, check_rows, refuse

DELIMITERS = ",;\t"
DELIMITER_LINE = "sep="  # a line some spreadsheets write above the header


def read(
    text: TextIOWrapper, start: str, name: str, limits: Limits
) -> tuple[tuple[str, ...], Iterator[tuple[int, Mapping[str, str] | str]]]:
    """The columns, and each record as its values by column or a sentence on what is wrong."""
    lines = Bounded(text, name, limits)
    lines.hold(start)
    number, delimiter = 1, ""
    if start.casefold().startswith(DELIMITER_LINE) and len(start.strip()) == 5:
        delimiter, start, number = start[4], next(lines, ""), 2
    delimiter = delimiter or _delimiter(start, name)
    reader = csv.reader(chain([start], lines), delimiter=delimiter, strict=True)
    records = _records(reader, lines, name, number)
    _number, header = next(records, (1, []))
    columns = tuple(column.strip() for column in header)
    return columns, _named(columns, records)


def _delimiter(line: str, name: str) -> str:
    """The one that divides the header most. Two that divide it equally are not guessed between."""
    parts = {mark: len(next(csv.reader([line], delimiter=mark), [])) for mark in DELIMITERS}
    most = max(parts.values())
    best = [mark for mark, count in parts.items() if count == most]
    if most > 1 and len(best) > 1:
        refuse(name, _("The header can be divided in two ways. Use one kind of delimiter."), row=1)
    return best[0]


def _records(
    reader: Iterator[list[str]], lines: "Bounded", name: str, number: int
) -> Iterator[tuple[int, list[str]]]:
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            refuse(
                name,
                _("The row cannot be read: a quotation mark is missing or out of place."),
                fault,
                row=number,
            )
        if cells is None:
            return
        lines.held = 0
        check_rows(name, number - 1, lines.limits)
        if any(cells):
            yield number, cells
        number += 1


def _named(
    columns: tuple[str, ...], records: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    for number, cells in records:
        if len(cells) == len(columns):
            yield number, dict(zip(columns, cells, strict=True))
        else:
            yield (
                number,
                _("The row has %(cells)d values, and the header has %(columns)d.")
                % {"cells": len(cells), "columns": len(columns)},
            )


class Bounded:
    """Lines of a file, where a record may not grow past its limit over one line or many."""

    def __init__(self, text: TextIOWrapper, name: str, limits: Limits) -> None:
        self.text, self.name, self.limits, self.held = text, name, limits, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.text.readline(self.limits.record + 1)
        if not line:
            raise StopIteration
        self.hold(line)
        return line

    def hold(self, line: str) -> None:
        self.held += len(line)
        if self.held >= self.limits.record:
            refuse(
                self.name,
                _("One row is longer than %(most)d characters. Is this a table?")
                % {"most": self.limits.record},
            )
