"""Words for pages: dates as people say them, figures, icons, sorting and filtering."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvi.core.icons import PATHS

register = template.Library()

NOT_MEASURED = "–"
SOON = 7


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing for the eye only; the word beside it says the same."""
    return format_html(
        '<svg class="gvi-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"'
        ' focusable="false"><path d="{}"></path></svg>',
        PATHS[name],
    )


def _as_day(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def _days_left(moment: date | datetime) -> int:
    return (_as_day(moment) - timezone.localdate()).days


@register.filter
def day(moment: date | datetime | None) -> str:
    """A date in a table: 2026-11-20."""
    return _as_day(moment).isoformat() if moment else NOT_MEASURED


@register.filter
def long_day(moment: date | datetime | None) -> str:
    """A date in running text: fredag 20 november 2026."""
    return date_format(_as_day(moment), "l j F Y") if moment else NOT_MEASURED


@register.filter
def clock(moment: datetime | None) -> str:
    """A time of day: 14.35 in Swedish, 14:35 in English."""
    if moment is None:
        return NOT_MEASURED
    return date_format(timezone.localtime(moment), _("H:i"))


@register.filter
def moment(value: date | datetime | None) -> str:
    """A date, and its time of day only when there is one: never an invented 00.00."""
    if isinstance(value, datetime):
        return _("%(day)s at %(clock)s") % {"day": day(value), "clock": clock(value)}
    return day(value)


@register.filter
def lately(moment: datetime) -> str:
    """A time of day when it was today; with its date when it was not."""
    today = _as_day(moment) == timezone.localdate()
    return clock(moment) if today else f"{day(moment)} {clock(moment)}"


@register.filter
def due(moment: date | datetime | None) -> str:
    """How long is left, in words."""
    if not moment:
        return ""
    left = _days_left(moment)
    if left < 0:
        return ngettext("Overdue by %(days)d day", "Overdue by %(days)d days", -left) % {
            "days": -left
        }
    if left == 0:
        return _("Today")
    if left == 1:
        return _("Tomorrow")
    return ngettext("In %(days)d day", "In %(days)d days", left) % {"days": left}


@register.filter
def due_kind(moment: date | datetime | None) -> str:
    """The kind of tag that goes with `due`."""
    if not moment:
        return "neutral"
    left = _days_left(moment)
    if left < 0:
        return "late"
    return "attention" if left <= SOON else "neutral"


@register.filter
def is_date(value: object) -> bool:
    return isinstance(value, date)


@register.filter
def figure(value: float | Decimal | str | None) -> str:
    """A number as Swedes write it; what was not measured is a dash, not a nought."""
    if value is None or value == "":
        return NOT_MEASURED
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u202f")
    if isinstance(value, float | Decimal):
        return number_format(value, decimal_pos=1)
    return str(value)


@register.simple_tag
def sort_url(request: HttpRequest, column: str) -> str:
    """The address of this list sorted by a column, or the other way when it already is."""
    wanted = request.GET.copy()
    wanted["sort"] = f"-{column}" if request.GET.get("sort") == column else column
    wanted.pop("page", None)
    return f"?{wanted.urlencode()}"


@register.simple_tag
def sorted_by(request: HttpRequest | None, column: str) -> str:
    """What `aria-sort` says of a column."""
    chosen = request.GET.get("sort") if request else None
    return {column: "ascending", f"-{column}": "descending"}.get(chosen or "", "none")


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The numbers to offer: both ends and the neighbours."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return list(shown)


@register.simple_tag
def chosen_filters(form: forms.BaseForm, request: HttpRequest) -> list[dict[str, str]]:
    """One chip for each filter in use, with the address that removes it alone."""
    if not form.is_bound:
        return []
    form.is_valid()
    chips = []
    for field in form:
        given = [value for value in request.GET.getlist(field.html_name) if value]
        if not given or field.name not in form.cleaned_data:
            continue
        names = {str(value): str(name) for value, name in _flat_choices(field)}
        for value in given:
            rest = request.GET.copy()
            rest.setlist(field.html_name, [other for other in given if other != value])
            rest.pop("page", None)
            text = f"{field.label}: {names.get(value, value)}"
            chips.append({"text": text, "url": f"?{rest.urlencode()}"})
    return chips


def _flat_choices(field: forms.BoundField) -> list[tuple[Any, Any]]:
    flat: list[tuple[Any, Any]] = []
    for value, name in getattr(field.field, "choices", ()):
        flat.extend(name if isinstance(name, list | tuple) else [(value, name)])
    return flat


@register.filter
def beside(columns: list[Any], cells: list[Any]) -> list[tuple[Any, Any]]:
    """Each cell with the column it stands in."""
    return list(zip(columns, cells, strict=True))
