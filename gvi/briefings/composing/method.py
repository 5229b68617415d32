"""The section on what the partnership has done, as the coordinator sees it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext as _

from gvi.briefings.composing.words import Content, few, source, this_week
from gvi.briefings.models import AgencyFigures
from gvi.briefings.releasing import rounded
from gvi.core.week import Week


def method(week: Week, told: list[AgencyFigures], public: bool) -> Content:
    """Call-ins, talks and groups, as the coordinating agency counts them."""
    given = [row for row in told if "method" in row.values]
    return {
        "heading": _("Call-in and individual talks"),
        "texts": [] if given else [_("Not shared.")],
        "tables": list(chain.from_iterable(_method(row, week, public) for row in given)),
    }


def _method(row: AgencyFigures, week: Week, public: bool) -> Iterator[Content]:
    figures = row.values["method"]
    labels = {
        "callins": _("Call-ins held"),
        "took_part": _("People who took part in a call-in"),
        "talks": _("Individual talks completed"),
        "talked_to": _("People in individual talks"),
    }
    periods = ["year", "start"] if public else ["week", "year", "start"]
    names = {"week": this_week(week), "year": str(week.sunday.year), "start": _("since the start")}
    yield {
        "caption": _("The message"),
        "columns": [names[name] for name in periods],
        "rows": [
            {
                "label": label,
                "values": [
                    _about(figures[measure][name])
                    if public and measure != "callins"
                    else figures[measure][name]
                    for name in periods
                ],
            }
            for measure, label in labels.items()
        ],
        "note": source(row, _("Numbers of people are rounded to five.") if public else ""),
    }
    if public:
        return
    yield {
        "caption": _("Street groups"),
        "columns": [_("at the end of the week")],
        "rows": [
            {"label": _("Active street groups"), "values": [figures["groups"]]},
            {"label": _("Open conflicts"), "values": [figures["conflicts"]]},
        ],
        "note": source(row),
    }
    if figures["disputes"]:
        yield {
            "caption": _("Open conflicts"),
            "heading": _("Street groups"),
            "columns": [_("since")],
            "rows": [
                {"label": " – ".join(each["groups"]), "values": [each["since"]]}
                for each in figures["disputes"]
            ],
            "note": "",
        }


def _about(count: int | None) -> int | str:
    """A number of people as outsiders are told it."""
    return few(rounded(count or 0))
