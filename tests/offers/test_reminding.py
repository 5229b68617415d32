"""Reminders: one a day, without content, never in the quiet hours, and never twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from agencies.actors import acting, system_actor
from agencies.models import Participation
from offers import actions, tasks
from offers.models import FollowUp, Reminder, ReminderSetting
from offers.reminders import sending

STOCKHOLM = ZoneInfo("Europe/Stockholm")
QUIET = ReminderSetting()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), STOCKHOLM)


@pytest.fixture(autouse=True)
def nobody_reminded(cast, exit_service) -> None:
    """The cast's own reminders are put away first."""
    with acting(system_actor(exit_service)) as actor:
        Reminder.objects.writable_by(actor).delete()
    with acting(cast.actor("avhopp")) as actor:
        ReminderSetting.objects.writable_by(actor).delete()


@pytest.fixture
def monday(cast, waiting, today) -> date:
    """A Monday on which the exit group has one thing to follow up."""
    day = today + timedelta(days=-today.weekday())
    with acting(cast.actor("avhopp")):
        FollowUp.objects.filter(pk=waiting.pk).update(due_on=day - timedelta(days=7))
    return day


@pytest.fixture
def exit_service(cast) -> Participation:
    return Participation.objects.get(pk=cast.actor("avhopp").scope)


def reminded(exit_service) -> list[Reminder]:
    with acting(system_actor(exit_service)) as actor:
        return list(Reminder.objects.visible_to(actor).select_related("user").order_by("pk"))


def test_one_reminder_and_one_mail_a_day_however_often_it_runs(exit_service, monday):
    for quarter in (0, 15, 30, 45):
        sending.remind(exit_service, at(monday, 9, quarter))
    (only,) = reminded(exit_service)
    assert (only.user.name, only.on) == ("Avhopp", monday)
    assert only.mailed_at is not None
    assert len(mail.outbox) == 1
    sending.remind(exit_service, at(monday + timedelta(days=1), 9))
    assert len(mail.outbox) == 2


def test_the_mail_says_nothing_but_that_something_waits(exit_service, monday, settings, cast):
    settings.PUBLIC_URL = "https://samverkan.example"
    sending.remind(exit_service, at(monday, 9))
    (sent,) = mail.outbox
    assert sent.to == [cast.user("avhopp").email]
    assert sent.subject == "Något väntar på dig"
    assert sent.body == "Logga in för att se vad:\nhttps://samverkan.example/"
    assert not sent.attachments


def test_quiet_hours_hold_the_mail_back_and_it_goes_when_they_end(exit_service, monday):
    sending.remind(exit_service, at(monday, 0, 15))
    assert len(reminded(exit_service)) == 1
    assert mail.outbox == []
    sending.remind(exit_service, at(monday, 7, 15))
    assert mail.outbox == []
    sending.remind(exit_service, at(monday, 7, 30))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "hour", "quiet"),
    [
        (17, 7, 16, False),
        (17, 7, 17, True),
        (17, 7, 0, True),
        (17, 7, 6, True),
        (17, 7, 7, False),
        (9, 12, 8, False),
        (9, 12, 9, True),
        (9, 12, 12, False),
        (9, 9, 9, False),
    ],
)
def test_quiet_hours_go_over_midnight_too(begins, ends, hour, quiet):
    setting = ReminderSetting(quiet_from=time(begins), quiet_to=time(ends))
    assert sending.is_quiet(setting, time(hour)) is quiet


def test_weekends_are_quiet_unless_one_wants_otherwise(monday):
    saturday = monday + timedelta(days=5)
    assert not sending.may_mail(QUIET, at(saturday, 9))
    assert sending.may_mail(ReminderSetting(on_weekends=True), at(saturday, 9))
    assert not sending.may_mail(ReminderSetting(by_mail=False), at(monday, 9))


def test_the_clock_on_the_wall_counts_in_summer_and_winter():
    for day in (date(2026, 1, 12), date(2026, 7, 13)):
        utc = at(day, 7, 30).astimezone(ZoneInfo("UTC"))
        assert sending.may_mail(QUIET, utc)
        assert not sending.may_mail(QUIET, utc - timedelta(minutes=1))


def test_a_mail_that_cannot_be_sent_is_tried_again(exit_service, monday, monkeypatch):
    def gone(*_mail, **_more):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(sending, "send_mail", gone)
        assert sending.remind(exit_service, at(monday, 9)) == 0
    assert reminded(exit_service)[0].mailed_at is None
    assert sending.remind(exit_service, at(monday, 9, 15)) == 1
    assert len(mail.outbox) == 1


def test_whoever_has_claimed_a_mail_sends_it_alone(exit_service, monday):
    """Another worker came first: it holds the claim, so nothing more goes."""
    sending.remind(exit_service, at(monday, 3))
    (waiting,) = reminded(exit_service)
    actor = system_actor(exit_service)
    assert sending._mail(actor, waiting)
    assert not sending._mail(actor, waiting)
    assert len(mail.outbox) == 1


def test_what_has_been_logged_meanwhile_needs_no_mail(cast, exit_service, monday, waiting):
    sending.remind(exit_service, at(monday, 3))
    with acting(cast.actor("avhopp")) as actor:
        row = FollowUp.objects.get(pk=waiting.pk)
        actions.log_follow_up(actor=actor, follow_up=row, outcome="met")
    sending.remind(exit_service, at(monday, 9))
    assert mail.outbox == []


def test_the_deputy_is_reminded_in_place_of_the_one_who_is_away(cast, exit_service, today, waiting):
    with acting(cast.actor("avhopp")) as actor:
        FollowUp.objects.filter(pk=waiting.pk).update(due_on=today)
        actions.register_absence(
            actor=actor,
            user=cast.user("avhopp"),
            deputy=cast.user("avhopp2"),
            from_on=today,
            to_on=today,
        )
    sending.remind(exit_service, at(today, 9))
    assert [each.user.name for each in reminded(exit_service)] == ["Avhopp2"]


def test_nobody_is_reminded_of_what_lies_ahead_or_is_another_agencys(cast, monday, today):
    for name in ("frivard", "kommun", "polis"):
        scope = Participation.objects.get(pk=cast.actor(name).scope)
        assert sending.remind(scope, at(monday, 9)) == 0
    assert mail.outbox == []


def test_the_day_says_that_one_was_reminded(exit_service, monday, today, sign_in):
    words = "Du har fått en påminnelse om det här i dag."
    assert words not in sign_in("avhopp").get("/").text
    sending.remind(exit_service, at(today, 3))
    assert words in sign_in("avhopp").get("/").text
    assert words not in sign_in("avhopp2").get("/").text


def test_one_task_for_each_participation(exit_service, monday, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.remind, "delay", asked.append)
    tasks.remind_everyone()
    assert exit_service.pk in asked
    assert len(asked) == len(set(asked))
    tasks.remind(exit_service.pk)
    assert len(reminded(exit_service)) == 1


def test_one_sets_ones_own_reminders_and_nobody_elses(cast, sign_in, entries):
    page = reverse("offers:reminder_settings")
    client = sign_in("avhopp")
    assert 'value="17:00"' in client.get(page).text
    values = {"quiet_from": "20:00", "quiet_to": "06:00", "on_weekends": "on"}
    assert client.post(page, values).status_code == 302
    with acting(cast.actor("avhopp")) as actor:
        (own,) = ReminderSetting.objects.visible_to(actor)
    assert (own.user_id, own.by_mail, own.on_weekends) == (cast.user("avhopp").pk, False, True)
    assert "reminder.set" in entries("avhopp")
    assert 'value="17:00"' in sign_in("avhopp2").get(page).text
    assert client.post(page, {"quiet_from": "nio", "quiet_to": "06:00"}).status_code == 422
