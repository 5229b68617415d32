"""Absence: while somebody is away the deputy answers, and it ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, reminders
from offers.models import Absence, FollowUp

LIST = reverse("offers:absence_list")
NEW = reverse("offers:absence_new")


@pytest.fixture
def away(cast, today):
    """`away("avhopp", "avhopp2")` registers an absence, today and two days more."""

    def register(who, deputy, begins=0, ends=2, by="avhopp"):
        with acting(cast.actor(by)) as actor:
            return actions.register_absence(
                actor=actor,
                user=cast.user(who),
                deputy=cast.user(deputy),
                from_on=today + timedelta(days=begins),
                to_on=today + timedelta(days=ends),
            )

    return register


def due_today(cast, waiting) -> None:
    with acting(cast.actor("avhopp")):
        FollowUp.objects.filter(pk=waiting.pk).update(due_on=timezone.localdate())


def named(cast, name, today):
    with acting(cast.actor(name)) as actor:
        return [(due.follow_up.pk, due.for_whom) for due in reminders.due_today(actor, today, 9)]


def test_the_deputy_has_the_follow_ups_of_the_one_who_is_away(cast, sign_in, waiting, away, today):
    due_today(cast, waiting)
    assert named(cast, "avhopp2", today) == []
    away("avhopp", "avhopp2")
    assert named(cast, "avhopp2", today) == [(waiting.pk, "Avhopp")]
    for page in ("/", "/stod/"):
        assert "för Avhopp" in sign_in("avhopp2").get(page).text
    page = sign_in("avhopp2").get(waiting.get_absolute_url()).text
    assert "för Avhopp" in page


def test_what_the_deputy_logs_leaves_the_next_one_with_its_owner(cast, waiting, away):
    away("avhopp", "avhopp2")
    with acting(cast.actor("avhopp2")) as actor:
        logged = actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met")
        coming = reminders.planned_after(actor, logged)
    assert logged.done_by_id == cast.user("avhopp2").pk
    assert coming.responsible_id == cast.user("avhopp").pk


def test_what_is_late_stands_under_the_deputy(cast, sign_in, waiting, away, today):
    with acting(cast.actor("avhopp")):
        FollowUp.objects.filter(pk=waiting.pk).update(due_on=today - timedelta(days=3))
    client = sign_in("avhopp2")
    late = reverse("offers:followup_overdue")
    assert '<h2 class="govuk-heading-m">Avhopp</h2>' in client.get(late).text
    away("avhopp", "avhopp2")
    page = client.get(late).text
    assert '<h2 class="govuk-heading-m">Avhopp2</h2>' in page
    assert "för Avhopp" in page


def test_it_begins_and_ends_by_itself(cast, waiting, away, today):
    due_today(cast, waiting)
    absence = away("avhopp", "avhopp2", begins=2, ends=4)
    assert named(cast, "avhopp2", today) == []
    with acting(cast.actor("avhopp")):
        past = {"from_on": today - timedelta(days=5), "to_on": today - timedelta(days=1)}
        Absence.objects.filter(pk=absence.pk).update(**past)
    assert named(cast, "avhopp2", today) == []


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (("avhopp", "avhopp2", 2, 5), "är redan borta"),
        (("avhopp2", "avhopp", 1, 1), "är också borta"),
    ],
)
def test_two_absences_that_leave_nobody_are_refused_in_a_sentence(away, second, said):
    away("avhopp", "avhopp2")
    with pytest.raises(Refused, match=said):
        away(*second)


def test_a_deputy_cannot_go_away_before_another_is_found(cast, away, today):
    """The third one could stand in, but somebody else counts on the second."""
    away("avhopp2", "avhopp", begins=5, ends=6)
    with pytest.raises(Refused):
        away("avhopp", "avhopp2", begins=6, ends=9)
    away("avhopp", "avhopp2", begins=7, ends=9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"deputy": "avhopp"},
        {"deputy": "frivard"},
        {"deputy": "polis"},
        {"user": "kommun"},
        {"begins": 3},
        {"begins": -9, "ends": -1},
    ],
)
def test_only_a_colleague_stands_in_for_days_that_can_be(cast, away, wrong):
    values = {"who": "avhopp", "deputy": "avhopp2", "begins": 0, "ends": 2}
    values |= {"who" if name == "user" else name: value for name, value in wrong.items()}
    with pytest.raises(Refused):
        away(**values)


def test_it_is_registered_changed_and_ended_on_its_pages(cast, sign_in, entries, today):
    client = sign_in("avhopp")
    assert "Ingen är borta" in client.get(LIST).text
    me, deputy = cast.user("avhopp"), cast.user("avhopp2")
    assert f'value="{me.ref}" selected' in client.get(NEW).text
    values = {
        "user": me.ref,
        "deputy": deputy.ref,
        "from_on": today.isoformat(),
        "to_on": (today + timedelta(days=1)).isoformat(),
    }
    assert client.post(NEW, values).status_code == 302
    refused = client.post(NEW, values)
    assert refused.status_code == 422
    assert "är redan borta" in refused.text
    with acting(cast.actor("avhopp")) as actor:
        absence = Absence.objects.visible_to(actor).get()
    assert "Ersättare: Avhopp2" in client.get(LIST).text
    change = reverse("offers:absence_change", args=[absence.ref])
    values["to_on"] = (today + timedelta(days=7)).isoformat()
    assert client.post(change, values).status_code == 302
    end = reverse("offers:absence_end", args=[absence.ref])
    for _press in range(2):
        answer = client.post(end)
    assert answer.status_code == 404  # it began today, so it never was
    told = [each for each in entries("avhopp") if each.startswith("absence.")]
    assert [each for each in told if each != "absence.listed"] == [
        "absence.registered",
        "absence.changed",
        "absence.ended",
    ]


def test_an_absence_that_has_lasted_ends_yesterday(cast, away, today):
    absence = away("avhopp", "avhopp2")
    with acting(cast.actor("avhopp2")) as actor:
        Absence.objects.filter(pk=absence.pk).update(from_on=today - timedelta(days=2))
        actions.end_absence(actor=actor, absence=absence)
        ended = Absence.objects.get(pk=absence.pk)
    assert ended.to_on == today - timedelta(days=1)


@pytest.mark.parametrize("who", ["polis", "koordinator", "styrgrupp", "admin", "dso"])
def test_who_logs_no_follow_ups_has_no_such_pages(sign_in, who):
    for page in (LIST, NEW, reverse("offers:reminder_settings")):
        assert sign_in(who).get(page).status_code == 403


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator", "polis_soder"])
def test_nobody_else_learns_who_is_away(cast, sign_in, away, who):
    absence = away("avhopp", "avhopp2")
    client = sign_in(who)
    change = client.get(reverse("offers:absence_change", args=[absence.ref]))
    assert change.status_code in (403, 404)
    assert client.get(f"/api/v1/absences/{absence.ref}/").status_code == 404
    assert client.get("/api/v1/absences/").json()["count"] == 0


def test_other_systems_register_and_end_it_too(cast, sign_in, today):
    client = sign_in("avhopp")
    values = {
        "user": str(cast.user("avhopp2").ref),
        "deputy": str(cast.user("avhopp").ref),
        "from_on": today.isoformat(),
        "to_on": (today + timedelta(days=2)).isoformat(),
        "key": "7a3a3b4e-6f60-4a53-a8c8-6a2f6f2b9a11",
    }
    made = [client.post("/api/v1/absences/", values, "application/json") for _press in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].json()["ref"] == made[1].json()["ref"]
    one = f"/api/v1/absences/{made[0].json()['ref']}/"
    longer = values | {"to_on": (today + timedelta(days=9)).isoformat()}
    changed = client.post(f"{one}change/", longer, "application/json")
    assert changed.json()["to_on"] == longer["to_on"]
    unknown = values | {"deputy": str(cast.user("polis").ref), "key": None}
    assert client.post("/api/v1/absences/", unknown, "application/json").status_code == 404
    assert client.post(f"{one}end/").status_code == 204
    assert client.get(one).status_code == 404
