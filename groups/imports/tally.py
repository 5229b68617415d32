"""What is gathered while a file of incidents is read: by key, added up, contradictions named."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time

from groups.imports.columns import Columns, LeftOut
from groups.imports.gathering import contradiction, differences
from gvi.core.tables import Problem, Row, Table


@dataclass(frozen=True, slots=True)
class IncidentIn:
    """An incident as a file tells it. `row` is the first row that did."""

    source: str
    source_key: str
    kind: str
    occurred_on: date
    occurred_at: time | None
    municipality: str | None
    area: str
    dead: int
    injured: int
    row: int


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """All that one file told, and what was left out of it."""

    source: str
    incidents: tuple[IncidentIn, ...]
    problems: tuple[Problem, ...]
    rows: int
    other_types: int = 0
    elsewhere: int = 0
    place_unknown: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)


@dataclass(slots=True)
class Reading:
    """One file being read: what has been found so far, by key."""

    table: Table
    only: Collection[str] | None
    today: date
    found: dict[str, IncidentIn] = field(default_factory=dict)
    spoiled: set[str] = field(default_factory=set)
    rows: int = 0
    other_types: int = 0
    elsewhere: int = 0
    place_unknown: int = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.table:
            self.rows += 1
            yield row

    def wants(self, municipality: str | None) -> bool:
        """Whether an incident there is asked for; counts it where it is not."""
        if self.only is None or municipality in self.only:
            return True
        if municipality is None:
            self.place_unknown += 1
        else:
            self.elsewhere += 1
        return False

    def add(self, incident: IncidentIn, *, adding_up: bool = False) -> None:
        if incident.source_key in self.spoiled:
            return
        first = self.found.get(incident.source_key)
        if first is None:
            self.found[incident.source_key] = incident
            return
        told = incident
        if adding_up:
            told = replace(incident, dead=first.dead, injured=first.injured)
        if differing := differences(first, told):
            sentence = contradiction(first, incident.row, differing)
            self.spoil(incident.source_key, incident.row, sentence)
        elif adding_up:
            self.found[incident.source_key] = replace(
                first,
                dead=first.dead + incident.dead,
                injured=first.injured + incident.injured,
            )

    def spoil(self, key: str, row: int, sentence: str, column: str | None = None) -> None:
        """Nothing with this key is taken: what is left of it would be wrong."""
        self.table.report(row, column, sentence)
        self.spoiled.add(key)
        self.found.pop(key, None)

    def done(self, source: str, columns: Columns) -> IncidentFile:
        return IncidentFile(
            source=source,
            incidents=tuple(self.found.values()),
            problems=tuple(self.table.problems),
            rows=self.rows,
            other_types=self.other_types,
            elsewhere=self.elsewhere,
            place_unknown=self.place_unknown,
            left_out=LeftOut.of(self.table.columns, columns),
        )
