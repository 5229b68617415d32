"""Which column of a file holds what.

A column map says `field=column` in pairs with commas between, or the same as a JSON object, or
names a file that holds either:

    key=INCIDENT_KEY, date=OCCUR_DATE, area=BORO, kind==shooting, date_format=%m/%d/%Y
    {"key": "INCIDENT_KEY", "date": "OCCUR_DATE", "kind": "=shooting"}

* A value that begins with `=` is the value itself, for every row: `kind==shooting`.
* `field.word=ours` translates a word of the file: `kind.Explosion=detonation`.
* `date_format` and `time_format` are strptime forms; several are parted with `|`.
* `source` names where the rows come from, so that keys of two sources do not meet.
* `per=victim` (incidents only) says that each row is one victim; see `incidents`.

Without a map, columns are known by their usual names in English and Swedish. Columns that no
field asks for are not read. Columns that by their name hold a sensitive trait are never read.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from django.utils.translation import gettext as _

from groups.imports.traits import is_sensitive
from gvi.core.folding import fold
from gvi.core.refusals import Refused
from gvi.core.tables import Misread, Row

P = ParamSpec("P")
T = TypeVar("T")

UNNAMED = "file"  # the source of rows whose map names none
BETWEEN_PAIRS = re.compile(r"\s*[,;\n]\s*|\s+(?=[a-z_]+(?:\.[^\s=]+)?=)")
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_MAP = 20_000


class UnusableMap(Refused):
    """The column map cannot be followed."""


class RowFault(Exception):
    """One value of a row that cannot be used."""

    def __init__(self, column: str | None, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence


@dataclass(frozen=True, slots=True)
class Field:
    """Something a file may say, and the names its column usually has."""

    name: str
    usual: tuple[str, ...] = ()
    required: bool = False
    is_setting: bool = False


SETTINGS = (
    Field("date_format", is_setting=True),
    Field("time_format", is_setting=True),
    Field("source", is_setting=True),
)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a user said about the columns of a file."""

    said: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> "ColumnMap":
        """Pairs, a JSON object, or the name of a file that holds either."""
        if "=" not in text and not text.lstrip().startswith("{"):
            text = _text_of(Path(text))
        if text.lstrip("\ufeff \t\r\n").startswith("{"):
            said = _from_json(text)
        else:
            said = _from_pairs(text)
        if any(map(NOT_TEXT.search, said.values())):
            raise UnusableMap(_("The column map holds a character that is not text."))
        return cls(said)


def _text_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(LONGEST_MAP + 1)
    except (OSError, UnicodeDecodeError) as fault:
        raise UnusableMap(
            _("“%(name)s” is neither a column map nor a file that holds one.") % {"name": path}
        ) from fault
    if len(text) > LONGEST_MAP:
        raise UnusableMap(_("The column map is too long to be one."))
    return text


def _from_json(text: str) -> dict[str, str]:
    try:
        said = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as fault:
        raise UnusableMap(_("The column map is not correct JSON.")) from fault
    if not all(isinstance(value, str) for value in said.values()):
        raise UnusableMap(_("In the column map every value must be text in quotation marks."))
    return dict(said)


def _from_pairs(text: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for pair in filter(None, BETWEEN_PAIRS.split(text.strip())):
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not (name and equals and value) or name in said:
            raise UnusableMap(
                _("“%(pair)s” does not say field=column, once.") % {"pair": pair[:60]}
            )
        said[name] = value
    return said


@dataclass(frozen=True, slots=True)
class Columns:
    """The fields of one file, bound to its columns."""

    column_of: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.column_of or name in self.fixed

    def text(self, row: Row, name: str) -> str:
        """What the row says, in our words where the map translates it; empty when nothing."""
        if name in self.fixed:
            return self.fixed[name]
        said = row.values.get(self.column_of.get(name, ""), "")
        return self.words.get((name, fold(said)), said)

    def read(
        self,
        row: Row,
        name: str,
        reader: Callable[Concatenate[str, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What the row means by it. A fault is told with the column's own name."""
        try:
            return reader(self.text(row, name), *args, **kwargs)
        except Misread as fault:
            raise RowFault(self.column_of.get(name), str(fault)) from fault

    def needed(self, row: Row, name: str, longest: int) -> str:
        if not self.text(row, name):
            raise RowFault(self.column_of.get(name), _("The value is missing."))
        return self.short(row, name, longest)

    def short(self, row: Row, name: str, longest: int) -> str:
        text = self.text(row, name)
        if len(text) > longest:
            raise RowFault(
                self.column_of.get(name),
                _("The value is longer than %(longest)d characters.") % {"longest": longest},
            )
        return text

    def source(self) -> str:
        return self.setting("source", UNNAMED)

    def setting(self, name: str, otherwise: str = "") -> str:
        return self.fixed.get(name, otherwise)

    def forms(self, name: str) -> tuple[str, ...]:
        return tuple(filter(None, self.setting(name).split("|")))


def bind(
    present: tuple[str, ...], fields: Iterable[Field], column_map: ColumnMap | None
) -> Columns:
    """Finds each field's column, by the map if there is one, else by its usual names."""
    known = {each.name: each for each in (*fields, *SETTINGS)}
    if column_map is None:
        columns = Columns(_by_usual_names(present, known.values()))
    else:
        columns = _by_map(present, known, column_map)
    missing = [each.name for each in known.values() if each.required and not columns.has(each.name)]
    if missing:
        raise UnusableMap(
            _(
                "No column is known for: %(missing)s. Say which with a column map."
                " The file has: %(present)s."
            )
            % {"missing": ", ".join(missing), "present": ", ".join(present)}
        )
    return columns


def _by_usual_names(present: tuple[str, ...], known: Iterable[Field]) -> dict[str, str]:
    folded = {fold(column): column for column in reversed(present) if not is_sensitive(column)}
    found: dict[str, str] = {}
    for each in known:
        for name in (each.name, *each.usual):
            if not each.is_setting and fold(name) in folded:
                found[each.name] = folded[fold(name)]
                break
    return found


def _by_map(present: tuple[str, ...], known: Mapping[str, Field], column_map: ColumnMap) -> Columns:
    column_of: dict[str, str] = {}
    fixed: dict[str, str] = {}
    words: dict[tuple[str, str], str] = {}
    for said, value in column_map.said.items():
        name, _dot, word = said.partition(".")
        if name not in known:
            raise UnusableMap(
                _("“%(name)s” is no field. The fields are: %(known)s.")
                % {"name": name[:60], "known": ", ".join(known)}
            )
        if word:
            words[name, fold(word)] = value
        elif known[name].is_setting:
            fixed[name] = value.removeprefix("=")
        elif value.startswith("="):
            fixed[name] = value[1:]
        else:
            column_of[name] = _allowed(value, present)
    return Columns(column_of, fixed, words)


def _allowed(column: str, present: tuple[str, ...]) -> str:
    if column not in present:
        raise UnusableMap(
            _("The file has no column “%(column)s”. It has: %(present)s.")
            % {"column": column[:60], "present": ", ".join(present)}
        )
    if is_sensitive(column):
        raise UnusableMap(
            _("“%(column)s” holds a sensitive trait and is never read.") % {"column": column}
        )
    return column


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The columns that were not read."""

    sensitive: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @classmethod
    def of(cls, present: tuple[str, ...], columns: Columns) -> "LeftOut":
        rest = [column for column in present if column not in columns.column_of.values()]
        return cls(
            sensitive=tuple(column for column in rest if is_sensitive(column)),
            unused=tuple(column for column in rest if not is_sensitive(column)),
        )

    def sentences(self) -> list[str]:
        """What to tell the user, sensitive traits first."""
        said = [
            _("The column “%(column)s” is left out: it holds a sensitive trait.")
            % {"column": column}
            for column in self.sensitive
        ]
        if self.unused:
            said.append(
                _("These columns are not used: %(columns)s.") % {"columns": ", ".join(self.unused)}
            )
        return said
