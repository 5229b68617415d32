"""Reading a whole file of one kind of thing: each row once, contradictions named by both rows."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

from django.utils.translation import gettext as _

from groups.imports.columns import (
    ColumnMap,
    Columns,
    Field,
    LeftOut,
    RowFault,
    UnusableMap,
    bind,
)
from groups.imports.feed import recognised
from gvi.core.tables import Limits, Problem, Row, open_table, read_date

LONGEST_KEY = 60
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Gathered(Generic[T]):
    """All that one file told, and what was left out of it."""

    rows: int = 0
    found: tuple[T, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as a user brought it, and what was said about its columns."""

    source: Path | BinaryIO
    columns: ColumnMap | None = None
    name: str = ""
    limits: Limits | None = None


def gather(
    brought: Brought,
    asked: Iterable[Field],
    read: Callable[[Row, Columns], T],
    key: Callable[[T], Hashable],
) -> Gathered[T]:
    """Reads each row with `read`. Rows with one `key` must say the same, or none is taken."""
    found: dict[Hashable, T] = {}
    spoiled: set[Hashable] = set()
    rows = 0
    with open_table(brought.source, name=brought.name, limits=brought.limits) as table:
        if table.columns and recognised(table.columns):
            raise UnusableMap(_("This is the police's feed of events. It holds incidents only."))
        columns = bind(table.columns, asked, brought.columns)
        for row in table:
            rows += 1
            try:
                told = read(row, columns)
            except RowFault as fault:
                table.report(row.number, fault.column, fault.sentence)
                continue
            first = found.setdefault(key(told), told)
            if key(told) not in spoiled and (differing := differences(first, told)):
                table.report(row.number, None, contradiction(first, row.number, differing))
                spoiled.add(key(told))
        return Gathered(
            rows=rows,
            found=tuple(told for told in found.values() if key(told) not in spoiled),
            problems=tuple(table.problems),
            left_out=LeftOut.of(table.columns, columns),
        )


def differences(first: Any, second: Any) -> list[str]:
    """The fields, other than the row, in which two readings differ."""
    same_row = replace(second, row=first.row)
    return [
        each.name
        for each in fields(first)
        if getattr(first, each.name) != getattr(same_row, each.name)
    ]


def contradiction(first: Any, row: int, differing: list[str]) -> str:
    return _("Rows %(first)d and %(second)d are about the same and differ in: %(fields)s.") % {
        "first": first.row,
        "second": row,
        "fields": ", ".join(differing),
    }


def known(text: str, among: Iterable[str] | None, column: str | None) -> str:
    """Refuses a key that points at nothing."""
    if among is not None and text not in among:
        raise RowFault(column, _("The value points at a row that is not there."))
    return text


def day_or_none(row: Row, columns: Columns, name: str) -> date | None:
    if not columns.text(row, name):
        return None
    return columns.read(row, name, read_date, *columns.forms("date_format"))
