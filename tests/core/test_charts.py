import math
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gvi.core.charts import Chart, Mark, Series, bar_chart, line_chart
from gvi.core.charts.figures import figure, nice_ticks

SVG = "{http://www.w3.org/2000/svg}"
YEARS = ("2016", "2017", "2018", "2019")
SHOOTINGS = Series("Shootings", (59, 65, 47, 34))
CHART = Chart(
    title="Shootings fell from 65 to 34",
    labels=YEARS,
    series=(SHOOTINGS, Series("Explosions", (62, 58, None, 28))),
    over=(Series("Mean", (None, 62, 56, 40.5)),),
    marks=(Mark("First call-in", "2018"),),
)


def drawn(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
def test_a_chart_is_an_image_that_opens_with_its_title(draw):
    root = drawn(draw(CHART))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Shootings fell from 65 to 34"
    assert root[1].tag == f"{SVG}desc"


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
def test_a_chart_passes_a_strict_policy_and_can_stand_twice_on_a_page(draw):
    for element in drawn(draw(CHART)).iter():
        assert element.tag.removeprefix(SVG) not in {"style", "script", "image", "use", "a"}
        assert not {"style", "id", "href", "onload"} & set(element.attrib)


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
def test_what_people_wrote_is_escaped(draw):
    chart = Chart("<script>", ("<b>",), (Series("<i>&", (1,)), Series("x", (2,))))
    text = str(draw(chart))
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;i&gt;&amp;" in text


def test_the_description_says_every_figure_and_what_is_not_known():
    spoken = drawn(bar_chart(CHART))[1].text
    assert "Explosions: 2016 62; 2017 58; 2018 not known; 2019 28." in spoken
    assert "Mean: 2016 not known; 2017 62; 2018 56; 2019 40.5." in spoken


def test_a_description_of_ones_own_is_used_instead():
    chart = Chart("Title", YEARS, (SHOOTINGS,), description="It fell.")
    assert drawn(line_chart(chart))[1].text == "It fell."


def test_taller_is_more_and_nothing_leaves_the_paper():
    bars = [
        rect
        for rect in drawn(bar_chart(Chart("Title", YEARS, (SHOOTINGS,)))).iter(f"{SVG}rect")
        if rect.get("stroke")
    ]
    heights = [float(bar.get("height")) for bar in bars]
    assert sorted(heights) == [heights[3], heights[2], heights[0], heights[1]]
    assert heights[1] / heights[3] == pytest.approx(65 / 34, rel=0.01)
    for bar in bars:
        assert float(bar.get("y")) >= 0
        assert float(bar.get("y")) + float(bar.get("height")) <= 320


def test_each_series_has_its_own_shade_and_each_line_its_own_dashes():
    four = tuple(Series(str(number), (1, 2, 3, 4)) for number in range(4))
    bars = drawn(bar_chart(Chart("Title", YEARS, four))).iter(f"{SVG}rect")
    assert len({bar.get("fill") for bar in bars if bar.get("stroke")}) == 4
    lines = drawn(line_chart(Chart("Title", YEARS, four))).iter(f"{SVG}polyline")
    assert len({line.get("stroke-dasharray") for line in lines}) == 4


def test_a_line_is_broken_where_a_figure_is_not_known():
    broken = Series("Malmö", (59, 65, None, 34))
    lines = list(drawn(line_chart(Chart("Title", YEARS, (broken,)))).iter(f"{SVG}polyline"))
    assert [len(line.get("points").split()) for line in lines] == [2]


def test_a_bar_that_is_not_known_is_a_dash_and_not_a_zero():
    texts = [
        text.text
        for text in drawn(bar_chart(Chart("T", ("a", "b"), (Series("s", (None, 0)),)))).iter(
            f"{SVG}text"
        )
    ]
    assert "–" in texts


def test_many_labels_are_thinned_so_that_none_runs_into_the_next():
    weeks = tuple(f"week {number}" for number in range(104))
    chart = Chart("Title", weeks, (Series("Shootings", tuple(range(104))),))
    texts = [text.text for text in drawn(line_chart(chart)).iter(f"{SVG}text")]
    assert 5 < sum(text in weeks for text in texts) < 20


def test_a_chart_without_figures_says_so():
    text = str(bar_chart(Chart("Title", (), ())))
    assert text.count("There are no figures for this period.") == 2


def test_numbers_are_written_in_the_readers_language_and_points_never_are():
    chart = Chart("Title", ("2020",), (Series("s", (1300.5,)),))
    with translation.override("sv"):
        svg = line_chart(chart)
    assert "1\xa0300,5" in drawn(svg)[1].text
    assert all(float(circle.get("cy")) for circle in drawn(svg).iter(f"{SVG}circle"))
    assert figure(4.0) == "4"


@given(st.floats(0, 1e9, allow_nan=False))
def test_the_axis_reaches_the_largest_figure_in_at_most_six_even_ticks(most):
    ticks = nice_ticks(most)
    assert ticks[0] == 0
    assert ticks[-1] >= most * (1 - 1e-6)
    assert 2 <= len(ticks) <= 7
    assert len({round(later - tick, 6) for tick, later in pairwise(ticks)}) == 1


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (lambda: Chart(" ", YEARS, (SHOOTINGS,)), "A chart needs a title"),
        (lambda: Chart("T", ("2016",), (SHOOTINGS,)), "'Shootings' has 4 values for 1 labels."),
        (lambda: Chart("T", ("a",), (Series("s", (-1,)),)), "and -1 is not one."),
        (lambda: Chart("T", ("a",), (Series("s", (math.nan,)),)), "and nan is not one."),
        (lambda: Chart("T", ("a",), (Series("s", (1,)),) * 5), "A chart holds at most 4 series"),
        (lambda: Chart("T", ("a",), (), marks=(Mark("m", "b"),)), "'m' stands at 'b'"),
    ],
)
def test_a_chart_that_would_mislead_is_refused(made, sentence):
    with pytest.raises(ValueError, match=sentence):
        made()
