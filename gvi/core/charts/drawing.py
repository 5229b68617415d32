"""How a chart is drawn: every number that is a place on the paper is computed here."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gvi.core.charts.figures import Chart, Series, figure, nice_ticks, spoken

INK, PAPER, GRID = "#0b0c0c", "#ffffff", "#b1b4b6"
SHADES: Final = ("#1d3f66", "#ffffff", "#8fa3b8", "#d9dfe6")
DASHES: Final = ("none", "8 4", "2 3", "10 3 2 3")
FONT = "Source Sans 3, DejaVu Sans, Arial, sans-serif"
SIZE = 13
LETTER = SIZE * 0.58  # how wide a letter is, near enough to place text by
WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, BOTTOM, LINE = 48, 12, 28, 18


def bar_chart(chart: Chart) -> SafeString:
    """Bars side by side for each label, with the lines of `over` on top."""
    plot = Plot(chart, lines=chart.over)
    return _svg(chart, plot, [*_bars(plot), *_lines(plot, chart.over)])


def line_chart(chart: Chart) -> SafeString:
    """One line per series, broken where a figure is not known."""
    plot = Plot(chart, lines=chart.series)
    return _svg(chart, plot, list(_lines(plot, chart.series)))


class Plot:
    """Where things stand on the drawing: the only place that computes with points."""

    def __init__(self, chart: Chart, lines: tuple[Series, ...]) -> None:
        self.chart = chart
        self.bars = () if lines == chart.series else chart.series
        self.keys = self._legend(lines)
        legend_rows = 1 + max((row for _name, _index, _bar, _x, row in self.keys), default=-1)
        mark_rows = min(len(chart.marks), 3)
        self.legend_top = SIZE + 4
        self.marks_top = self.legend_top + legend_rows * LINE
        self.top = self.marks_top + mark_rows * LINE
        self.bottom = HEIGHT - BOTTOM
        known = [
            value
            for row in (*chart.series, *chart.over)
            for value in row.values
            if value is not None
        ]
        self.ticks = nice_ticks(max(known, default=0))
        self.slot = (WIDTH - LEFT - RIGHT) / max(len(chart.labels), 1)

    def x(self, place: int) -> float:
        """The middle of a label's slot."""
        return LEFT + self.slot * (place + 0.5)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self.ticks[-1]

    def every(self) -> int:
        """Write each nth label, so that none runs into the next."""
        widest = max(map(len, self.chart.labels), default=0) * LETTER + SIZE
        return max(1, math.ceil(widest / self.slot))

    def _legend(self, lines: tuple[Series, ...]) -> list[tuple[str, int, bool, float, int]]:
        """(name, place among its kind, is a bar, x, row), wrapped to the width."""
        named = [(row.name, place, True) for place, row in enumerate(self.bars)]
        named += [(row.name, place, False) for place, row in enumerate(lines)]
        if len(named) < 2:
            return []
        placed, x, row = [], float(LEFT), 0
        for name, place, is_bar in named:
            wide = 44 + len(name) * LETTER
            if x > LEFT and x + wide > WIDTH - RIGHT:
                x, row = float(LEFT), row + 1
            placed.append((name, place, is_bar, x, row))
            x += wide
        return placed


def _svg(chart: Chart, plot: Plot, drawn: Sequence[SafeString]) -> SafeString:
    inside = [*_grid(plot), *_marks(plot), *drawn, *_labels(plot), *_legend(plot)]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" class="chart" viewBox="0 0 {} {}"'
        ' width="{}" height="{}" font-family="{}" font-size="{}" fill="{}">'
        "<title>{}</title><desc>{}</desc>"
        '<rect width="{}" height="{}" fill="{}"/>{}</svg>',
        *(WIDTH, HEIGHT, WIDTH, HEIGHT, FONT, SIZE, INK),
        *(chart.title, chart.description or spoken(chart)),
        *(WIDTH, HEIGHT, PAPER, _joined(inside)),
    )


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _text(x: float, y: float, text: str, anchor: str = "middle") -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}">{}</text>', _point(x), _point(y), anchor, text
    )


def _line(x1: float, y1: float, x2: float, y2: float, ink: str, dash: str) -> SafeString:
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-dasharray="{}"/>',
        *map(_point, (x1, y1, x2, y2)),
        *(ink, dash),
    )


def _point(value: float) -> str:
    """Never written the reader's way: a comma would be two numbers."""
    return f"{value:.1f}".removesuffix(".0")


def _grid(plot: Plot) -> Iterator[SafeString]:
    for tick in plot.ticks:
        y = plot.y(tick)
        yield _line(LEFT, y, WIDTH - RIGHT, y, GRID if tick else INK, "none")
        yield _text(LEFT - 8, y + SIZE / 3, figure(tick), "end")


def _labels(plot: Plot) -> Iterator[SafeString]:
    if not plot.chart.labels:
        middle = (plot.top + plot.bottom) / 2
        yield _text(WIDTH / 2, middle, _("There are no figures for this period."))
    every = plot.every()
    for place, label in enumerate(plot.chart.labels):
        if place % every == 0:
            yield _text(plot.x(place), plot.bottom + SIZE + 6, label)


def _bars(plot: Plot) -> Iterator[SafeString]:
    if not plot.bars:
        return
    wide = plot.slot * 0.76 / len(plot.bars)
    for place in range(len(plot.chart.labels)):
        first = plot.x(place) - wide * len(plot.bars) / 2
        for index, row in enumerate(plot.bars):
            value = row.values[place]
            x = first + wide * index
            if value is None:
                yield _text(x + wide / 2, plot.bottom - 4, "–")  # not known is not zero
                continue
            y = plot.y(value)
            yield format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>',
                *map(_point, (x, y, wide, plot.bottom - y)),
                *(SHADES[index], INK),
            )
            if not plot.chart.over and len(figure(value)) * LETTER <= wide + 4:
                yield _text(x + wide / 2, y - 4, figure(value))


def _lines(plot: Plot, rows: tuple[Series, ...]) -> Iterator[SafeString]:
    for index, row in enumerate(rows):
        points = [
            (plot.x(place), plot.y(value)) if value is not None else None
            for place, value in enumerate(row.values)
        ]
        for stretch in _unbroken(points):
            yield format_html(
                '<polyline points="{}" fill="none" stroke="{}" stroke-width="2"'
                ' stroke-dasharray="{}"/>',
                " ".join(f"{_point(x)},{_point(y)}" for x, y in stretch),
                *(INK, DASHES[index]),
            )
        for point in points:
            if point:
                yield _shape(index, *point)


def _unbroken(
    points: Iterable[tuple[float, float] | None],
) -> Iterator[list[tuple[float, float]]]:
    stretch: list[tuple[float, float]] = []
    for point in (*points, None):
        if point:
            stretch.append(point)
        else:
            if len(stretch) > 1:
                yield stretch
            stretch = []


def _shape(index: int, x: float, y: float) -> SafeString:
    """A point that tells its line without colour: circle, square, triangle, diamond."""
    corners = (
        None,
        ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        ((0, -5), (5, 4), (-5, 4)),
        ((0, -5), (5, 0), (0, 5), (-5, 0)),
    )[index]
    if corners is None:
        return format_html('<circle cx="{}" cy="{}" r="4" fill="{}"/>', _point(x), _point(y), INK)
    return format_html(
        '<polygon points="{}" fill="{}" stroke="{}"/>',
        " ".join(f"{_point(x + right)},{_point(y + down)}" for right, down in corners),
        *(PAPER, INK),
    )


def _marks(plot: Plot) -> Iterator[SafeString]:
    for count, mark in enumerate(plot.chart.marks):
        x = plot.x(plot.chart.labels.index(mark.at))
        y = plot.marks_top + (count % 3) * LINE
        yield _line(x, y - SIZE + 4, x, plot.bottom, INK, "4 3")
        fits = x + 6 + len(mark.label) * LETTER < WIDTH
        yield _text(x + (6 if fits else -6), y, mark.label, "start" if fits else "end")


def _legend(plot: Plot) -> Iterator[SafeString]:
    for name, index, is_bar, x, row in plot.keys:
        y = plot.legend_top + row * LINE - SIZE / 3
        if is_bar:
            yield format_html(
                '<rect x="{}" y="{}" width="22" height="11" fill="{}" stroke="{}"/>',
                *(_point(x), _point(y - 6), SHADES[index], INK),
            )
        else:
            yield _line(x, y, x + 24, y, INK, DASHES[index])
            yield _shape(index, x + 12, y)
        yield _text(x + 30, y + SIZE / 3, name, "start")
