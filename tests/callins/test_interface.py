"""The same door, the same rule and the same actions for other systems."""

import pytest

from agencies.actions import issue_token
from agencies.actors import acting
from callins.models import Attendance, Callin, Invitation, Notification
from tests.callins.conftest import PLAN, in_days


@pytest.fixture
def call(cast, client):
    """`call("polis", "get", "callins/")` with that member's token."""

    def ask(who, method, path, data=None):
        user = cast.user(who)
        participation = cast.participation(who)
        key = issue_token(user=user, participation_id=participation.pk)
        return getattr(client, method)(
            f"/api/v1/{path}",
            data,
            content_type="application/json",
            headers={"Authorization": f"Token {key}"},
        )

    return ask


def wanted(group, *names, **values):
    return {
        "held_on": in_days(5).isoformat(),
        "venue": "Stadion",
        "groups": [str(group(name).ref) for name in names],
    } | values


def test_a_call_in_is_planned_and_taken_forward(cast, call, group):
    made = call("koordinator", "post", "callins/", wanted(group, "Ask"))
    assert made.status_code == 201
    assert made.json()["groups"] == [str(group("Ask").ref)]
    path = f"callins/{made.json()['ref']}/"
    assert call("polis", "get", path).json()["state"] == "planned"
    forward = call("koordinator", "post", f"{path}advance/", {"state": "decided"})
    assert forward.json()["state"] == "decided"
    assert call("koordinator", "post", f"{path}advance/", {"state": "held"}).status_code == 409
    assert call("polis", "post", f"{path}advance/", {"state": "invited"}).status_code == 403
    assert call("polis_soder", "get", path).status_code == 404


def test_open_conflict_is_answered_with_409_until_there_is_a_plan(cast, call, group):
    both = wanted(group, "Ask", "Bok")
    refused = call("koordinator", "post", "callins/", both)
    assert refused.status_code == 409
    assert "Ask – Bok" in refused.json()["detail"]
    assert refused.json()["field"] == "reason"
    with acting(cast.actor("koordinator")) as actor:
        assert not Callin.objects.visible_to(actor).exists()
    assert call("koordinator", "post", "callins/", both | PLAN).status_code == 201


def test_nobody_else_plans_and_hidden_groups_are_as_absent(call, group):
    assert call("polis", "post", "callins/", wanted(group, "Ask")).status_code == 403
    hidden = call("koordinator", "post", "callins/", wanted(group, "Söderalm"))
    absent = call(
        "koordinator",
        "post",
        "callins/",
        wanted(group) | {"groups": ["7c9f2b0e-0000-4000-8000-000000000000"]},
    )
    assert hidden.status_code == absent.status_code == 400
    assert hidden.json() == absent.json()


def test_people_are_invited_and_ticked(cast, call, callin, group, person):
    people = [{"person": str(person("Kråka").ref), "group": str(group("Ask").ref)}]
    path = f"callins/{callin.ref}"
    invite = {"people": people, "route": "letter"}
    assert call("frivard", "post", f"{path}/invite/", invite).status_code == 403
    assert call("koordinator", "post", f"{path}/invite/", invite).status_code == 201
    assert call("koordinator", "post", f"{path}/invite/", invite).status_code == 409
    for state in ("decided", "invited"):
        call("koordinator", "post", f"{path}/advance/", {"state": state})
    [row] = call("frivard", "get", "invitations/").json()["results"]
    assert row["person"] == str(person("Kråka").ref)
    assert row["attendance"] is None
    mark = f"invitations/{row['ref']}/mark/"
    assert call("frivard", "post", mark, {"outcome": "arrived"}).json()["attendance"] == "arrived"
    assert call("kommun", "post", mark, {"outcome": "undone"}).json()["attendance"] is None
    assert call("frivard", "post", mark, {"outcome": "x"}).status_code == 400
    assert call("polis_soder", "post", mark, {"outcome": "arrived"}).status_code == 404
    with acting(cast.actor("polis")) as actor:
        assert Invitation.objects.visible_to(actor).count() == 1
        marks = Attendance.objects.visible_to(actor).filter(invitation__ref=row["ref"])
        assert marks.count() == 2


def test_talks_are_planned_and_recorded_without_a_reaction(cast, call, person):
    planned = call(
        "polis",
        "post",
        "notifications/",
        {
            "person": str(person("Kråka").ref),
            "reason": "prevention",
            "place": "home",
            "planned_on": in_days(0).isoformat(),
        },
    )
    assert planned.status_code == 201
    path = f"notifications/{planned.json()['ref']}"
    outcome = {"outcome": "completed", "done_on": in_days(0).isoformat(), "reaction": "positive"}
    assert call("frivard", "post", f"{path}/record/", outcome).status_code == 403
    recorded = call("polis", "post", f"{path}/record/", outcome)
    assert recorded.json()["outcome"] == "completed"
    assert "reaction" not in recorded.json()
    assert call("polis", "post", f"{path}/record/", outcome).status_code == 409
    assert call("polis_soder", "get", f"{path}/").status_code == 404
    with acting(cast.actor("avhopp")) as actor:
        assert Notification.objects.visible_to(actor).count() == 1


@pytest.mark.parametrize("days", [-1, 800])
def test_days_that_cannot_be_are_refused_here_too(call, group, days):
    day = in_days(days).isoformat()
    answer = call("koordinator", "post", "callins/", wanted(group, "Ask", held_on=day))
    assert (answer.status_code, answer.json()["field"]) == (409, "held_on")


@pytest.mark.parametrize("days", [-400, 400])
def test_a_talk_lies_within_a_year_here_too(call, person, days):
    asked = {"person": str(person("Kråka").ref), "reason": "prevention", "place": "home"}
    asked["planned_on"] = in_days(days).isoformat()
    answer = call("polis", "post", "notifications/", asked)
    assert (answer.status_code, answer.json()["field"]) == (409, "planned_on")


def test_a_talk_has_not_taken_place_on_a_day_ahead(call, person):
    asked = {"person": str(person("Kråka").ref), "reason": "prevention", "place": "home"}
    made = call("polis", "post", "notifications/", asked | {"planned_on": in_days(1).isoformat()})
    outcome = {"outcome": "completed", "done_on": in_days(1).isoformat()}
    answer = call("polis", "post", f"notifications/{made.json()['ref']}/record/", outcome)
    assert (answer.status_code, answer.json()["field"]) == (409, "done_on")


def test_the_exit_service_records_no_talk(call, person):
    answer = call("avhopp", "post", "notifications/", {"person": str(person("Kråka").ref)})
    assert answer.status_code == 403
