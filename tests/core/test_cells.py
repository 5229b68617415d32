"""What a value means. Nothing is guessed."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gvi.core.tables import (
    Misread,
    read_boolean,
    read_date,
    read_datetime,
    read_integer,
    read_time,
)

SUMMER = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("text", "formats", "day"),
    [
        ("2019-11-18", (), date(2019, 11, 18)),
        ("02/28/2019", ("%m/%d/%Y",), date(2019, 2, 28)),
        ("28/02/2019", ("%d/%m/%Y", "%m/%d/%Y"), date(2019, 2, 28)),
        ("03/03/2019", ("%d/%m/%Y", "%m/%d/%Y"), date(2019, 3, 3)),
        ("20191118", ("%Y-%m-%d", "%Y%m%d"), date(2019, 11, 18)),
    ],
)
def test_a_date_is_read_in_the_forms_the_caller_knows(text, formats, day):
    assert read_date(text, *formats) == day


def test_a_date_that_can_be_two_dates_is_not_guessed_at():
    with pytest.raises(Misread, match="“03/04/2019” can be read as two different dates"):
        read_date("03/04/2019", "%d/%m/%Y", "%m/%d/%Y")


@pytest.mark.parametrize(
    "text", ["", "2019-02-29", "18/11/2019", "2019-11-18 ", "٢٠١٩-11-18", "2019-11-18T00:00"]
)
def test_what_is_not_a_date_is_told(text):
    with pytest.raises(Misread, match="is not a date of the expected form"):
        read_date(text)


@pytest.mark.parametrize(
    ("text", "point"),
    [("21:30", time(21, 30)), ("02:18:00", time(2, 18)), ("0:05", time(0, 5))],
)
def test_a_time_of_day_is_read(text, point):
    assert read_time(text) == point


@pytest.mark.parametrize("text", ["", "24:00", "21.30", "21:60", "9 pm"])
def test_what_is_not_a_time_of_day_is_told(text):
    with pytest.raises(Misread, match="is not a time of day"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("2026-08-22 9:48:12 +02:00", datetime(2026, 8, 22, 9, 48, 12, tzinfo=SUMMER)),
        ("2026-08-22 19:51:41 +02:00", datetime(2026, 8, 22, 19, 51, 41, tzinfo=SUMMER)),
        ("2025-01-01T00:49:20+01:00", datetime(2024, 12, 31, 23, 49, 20, tzinfo=UTC)),
        ("2025-01-01T00:49:20.123Z", datetime(2025, 1, 1, 0, 49, 20, tzinfo=UTC)),
        ("2025-01-01T00:49:20-0500", datetime(2025, 1, 1, 5, 49, 20, tzinfo=UTC)),
    ],
)
def test_the_feeds_points_in_time_are_read(text, point):
    assert read_datetime(text) == point


@given(st.datetimes(timezones=st.just(SUMMER)))
def test_any_point_in_time_is_read_back(point):
    point = point.replace(microsecond=0)
    assert read_datetime(point.isoformat()) == point


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-08-22 09:48:12",
        "2026-08-22",
        "2026-13-22 09:48:12 +02:00",
        "2026-08-22 25:48:12 +02:00",
        "2026-08-22 09:48:12 +99:00",
        "2026-08-22 09:48:12 Europe/Stockholm",
    ],
)
def test_a_point_in_time_without_its_zone_is_told(text):
    with pytest.raises(Misread, match="is not a point in time with its zone"):
        read_datetime(text)


def test_whole_numbers_are_read_within_bounds():
    assert read_integer("0") == 0
    assert read_integer("-3", at_least=-5) == -3
    assert read_integer("2147483647") == 2_147_483_647


@pytest.mark.parametrize("text", ["", "1.0", "1 000", "1e3", "٣", "3,5", "0x1", "9" * 30])
def test_what_is_not_a_whole_number_is_told(text):
    with pytest.raises(Misread, match="is not a whole number"):
        read_integer(text)


@pytest.mark.parametrize("text", ["-1", "2147483648"])
def test_a_number_out_of_bounds_is_told(text):
    with pytest.raises(Misread, match=f"{text} is not between 0 and 2147483647"):
        read_integer(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("true", True), ("JA", True), ("1", True), ("FALSE", False), ("nej", False), ("0", False)],
)
def test_yes_and_no_are_read_in_both_languages(text, answer):
    assert read_boolean(text) is answer


@pytest.mark.parametrize("text", ["", "maybe", "2", "okänt"])
def test_what_is_neither_yes_nor_no_is_told(text):
    with pytest.raises(Misread, match="is neither yes nor no"):
        read_boolean(text)


def test_a_long_value_is_cut_in_the_sentence():
    with pytest.raises(Misread) as refused:
        read_integer("x" * 500)
    assert len(str(refused.value)) < 80
