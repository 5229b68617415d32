"""The police's open events feed: what one event says, in daily copies (CSV) or as sent (JSON).

The day and the time stand in the title and the year does not; the time of publication gives it.
Nothing can be published before it happened, so a title that claims so has the day wrong: events
around midnight often carry the day of publication, and those around New Year the wrong year.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from groups.imports.columns import RowFault
from groups.imports.places import is_county, read_municipality
from gvi.core.tables import Misread, Row, read_datetime

SOURCE: Final = "polisen"
KIND_OF_TYPE: Final = {
    "Skottlossning": "shooting",
    "Skottlossning, misstänkt": "shooting",
    "Explosion": "detonation",
    "Detonation": "detonation",
    "Mord/dråp": "deadly_violence",
    "Mord/dråp, försök": "serious_violence",
    "Misshandel, grov": "serious_violence",
}
MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
TITLE = re.compile(r"([0-9]{1,2}) ([a-z]+) ([0-9]{1,2})[.:]([0-9]{2}), ")
NUMBER = re.compile(r"[0-9]{1,20}")
SLACK = timedelta(hours=1)  # titles are rounded; this much before its own time is no contradiction


@dataclass(frozen=True, slots=True)
class Form:
    """Where one form of the feed keeps what we read."""

    published: str
    title: str
    place: str
    code: str = ""

    @property
    def used(self) -> tuple[str, ...]:
        return tuple(filter(None, ("id", "type", *self._own())))

    def _own(self) -> tuple[str, ...]:
        return self.published, self.title, self.place, self.code


DAILY_COPY = Form(published="published", title="title", place="location", code="kommunkod")
AS_SENT = Form(published="datetime", title="name", place="location.name")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the feed, without its free text and its point on the map."""

    key: str
    occurred_on: date
    occurred_at: time
    municipality: str | None
    place: str


def recognised(columns: tuple[str, ...]) -> Form | None:
    """The form a file is in, told by its columns. An empty answer of the feed has none."""
    if not columns:
        return AS_SENT
    return next((form for form in (DAILY_COPY, AS_SENT) if set(form.used) <= set(columns)), None)


def read_event(row: Row, form: Form) -> Event:
    values = row.values
    if not NUMBER.fullmatch(values["id"]):
        raise RowFault("id", _("The event has no number."))
    try:
        published = read_datetime(values[form.published])
    except Misread as fault:
        raise RowFault(form.published, str(fault)) from fault
    happened = _when(values[form.title], published.replace(tzinfo=None))
    if happened is None:
        raise RowFault(form.title, _("The title does not begin with a day and a time."))
    municipality, place = _where(row, form)
    return Event(values["id"], happened.date(), happened.time(), municipality, place)


def _when(title: str, published: datetime) -> datetime | None:
    found = TITLE.match(title)
    if not found or found[2] not in MONTHS:
        return None
    month, day = MONTHS.index(found[2]) + 1, int(found[1])
    hour, minute = int(found[3]), int(found[4])
    for year in (published.year, published.year - 1):
        try:
            happened = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - as the title says
        except ValueError:
            continue
        if happened <= published + SLACK:
            return happened
        if happened.date() == published.date():
            return happened - timedelta(days=1)
    return None


def _where(row: Row, form: Form) -> tuple[str | None, str]:
    """The municipality's code, or None where only a county is said, and the place as said."""
    said = row.values[form.place]
    county = ""
    if form is AS_SENT:
        county, said = said, row.values[form.title].rsplit(", ", 1)[-1]
    if is_county(said):
        return None, said
    code = row.values[form.code] if form.code else ""
    try:
        return read_municipality(code or said, county=county), said
    except Misread as fault:
        raise RowFault(form.code or form.title, str(fault)) from fault
