"""The section on violence, as the police have confirmed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import Participation
from agencies.scoping import Actor
from gvi.briefings.composing.words import Content, parts_of, source, this_week
from gvi.briefings.figures import POLICE, years_of
from gvi.briefings.models import AgencyFigures
from gvi.core.week import Week


def violence(actor: Actor, week: Week, told: list[AgencyFigures], public: bool) -> Content:
    """Each police agency's own figures; two agencies are never added."""
    given = [row for row in told if "violence" in row.values]
    silent = (
        Participation.objects.filter(
            partnership_id=actor.partnership_id, agency__kind=POLICE, from_on__lte=week.sunday
        )
        .exclude(pk__in=[row.scope_id for row in given])
        .select_related("agency")
    )
    return {
        "heading": _("Violence"),
        "texts": [_("%(agency)s: not shared.") % {"agency": each.agency} for each in silent],
        "tables": list(chain.from_iterable(_violence(row, told, week, public) for row in given)),
    }


def _violence(
    row: AgencyFigures, told: list[AgencyFigures], week: Week, public: bool
) -> Iterator[Content]:
    figures = row.values["violence"]
    labels = {
        "shootings": _("Confirmed shootings"),
        "linked": _("of these linked to a street group"),
        "dead": _("Killed in shootings"),
        "injured": _("Injured in shootings"),
        "detonations": _("Detonations"),
    }
    if public:
        del labels["linked"]
    periods = years_of(week)
    yield {
        "caption": _("Serious violence, %(agency)s") % {"agency": row.scope.agency},
        "columns": [
            this_week(week),
            _("%(year)d to %(day)s") % parts_of(periods["year"].last),
            _("%(year)d to %(day)s") % parts_of(periods["year_before"].last),
            _("all of %(year)d") % parts_of(periods["whole_year_before"].last),
        ],
        "rows": [
            {"label": label, "values": [figures[measure][name] for name in periods]}
            for measure, label in labels.items()
        ],
        "note": source(row, _unreviewed(figures["unreviewed"], public)),
    }
    chart = _months_chart(row, told)
    yield {
        "chart": chart,
        "caption": _("Each month, %(agency)s") % {"agency": row.scope.agency},
        "columns": chart["labels"],
        "rows": [
            {"label": series["name"], "values": series["values"]} for series in chart["series"]
        ],
        "note": _("The last month is counted to %(day)s.") % parts_of(week.sunday),
    }
    if figures["groups"] and not public:
        yield {
            "caption": _("Street groups with linked shootings or detonations"),
            "heading": _("Working name"),
            "columns": [this_week(week), str(week.sunday.year)],
            "rows": [
                {"label": each["group"], "values": [each["week"], each["year"]]}
                for each in figures["groups"]
            ],
            "note": _("Confirmed incidents with a link judged probable or confirmed."),
        }


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _unreviewed(count: int, public: bool) -> str:
    if public or not count:
        return ""
    return _("Incidents of the week not yet reviewed: %(count)d.") % {"count": count}


def _months_chart(row: AgencyFigures, told: Iterable[AgencyFigures]) -> Content:
    figures = row.values["violence"]
    months = {
        each["month"]: date_format(_first_of(each["month"]), "b") for each in figures["months"]
    }
    first, last = (date_format(_first_of(each), "F Y") for each in (min(months), max(months)))
    held = [callin for other in told for callin in other.values.get("method", {}).get("held", ())]
    return {
        "title": _(
            "%(agency)s, %(first)s to %(last)s: %(year)d confirmed shootings this year and"
            " %(before)d on the same days the year before."
        )
        % {
            "agency": row.scope.agency,
            "first": first,
            "last": last,
            "year": figures["shootings"]["year"],
            "before": figures["shootings"]["year_before"],
        },
        "labels": list(months.values()),
        "series": [
            {
                "name": _("Confirmed shootings"),
                "values": [each["shootings"] for each in figures["months"]],
            },
            {
                "name": _("Detonations"),
                "values": [each["detonations"] for each in figures["months"]],
            },
        ],
        "marks": [
            {
                "label": _("Call-in %(number)s") % {"number": callin["number"]},
                "at": months[callin["held_on"][:7]],
            }
            for callin in held
            if callin["held_on"][:7] in months
        ],
    }
