"""Monday 06:00 by the clock on the wall, also after the nights when the clock is moved."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab

from gvi.briefings import issuing
from gvi.celery import app
from gvi.core.week import Week

STOCKHOLM = ZoneInfo("Europe/Stockholm")
UTC = ZoneInfo("UTC")

# The Monday before, the Monday after, and what 06:00 is in UTC on each.
SPRING = ((2026, 3, 23, 5), (2026, 3, 30, 4))
AUTUMN = ((2026, 10, 19, 4), (2026, 10, 26, 5))
PLAIN = ((2026, 11, 9, 5), (2026, 11, 16, 5))


def moment(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def bell(now: datetime) -> crontab:
    """Monday's bell, on a clock that stands still."""
    set_bell = app.conf.beat_schedule["monday-briefings"]["schedule"]
    return crontab(
        minute=set_bell._orig_minute,
        hour=set_bell._orig_hour,
        day_of_week=set_bell._orig_day_of_week,
        nowfun=lambda: now.astimezone(STOCKHOLM),
        app=app,
    )


@pytest.mark.parametrize(("last", "monday"), [SPRING, AUTUMN, PLAIN])
def test_the_bell_rings_at_six_by_the_clock_on_the_wall(last, monday):
    rang, six = moment(*last), moment(*monday)
    before = bell(six - timedelta(minutes=1)).is_due(rang.astimezone(STOCKHOLM))
    after = bell(six + timedelta(seconds=1)).is_due(rang.astimezone(STOCKHOLM))
    assert (before.is_due, after.is_due) == (False, True)
    assert before.next <= 3600


@pytest.mark.parametrize(("last", "monday"), [SPRING, AUTUMN, PLAIN])
def test_the_bell_does_not_ring_twice(last, monday):
    six = moment(*monday)
    again = bell(six + timedelta(hours=2)).is_due(
        (six + timedelta(seconds=1)).astimezone(STOCKHOLM)
    )
    assert not again.is_due
    assert again.next > timedelta(days=6).total_seconds()


@pytest.mark.parametrize(("last", "monday"), [SPRING, AUTUMN, PLAIN])
def test_the_sweeper_knows_the_same_six_o_clock(last, monday):
    six = moment(*monday)
    this = Week.of(six.date()).previous
    assert issuing.latest_week(six - timedelta(seconds=1)) == this.previous
    assert issuing.latest_week(six) == this
    assert issuing.latest_week(six + timedelta(days=6, hours=20)) == this


def test_the_clock_of_the_queue_is_stockholms():
    assert str(app.conf.timezone) == "Europe/Stockholm"
    assert app.conf.beat_schedule["briefing-sweeper"]["schedule"] == timedelta(minutes=5)


@pytest.mark.parametrize("name", ["monday-briefings", "briefing-sweeper"])
def test_what_the_bell_starts_is_there(name):
    app.loader.import_default_modules()
    assert app.conf.beat_schedule[name]["task"] in app.tasks
