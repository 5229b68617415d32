"""Turns of phrase that several sections share."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvi.briefings.models import AgencyFigures
from gvi.core.templatetags.page import clock, day
from gvi.core.week import Week

Content = dict[str, Any]


def this_week(week: Week) -> str:
    """The head of a column for the week itself."""
    return _("w. %(number)d") % {"number": week.number}


def parts_of(when: date) -> dict[str, Any]:
    """A day's year, and the day as it is written in a table's head."""
    return {"year": when.year, "day": date_format(when, "j b")}


def source(row: AgencyFigures, more: str = "") -> str:
    """Whose figures they are and when they were taken, after what else there is to say."""
    words = _("Source: %(agency)s, figures taken %(day)s at %(time)s.") % {
        "agency": row.scope.agency,
        "day": day(row.computed_at),
        "time": clock(row.computed_at),
    }
    return f"{more} {words}".strip()


def few(figure: int | None) -> int | str:
    """A rounded figure, or that it is too small to tell."""
    return _("fewer than 5") if figure is None else figure
