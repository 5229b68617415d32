"""What a value means: dates, times, numbers, yes and no. Nothing is guessed.

Each reader answers with the value or raises `Misread` with a sentence for whoever owns the
file. An empty value is misread too: the caller knows whether it may be empty.
"""

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from django.utils.translation import gettext as _

MOST_INTEGER: Final = 2_147_483_647  # what the database holds
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
POINT_IN_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,6})?"
    r" ?(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))"
)
YES = frozenset({"true", "t", "yes", "y", "1", "ja", "j", "sant"})
NO = frozenset({"false", "f", "no", "n", "0", "nej", "falskt"})


class Misread(ValueError):
    """A value that is not what its column should hold."""


def read_date(text: str, *formats: str) -> date:
    """A date in one of the given strptime formats; ISO when none is given.

    A value that two formats read differently (03/04/2019) is not guessed at.
    """
    readings = {day.date() for day in _readings(text, formats or ("%Y-%m-%d",))}
    if not readings:
        raise Misread(_("“%(text)s” is not a date of the expected form.") % {"text": _short(text)})
    if len(readings) > 1:
        raise Misread(
            _("“%(text)s” can be read as two different dates. Write dates as YYYY-MM-DD.")
            % {"text": _short(text)}
        )
    return readings.pop()


def read_time(text: str, *formats: str) -> time:
    """A time of day in one of the given strptime formats; 21:30 or 21:30:00 when none is given."""
    readings = {point.time() for point in _readings(text, formats or ("%H:%M", "%H:%M:%S"))}
    if len(readings) != 1:
        raise Misread(
            _("“%(text)s” is not a time of day. Write it as 21:30.") % {"text": _short(text)}
        )
    return readings.pop()


def _readings(text: str, formats: tuple[str, ...]) -> list[datetime]:
    found = []
    if text.isascii():  # strptime would take other scripts' digits
        for form in formats:
            try:
                found.append(datetime.strptime(text, form))  # noqa: DTZ007 - no zone is said
            except ValueError:
                continue
    return found


def read_datetime(text: str) -> datetime:
    """A point in time with its zone: 2026-08-22T09:48:12+02:00, or 2026-08-22 9:48:12 +02:00."""
    found = POINT_IN_TIME.fullmatch(text)
    if found:
        *parts, utc, sign, hours, minutes = found.groups()
        ahead = timedelta() if utc else timedelta(hours=int(hours), minutes=int(minutes))
        try:
            zone = timezone(-ahead if sign == "-" else ahead)
            return datetime(*map(int, parts), tzinfo=zone)  # type: ignore[misc, arg-type]
        except ValueError:
            pass
    raise Misread(
        _("“%(text)s” is not a point in time with its zone, like 2026-08-22 09:48:12 +02:00.")
        % {"text": _short(text)}
    )


def read_integer(text: str, *, at_least: int = 0, at_most: int = MOST_INTEGER) -> int:
    """A whole number within bounds, written with digits and nothing else."""
    if not INTEGER.fullmatch(text):
        raise Misread(_("“%(text)s” is not a whole number.") % {"text": _short(text)})
    number = int(text)
    if not at_least <= number <= at_most:
        raise Misread(
            _("%(number)s is not between %(least)s and %(most)s.")
            % {"number": number, "least": at_least, "most": at_most}
        )
    return number


def read_boolean(text: str) -> bool:
    """Yes or no, in English or Swedish."""
    word = text.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Misread(_("“%(text)s” is neither yes nor no.") % {"text": _short(text)})


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
