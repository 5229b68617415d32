"""Incidents from three kinds of files, as the same plain values.

* The police's open events feed, as daily copies in CSV or as the feed's own JSON. Both are known
  by their columns. Only violence is taken, and only in the municipalities asked for. The feed
  counts nobody, so nobody is counted: dead and injured are zero until somebody reviews it.
* Any other table, by its usual column names or by a column map (see `columns`). The fields are
  key, date, time, kind, municipality, area, dead and injured. With `per=victim` each row is one
  victim and rows with one key are added up; `victim_died` then says which died.

    key=INCIDENT_KEY, date=OCCUR_DATE, time=OCCUR_TIME, area=BORO, kind==shooting,
    victim_died=STATISTICAL_MURDER_FLAG, per=victim, date_format=%m/%d/%Y, source=nypd

Rows with one key that contradict each other are left out together, and both are named.
"""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from groups.imports import feed
from groups.imports.columns import ColumnMap, Columns, Field, RowFault, UnusableMap, bind
from groups.imports.places import is_county, read_municipality
from groups.imports.tally import IncidentFile, IncidentIn, Reading
from gvi.core.folding import fold
from gvi.core.tables import (
    Limits,
    Misread,
    Row,
    open_table,
    read_boolean,
    read_date,
    read_integer,
    read_time,
)

__all__ = ["ColumnMap", "IncidentFile", "IncidentIn", "read_incidents"]

SHOOTING, DETONATION, ATTEMPTED_EXPLOSION = "shooting", "detonation", "attempted_explosion"
DEADLY_VIOLENCE, SERIOUS_VIOLENCE = "deadly_violence", "serious_violence"
WORDS_FOR_KINDS = {
    SHOOTING: ("skjutning", "bekräftad skjutning", "skottlossning"),
    DETONATION: ("sprängning", "explosion"),
    ATTEMPTED_EXPLOSION: ("försök till sprängning", "försök/förberedelse till sprängning"),
    DEADLY_VIOLENCE: ("dödligt våld",),
    SERIOUS_VIOLENCE: ("grovt våld", "annat grovt våld", "other serious violence"),
}
KINDS = {fold(word): kind for kind, words in WORDS_FOR_KINDS.items() for word in (kind, *words)}
FIELDS = (
    Field("key", ("id", "incident_key", "source_key", "nyckel"), required=True),
    Field("date", ("datum", "occurred_on", "occur_date"), required=True),
    Field("time", ("tid", "klockslag", "occurred_at", "occur_time")),
    Field("kind", ("typ", "händelsetyp"), required=True),
    Field("municipality", ("kommun", "kommunkod", "municipality_code")),
    Field("area", ("område", "stadsdel")),
    Field("dead", ("döda", "avlidna")),
    Field("injured", ("skadade",)),
    Field("victim_died"),
    Field("per", is_setting=True),
)
MOST_PEOPLE = 10_000
LONGEST_KEY, LONGEST_AREA = 60, 80


def read_incidents(
    source: Path | BinaryIO,
    *,
    today: date,
    columns: ColumnMap | None = None,
    municipalities: Collection[str] | None = None,
    name: str = "",
    limits: Limits | None = None,
) -> IncidentFile:
    """Reads a whole file. `municipalities` are codes; without them all are taken."""
    with open_table(source, name=name, limits=limits) as table:
        reading = Reading(table, municipalities, today)
        form = None if columns else feed.recognised(table.columns)
        if form:
            return _read_feed(reading, form)
        return _read_any(reading, bind(table.columns, FIELDS, columns))


def _read_feed(reading: Reading, form: feed.Form) -> IncidentFile:
    for row in reading:
        kind = feed.KIND_OF_TYPE.get(row.values.get("type", ""))
        if kind is None:
            reading.other_types += 1
            continue
        try:
            event = feed.read_event(row, form)
            _not_later(event.occurred_on, reading.today, form.title)
        except RowFault as fault:
            reading.table.report(row.number, fault.column, fault.sentence)
            continue
        if reading.wants(event.municipality):
            reading.add(
                IncidentIn(
                    source=feed.SOURCE,
                    source_key=event.key,
                    kind=kind,
                    occurred_on=event.occurred_on,
                    occurred_at=event.occurred_at,
                    municipality=event.municipality,
                    area=event.place,
                    dead=0,
                    injured=0,
                    row=row.number,
                )
            )
    return reading.done(feed.SOURCE, Columns({name: name for name in form.used}))


def _read_any(reading: Reading, columns: Columns) -> IncidentFile:
    source = columns.source()
    per_victim = _is_per_victim(columns)
    for row in reading:
        key = columns.text(row, "key")
        try:
            incident = _incident(row, columns, source, reading.today, per_victim=per_victim)
        except RowFault as fault:
            reading.spoil(key, row.number, fault.sentence, fault.column)
            continue
        if not columns.has("municipality") or reading.wants(incident.municipality):
            reading.add(incident, adding_up=per_victim)
    return reading.done(source, columns)


def _is_per_victim(columns: Columns) -> bool:
    per = columns.setting("per", "victim" if columns.has("victim_died") else "incident")
    if per not in {"victim", "incident"}:
        raise UnusableMap(_("“per” is either victim or incident."))
    if per == "incident" and columns.has("victim_died"):
        raise UnusableMap(_("“victim_died” is for files with one row per victim."))
    if per == "victim" and not any(map(columns.has, ("victim_died", "dead", "injured"))):
        raise UnusableMap(_("A file with one row per victim must say what happened to them."))
    return per == "victim"


def _incident(
    row: Row, columns: Columns, source: str, today: date, *, per_victim: bool
) -> IncidentIn:
    dead, injured = _victim(row, columns) if per_victim else _counts(row, columns)
    occurred_on = columns.read(row, "date", read_date, *columns.forms("date_format"))
    _not_later(occurred_on, today, columns.column_of.get("date"))
    return IncidentIn(
        source=source,
        source_key=columns.needed(row, "key", LONGEST_KEY),
        kind=columns.read(row, "kind", read_kind),
        occurred_on=occurred_on,
        occurred_at=(
            columns.read(row, "time", read_time, *columns.forms("time_format"))
            if columns.text(row, "time")
            else None
        ),
        municipality=_municipality(row, columns),
        area=columns.short(row, "area", LONGEST_AREA),
        dead=dead,
        injured=injured,
        row=row.number,
    )


def _not_later(day: date, today: date, column: str | None) -> None:
    if day > today:
        raise RowFault(column, _("The day lies in the future."))


def _municipality(row: Row, columns: Columns) -> str | None:
    text = columns.text(row, "municipality")
    if not text or is_county(text):
        return None
    return columns.read(row, "municipality", read_municipality)


def _counts(row: Row, columns: Columns) -> tuple[int, int]:
    dead, injured = (
        columns.read(row, name, read_integer, at_most=MOST_PEOPLE) if columns.text(row, name) else 0
        for name in ("dead", "injured")
    )
    return dead, injured


def _victim(row: Row, columns: Columns) -> tuple[int, int]:
    if not columns.has("victim_died"):
        return _counts(row, columns)
    died = columns.read(row, "victim_died", read_boolean)
    return (1, 0) if died else (0, 1)


def read_kind(text: str) -> str:
    """One of our five kinds, named in our own word, in Swedish or in English."""
    kind = KINDS.get(fold(text))
    if kind is None:
        raise Misread(
            _("“%(text)s” is no kind of incident. The kinds are: %(kinds)s.")
            % {"text": text[:40], "kinds": ", ".join(WORDS_FOR_KINDS)}
        )
    return kind
