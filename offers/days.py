"""Which days and moments can be true. Forms and interface ask before, actions ask always."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvi.core.refusals import Refused

When = TypeVar("When", date, datetime)
EARLIEST = date(2000, 1, 1)
EARLIEST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
FARTHEST = timedelta(days=366)  # a follow-up is never put off for longer
WITHIN_REACH = timedelta(days=5 * 366)


def has_come(day: date) -> None:
    """Refuses a day that lies ahead, and one before our time."""
    _in_our_time(day)
    if day > timezone.localdate():
        raise ValidationError(_("The date cannot lie ahead."))


def has_been(moment: datetime) -> None:
    """Refuses a moment that lies ahead, and one before our time."""
    _not_long_ago(moment)
    if moment > timezone.now() + timedelta(minutes=1):
        raise ValidationError(_("The time cannot lie ahead."))


def is_of_today_or_before(moment: datetime) -> None:
    """As `has_been`, where the hour does not matter."""
    _not_long_ago(moment)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if moment >= midnight + timedelta(days=1):
        raise ValidationError(_("The time cannot lie ahead."))


def is_coming(day: date) -> None:
    """Refuses a day that has passed, and one too far away to be remembered."""
    today = timezone.localdate()
    if day < today:
        raise ValidationError(_("Choose today or a day to come."))
    if day > today + FARTHEST:
        raise ValidationError(_("Choose a day within a year."))


def is_within_reach(day: date) -> None:
    """Refuses a day that nobody can mean: before our time, or many years ahead."""
    _in_our_time(day)
    if day > timezone.localdate() + WITHIN_REACH:
        raise ValidationError(_("Choose a day within five years."))


def _in_our_time(day: date) -> None:
    if day < EARLIEST:
        raise ValidationError(_("The date cannot be before the year 2000."))


def _not_long_ago(moment: datetime) -> None:
    if moment < EARLIEST_MOMENT:  # compared, never converted: the year 1 has no day before it
        raise ValidationError(_("The time cannot be before the year 2000."))


def require(check: Callable[[When], None], when: When | None, field: str) -> None:
    """The same check in an action: what cannot be true is refused beside its field."""
    if when is None:
        return
    try:
        check(when)
    except ValidationError as fault:
        raise Refused(fault.messages[0], field=field) from fault
