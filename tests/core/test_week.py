from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gvi.core.week import Week

DAYS = st.dates(date(1900, 1, 15), date(2999, 12, 1))


def test_a_week_is_read_from_and_written_as_iso():
    week = Week.from_iso("2019-W47")
    assert (week.monday, week.sunday) == (date(2019, 11, 18), date(2019, 11, 24))
    assert str(week) == week.iso == "2019-W47"


@given(DAYS)
def test_every_day_lies_in_its_own_week_and_that_week_survives_writing(day):
    week = Week.of(day)
    assert day in week
    assert Week.from_iso(week.iso) == week
    assert week.next.previous == week
    assert day not in week.next


@given(DAYS)
def test_the_week_before_a_day_ended_before_it(day):
    week = Week.before(day)
    assert week.sunday < day
    assert day in week.next


def test_the_first_days_of_a_year_may_belong_to_the_last_week_of_the_year_before():
    week = Week.of(date(2021, 1, 3))
    assert (week.iso, week.year, week.number) == ("2020-W53", 2020, 53)
    assert week.next.iso == "2021-W01"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2019W47", "A week is written like 2019-W47, and '2019W47' is not."),
        ("2019-w47", "A week is written like 2019-W47, and '2019-w47' is not."),
        ("2019-W47\n", "A week is written like 2019-W47, and '2019-W47\\n' is not."),
        ("٢٠١٩-W47", "A week is written like 2019-W47, and '٢٠١٩-W47' is not."),
        ("2019-W53", "The year 2019 has no week 53."),
        ("2019-W00", "The year 2019 has no week 0."),
        ("0000-W01", "Weeks are kept from 1900 to 2999, and 0000-W01 is outside."),
        ("9999-W52", "Weeks are kept from 1900 to 2999, and 9999-W52 is outside."),
    ],
)
def test_what_is_not_a_week_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole sentence is compared
        Week.from_iso(text)
    assert str(refusal.value) == sentence


def test_a_week_starts_on_a_monday():
    with pytest.raises(ValueError, match=r"A week starts on a Monday, and 2026-03-03 is not one\."):
        Week(date(2026, 3, 3))


def test_a_point_in_time_is_not_taken_for_a_date():
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    for make in (Week, Week.of, Week.before):
        with pytest.raises(TypeError, match="is a point in time"):
            make(midnight)


def test_weeks_sort_by_time_and_stand_in_sets():
    first, second = Week.from_iso("2019-W52"), Week.from_iso("2020-W01")
    assert sorted([second, first]) == [first, second]
    assert len({first, second, Week.from_iso("2020-W01")}) == 2


def test_a_week_is_called_what_people_call_it():
    week = Week.from_iso("2019-W07")
    assert week.label == "week 7 2019"
    with translation.override("sv"):
        assert week.label == "v. 7 2019"
