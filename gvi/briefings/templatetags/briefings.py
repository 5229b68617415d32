"""Draws what an issue's content says."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from gvi.core.charts import Chart, Mark, Series, bar_chart

register = template.Library()


@register.simple_tag
def bars(chart: dict[str, Any]) -> SafeString:
    """A bar chart, the same on the page and on paper."""
    return bar_chart(
        Chart(
            title=chart["title"],
            labels=tuple(chart["labels"]),
            series=tuple(Series(row["name"], tuple(row["values"])) for row in chart["series"]),
            marks=tuple(Mark(mark["label"], mark["at"]) for mark in chart["marks"]),
        )
    )
