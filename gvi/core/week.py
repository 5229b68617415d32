"""The reporting week: Monday to Sunday, numbered as ISO 8601 numbers it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2999
ISO_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, order=True, slots=True)
class Week:
    """One week, held as its Monday. Weeks compare and sort as their Mondays do."""

    monday: date

    def __post_init__(self) -> None:
        if isinstance(self.monday, datetime):
            raise TypeError(f"A week is made of dates, and {self.monday!r} is a point in time.")
        if self.monday.isoweekday() != 1:
            raise ValueError(f"A week starts on a Monday, and {self.monday} is not one.")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(
                f"Weeks are kept from {FIRST_YEAR} to {LAST_YEAR}, and {self.monday} is outside."
            )

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """The week written as "2019-W47"."""
        found = ISO_WEEK.fullmatch(text)
        if not found:
            raise ValueError(f"A week is written like 2019-W47, and {text!r} is not.")
        year, number = int(found[1]), int(found[2])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(
                f"Weeks are kept from {FIRST_YEAR} to {LAST_YEAR}, and {text} is outside."
            )
        try:
            return cls(date.fromisocalendar(year, number, 1))
        except ValueError as refusal:
            raise ValueError(f"The year {year} has no week {number}.") from refusal

    @classmethod
    def of(cls, day: date) -> Self:
        """The week that holds this day."""
        if isinstance(day, datetime):
            raise TypeError(f"A week is made of dates, and {day!r} is a point in time.")
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def before(cls, day: date) -> Self:
        """The last whole week that ended before this day: what Monday's briefing is about."""
        return cls.of(day).previous

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def next(self) -> Self:
        return type(self)(self.monday + timedelta(days=7))

    @property
    def previous(self) -> Self:
        return type(self)(self.monday - timedelta(days=7))

    @property
    def year(self) -> int:
        """The year the week is counted in; it can differ from the year of its Monday."""
        return self.monday.isocalendar().year

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def iso(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def label(self) -> str:
        """As people say it: "v. 47 2019"."""
        return _("week %(number)d %(year)d") % {"number": self.number, "year": self.year}

    def __str__(self) -> str:
        return self.iso

    def __contains__(self, day: date) -> bool:
        return self.monday <= day <= self.sunday
