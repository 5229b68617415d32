"""From text to rows with named values, whatever the file is written in."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from gvi.core.tables import csv_rows, json_rows
from gvi.core.tables.files import Limits, open_text, refuse
from gvi.core.tables.problems import Problem, Unreadable

__all__ = ["Problem", "Row", "Table", "Unreadable", "open_table"]

NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NOT_UTF8 = re.compile(r"[\udc80-\udcff]")
LONE_HALF = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it (the header is 1), and its values by column."""

    number: int
    values: Mapping[str, str]


@dataclass
class Table:
    """A file being read, once. `columns` grows when a JSON row brings a new one."""

    name: str
    limits: Limits
    columns: tuple[str, ...]
    records: Iterator[tuple[int, Mapping[str, str] | str]]
    problems: list[Problem] = field(default_factory=list)

    def require(self, *columns: str) -> None:
        """Refuses the file when a column it cannot do without is missing."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            refuse(
                self.name,
                _("These columns are missing: %(missing)s. The file has: %(present)s.")
                % {"missing": ", ".join(missing), "present": ", ".join(self.columns)},
            )

    def report(self, row: int | None, column: str | None, sentence: str) -> None:
        if len(self.problems) >= self.limits.problems:
            refuse(
                self.name,
                _("More than %(most)d rows are wrong. Is this the right file, with these columns?")
                % {"most": self.limits.problems},
            )
        self.problems.append(Problem(self.name, row, column, sentence))

    def __iter__(self) -> Iterator[Row]:
        for number, record in self.records:
            if isinstance(record, str):
                self.report(number, None, record)
            elif (values := self._cleaned(number, record)) is not None:
                yield Row(number, values)

    def _cleaned(self, number: int, record: Mapping[str, str]) -> dict[str, str] | None:
        values = dict.fromkeys(self.columns, "")
        if new := tuple(column for column in record if column not in values):
            self.columns += new
            check_header(self.name, self.columns, self.limits)
        for column, value in record.items():
            if not value.isascii():
                check_utf8(self.name, number, column, value)
                value = unicodedata.normalize("NFC", value)
            wrong = self._wrong(value)
            if wrong:
                self.report(number, column, wrong)
                return None
            values[column] = value.strip()
        return values

    def _wrong(self, value: str) -> str:
        if len(value) > self.limits.cell:
            return _("The value is longer than %(most)d characters.") % {"most": self.limits.cell}
        if NOT_TEXT.search(value) or LONE_HALF.search(value):
            return _("The value holds a character that is not text. Remove it.")
        return ""


@contextmanager
def open_table(
    source: Path | BinaryIO, *, name: str = "", limits: Limits | None = None
) -> Iterator[Table]:
    """Opens a file for reading row by row. `name` is what problems call it."""
    limits = limits or Limits()
    name = name or Path(str(getattr(source, "name", "") or source)).name
    with open_text(source, name, limits) as text:
        start = _start(text, name, limits)
        if start.startswith(("[", "{")):
            columns, records = json_rows.read(text, start, name, limits)
        else:
            columns, records = csv_rows.read(text, start, name, limits)
        check_header(name, columns, limits)
        yield Table(name, limits, columns, records)


def _start(text: TextIOWrapper, name: str, limits: Limits) -> str:
    """The first line with something in it, or as much of it as a record may hold."""
    read = 0
    while read <= limits.record and (line := text.readline(limits.record)):
        read += len(line)
        if started := line.lstrip():
            return started if started[0] in "[{" else line
    refuse(name, _("The file is empty."))


def check_header(name: str, columns: tuple[str, ...], limits: Limits) -> None:
    if len(columns) > limits.columns:
        refuse(
            name,
            _("The file has more than %(most)d columns.") % {"most": limits.columns},
            row=1,
        )
    for place, column in enumerate(columns, start=1):
        check_utf8(name, 1, column, column)
        if not column:
            refuse(name, _("Column %(place)d has no name.") % {"place": place}, row=1)
        if NOT_TEXT.search(column) or len(column) > limits.cell:
            refuse(name, _("The header is not text. Is this a CSV file?"), row=1)
    twice = {column for column in columns if columns.count(column) > 1}
    if twice:
        named = ", ".join(sorted(twice))
        refuse(name, _("The header names a column twice: %(named)s.") % {"named": named}, row=1)


def check_utf8(name: str, row: int, column: str, value: str) -> None:
    found = NOT_UTF8.search(value)
    if found:
        refuse(
            name,
            _(
                "The file is not UTF-8 (byte %(byte)s here; perhaps it is Windows-1252)."
                " Save it as “CSV UTF-8” and try again."
            )
            % {"byte": f"{ord(found[0]) - 0xDC00:02X}"},
            row=row,
            column=column if column != value else None,
        )
