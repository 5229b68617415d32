"""People and the ties between them, as plain values.

Each kind of file is known by its usual column names or by a column map (see `columns`).

* People: key, code_name, group, role, given_name, family_name, personal_number, birth_year.
* Ties: one, other, and a grade (1 seen together, 2 offending together, 3 serious offending,
  4 serious and kin) or a kind; since, until. A tie has no direction.

Where somebody was born, what they believe, how they are and the like is never read; see `traits`.
A problem names the row and the column, and never repeats what a file says of a person.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from groups.imports.columns import ColumnMap, Columns, Field, RowFault
from groups.imports.gathering import LONGEST_KEY, Brought, Gathered, day_or_none, gather, known
from gvi.core.folding import fold
from gvi.core.tables import Limits, Misread, Row, read_integer

SEEN_TOGETHER, CO_OFFENDING, SERIOUS, KIN = "seen_together", "co_offending", "serious", "kin"
CONFLICT = "conflict"
KIND_OF_GRADE = {1: SEEN_TOGETHER, 2: CO_OFFENDING, 3: SERIOUS, 4: KIN}
GRADE_OF_KIND = {kind: grade for grade, kind in KIND_OF_GRADE.items()} | {CONFLICT: 1}
ROLES = {
    "driving": "driving",
    "drivande": "driving",
    "member": "member",
    "medlem": "member",
    "associate": "associate",
    "associerad": "associate",
}
PEOPLE = (
    Field("key", ("id", "person_id", "person", "ref", "nyckel"), required=True),
    Field("code_name", ("kodnamn", "alias")),
    Field("group", ("gruppering", "group_name", "street_group")),
    Field("role", ("roll",)),
    Field("given_name", ("förnamn", "first_name")),
    Field("family_name", ("efternamn", "last_name", "surname")),
    Field("personal_number", ("personnummer",)),
    Field("birth_year", ("födelseår",)),
)
TIES = (
    Field("one", ("source", "from", "person_a", "från"), required=True),
    Field("other", ("target", "to", "person_b", "till"), required=True),
    Field("grade", ("weight", "strength", "styrka")),
    Field("kind", ("type", "typ")),
    Field("since", ("from_date",)),
    Field("until", ("to_date",)),
)
LONGEST_CODE_NAME, LONGEST_NAME = 60, 100
FIRST_BIRTH_YEAR = 1900
TWELVE_DIGITS = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class PersonIn:
    """A person as a file tells it. Everything but the keys may be empty."""

    source: str
    source_key: str
    code_name: str
    group: str
    role: str
    given_name: str
    family_name: str
    personal_number: str
    birth_year: int | None
    row: int


@dataclass(frozen=True, slots=True)
class TieIn:
    """Two people by their keys, the lesser first. `times` is how often they were seen together."""

    source: str
    one: str
    other: str
    kind: str
    grade: int
    since: date | None
    until: date | None
    row: int
    times: int = 1


def read_people(
    source: Path | BinaryIO,
    *,
    today: date,
    columns: ColumnMap | None = None,
    name: str = "",
    limits: Limits | None = None,
) -> Gathered[PersonIn]:
    """One row per person."""

    def person(row: Row, bound: Columns) -> PersonIn:
        return PersonIn(
            source=bound.source(),
            source_key=bound.needed(row, "key", LONGEST_KEY),
            code_name=bound.short(row, "code_name", LONGEST_CODE_NAME),
            group=bound.short(row, "group", LONGEST_CODE_NAME),
            role=bound.read(row, "role", _role),
            given_name=bound.short(row, "given_name", LONGEST_NAME),
            family_name=bound.short(row, "family_name", LONGEST_NAME),
            personal_number=bound.read(row, "personal_number", _personal_number),
            birth_year=bound.read(row, "birth_year", _year, today.year),
            row=row.number,
        )

    brought = Brought(source, columns, name, limits)
    return gather(brought, PEOPLE, person, lambda told: told.source_key)


def read_ties(
    source: Path | BinaryIO,
    *,
    columns: ColumnMap | None = None,
    people: Collection[str] | None = None,
    name: str = "",
    limits: Limits | None = None,
) -> Gathered[TieIn]:
    """One row per pair, either way round. With `people`, both ends must be among their keys."""

    def tie(row: Row, bound: Columns) -> TieIn:
        ends = [
            known(bound.needed(row, end, LONGEST_KEY), people, bound.column_of.get(end))
            for end in ("one", "other")
        ]
        if ends[0] == ends[1]:
            raise RowFault(None, _("A tie joins two different people."))
        kind, grade = _kind_and_grade(row, bound)
        since, until = (day_or_none(row, bound, end) for end in ("since", "until"))
        if since and until and until < since:
            raise RowFault(bound.column_of.get("until"), _("A tie cannot end before it began."))
        return TieIn(
            bound.source(),
            min(ends),
            max(ends),
            kind,
            grade,
            since,
            until,
            row.number,
        )

    brought = Brought(source, columns, name, limits)
    return gather(brought, TIES, tie, lambda told: (told.one, told.other, told.kind == CONFLICT))


def _kind_and_grade(row: Row, bound: Columns) -> tuple[str, int]:
    """Either says the other; nothing said is having been seen together."""
    if kind := bound.text(row, "kind"):
        if kind not in GRADE_OF_KIND:
            raise RowFault(
                bound.column_of.get("kind"),
                _("The kinds of ties are: %(kinds)s.") % {"kinds": ", ".join(GRADE_OF_KIND)},
            )
        return kind, GRADE_OF_KIND[kind]
    if not bound.text(row, "grade"):
        return SEEN_TOGETHER, GRADE_OF_KIND[SEEN_TOGETHER]
    grade = bound.read(row, "grade", read_integer, at_least=1, at_most=max(KIND_OF_GRADE))
    return KIND_OF_GRADE[grade], grade


def _role(text: str) -> str:
    if text and fold(text) not in ROLES:
        raise Misread(_("The roles are: %(roles)s.") % {"roles": ", ".join(ROLES)})
    return ROLES.get(fold(text), "")


def _personal_number(text: str) -> str:
    digits = re.sub(r"[\s+-]", "", text)
    if digits and not TWELVE_DIGITS.fullmatch(digits):
        raise Misread(_("A personal identity number is written with twelve digits."))
    if digits and not is_personal_number(digits):
        raise Misread(_("This is nobody's personal identity number. Look for a slip in it."))
    return digits


def is_personal_number(digits: str) -> bool:
    """Whether twelve digits hold a day and the right check digit.

    The day of a co-ordination number is sixty days on.
    """
    day = int(digits[6:8])
    try:
        date(int(digits[:4]), int(digits[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits[2:]))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _year(text: str, latest: int) -> int | None:
    try:
        return read_integer(text, at_least=FIRST_BIRTH_YEAR, at_most=latest) if text else None
    except Misread as fault:
        raise Misread(_("A year of birth is written with four digits.")) from fault
