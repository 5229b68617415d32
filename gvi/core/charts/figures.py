"""What a chart shows, before anything is drawn."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_SERIES = 4


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures. None is a figure that is not known, and is left as a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at one place on the axis: a vertical line with a word."""

    label: str
    at: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows. `over` are lines drawn on top of bars, such as a rolling mean."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    over: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()
    description: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A chart needs a title: it is what a screen reader says.")
        if len(self.series) > MOST_SERIES or len(self.over) > MOST_SERIES:
            raise ValueError(
                f"A chart holds at most {MOST_SERIES} series; more cannot be told apart."
            )
        for row in (*self.series, *self.over):
            if len(row.values) != len(self.labels):
                raise ValueError(
                    f"{row.name!r} has {len(row.values)} values for {len(self.labels)} labels."
                )
            for value in row.values:
                if value is not None and not 0 <= value < math.inf:
                    raise ValueError(f"A chart shows counts from zero up, and {value} is not one.")
        for mark in self.marks:
            if mark.at not in self.labels:
                raise ValueError(f"{mark.label!r} stands at {mark.at!r}, which is no label.")


def spoken(chart: Chart) -> str:
    """The figures as sentences, for whoever hears the chart."""
    if not chart.labels:
        return _("There are no figures for this period.")
    rows = (*chart.series, *chart.over)
    return " ".join(f"{row.name}: {'; '.join(_figures(chart.labels, row))}." for row in rows)


def _figures(labels: Iterable[str], row: Series) -> Iterator[str]:
    for label, value in zip(labels, row.values, strict=True):
        said = _("not known") if value is None else figure(value)
        yield f"{label} {said}"


def figure(value: float) -> str:
    """A number as the reader's language writes it, with no more decimals than it needs."""
    return number_format(round(value, 1) if value % 1 else int(value), force_grouping=True)


def nice_ticks(most: float) -> tuple[float, ...]:
    """From zero to at least `most` in at most five even steps of 1, 2 or 5."""
    if most <= 0:
        return (0, 1)
    most = max(most, 0.1)  # finer than a tenth is never written
    rough = most / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))
    step = max(step, 1 if most >= 1 else 0.1)
    return tuple(round(step * place, 10) for place in range(math.ceil(most / step - 1e-9) + 1))
