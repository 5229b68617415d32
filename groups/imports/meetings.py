"""Meetings, who was there, and the ties that follow from having been seen together.

* Meetings: key, date. Where it was and why is left out: a map needs neither.
* Attendance: person, meeting, and a date where no file of meetings gives it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import BinaryIO

from groups.imports.columns import ColumnMap, Columns, Field
from groups.imports.gathering import LONGEST_KEY, Brought, Gathered, day_or_none, gather, known
from groups.imports.people import GRADE_OF_KIND, SEEN_TOGETHER, TieIn
from gvi.core.tables import Limits, Row, read_date

DATE = ("datum", "held_on")
MEETING = ("meeting", "meeting_id", "event", "event_id", "möte")
MEETINGS = (Field("key", ("id", *MEETING), required=True), Field("date", DATE, required=True))
ATTENDANCE = (
    Field("person", ("person_id", "person_key"), required=True),
    Field("meeting", MEETING, required=True),
    Field("date", DATE),
)


@dataclass(frozen=True, slots=True)
class MeetingIn:
    source: str
    source_key: str
    held_on: date
    row: int


@dataclass(frozen=True, slots=True)
class AttendanceIn:
    source: str
    person: str
    meeting: str
    held_on: date | None
    row: int


def read_meetings(
    source: Path | BinaryIO,
    *,
    columns: ColumnMap | None = None,
    name: str = "",
    limits: Limits | None = None,
) -> Gathered[MeetingIn]:
    """One row per meeting."""

    def meeting(row: Row, bound: Columns) -> MeetingIn:
        return MeetingIn(
            source=bound.source(),
            source_key=bound.needed(row, "key", LONGEST_KEY),
            held_on=bound.read(row, "date", read_date, *bound.forms("date_format")),
            row=row.number,
        )

    brought = Brought(source, columns, name, limits)
    return gather(brought, MEETINGS, meeting, lambda told: told.source_key)


def read_attendance(
    source: Path | BinaryIO,
    *,
    columns: ColumnMap | None = None,
    people: Collection[str] | None = None,
    meetings: Mapping[str, date] | None = None,
    name: str = "",
    limits: Limits | None = None,
) -> Gathered[AttendanceIn]:
    """One row per person and meeting. With `people` or `meetings`, each must be one of them;
    a meeting that is known gives its day."""

    def attendance(row: Row, bound: Columns) -> AttendanceIn:
        person = bound.needed(row, "person", LONGEST_KEY)
        meeting = bound.needed(row, "meeting", LONGEST_KEY)
        known(person, people, bound.column_of.get("person"))
        known(meeting, meetings, bound.column_of.get("meeting"))
        held_on = meetings[meeting] if meetings else day_or_none(row, bound, "date")
        return AttendanceIn(bound.source(), person, meeting, held_on, row.number)

    brought = Brought(source, columns, name, limits)
    return gather(brought, ATTENDANCE, attendance, lambda told: (told.person, told.meeting))


def ties_from_attendance(attendances: Iterable[AttendanceIn]) -> tuple[TieIn, ...]:
    """Everyone who was at one meeting was seen together: how often, and since when."""
    at: dict[str, list[AttendanceIn]] = {}
    for each in attendances:
        at.setdefault(each.meeting, []).append(each)
    ties: dict[tuple[str, str], TieIn] = {}
    for present in at.values():
        for one, other in combinations(sorted(present, key=lambda each: each.person), 2):
            pair = one.person, other.person
            ties[pair] = _seen_again(ties.get(pair), one, other.person)
    return tuple(ties.values())


def _seen_again(before: TieIn | None, one: AttendanceIn, other: str) -> TieIn:
    days = [day for day in (one.held_on, before.since if before else None) if day]
    return TieIn(
        source=one.source,
        one=one.person,
        other=other,
        kind=SEEN_TOGETHER,
        grade=GRADE_OF_KIND[SEEN_TOGETHER],
        since=min(days, default=None),
        until=None,
        row=before.row if before else one.row,
        times=before.times + 1 if before else 1,
    )
