"""The pages and queues of cases: where each stands, and the same way for other systems."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from offers import actions, reminders
from offers.models import FollowUp
from tests.offers.test_exit_cases import page_of
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_resting_and_ending_a_case import close, pause
from tests.offers.test_the_way_of_a_case import assess, consent, set_goal, step

LIST = reverse("offers:case_list")


def test_the_overview_says_where_the_case_stands(cast, sign_in, case, today):
    client = sign_in("avhopp")
    assess(cast, case, "threat", today)
    consent(cast, case, today)
    page = client.get(case.get_absolute_url())
    text = text_of(page)
    assert "Nästa steg: Inledande bedömning" in text
    assert "Konkret hot" in text
    assert "Att frivården får veta att stödet har börjat" in text
    assert (today + timedelta(days=100)).isoformat() in text
    assert "Kriminellt nätverk" in text


def test_history_tells_everything_with_the_latest_first(cast, sign_in, case, today):
    client = sign_in("avhopp")
    assess(cast, case, "first", today)
    given = consent(cast, case, today)
    set_goal(cast, case, today)
    with acting(cast.actor("avhopp")) as actor:
        actions.add_measure(actor=actor, case=case, kind="debt", starts_on=today)
        later = today + timedelta(days=9)
        actions.add_measure(actor=actor, case=case, kind="housing", starts_on=today, ends_on=later)
        actions.log_follow_up(
            actor=actor, follow_up=reminders.waiting_on(actor, case), outcome="met"
        )
    answer = client.get(page_of(case, "case_history"))
    page = text_of(answer)
    for said in ("Aktualiserat", "Inledande bedömning", "Skuldsanering", "Samtycke lämnat"):
        assert said in page
    assert "Insats börjar" in page
    assert "Insats slutar" not in page  # it lies ahead
    assert given.get_absolute_url() in answer.content.decode()


def test_follow_ups_are_all_there_a_page_at_a_time(cast, sign_in, case):
    with acting(cast.actor("avhopp")) as actor:
        for number in range(27):
            actions.log_follow_up(
                actor=actor,
                follow_up=reminders.waiting_on(actor, case),
                outcome="talked",
                note=f"Samtal {number:02}",
            )
    client = sign_in("avhopp")
    url = page_of(case, "case_followups")
    first, second = text_of(client.get(url)), text_of(client.get(f"{url}?page=2"))
    assert "Samtal 26" in first
    assert "Samtal 01" not in first
    assert "Samtal 01" in second
    overview = text_of(client.get(case.get_absolute_url()))
    assert "Samtal 24" in overview
    assert "Samtal 23" not in overview


def asked(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_pages_of_a_case_cost_the_same_however_much_there_is(cast, sign_in, case, today):
    client = sign_in("avhopp")
    urls = [page_of(case, name) for name in ("case_detail", "case_followups", "case_history")]
    assess(cast, case, "threat", today)
    consent(cast, case, today)

    def grow(many) -> list[int]:
        with acting(cast.actor("avhopp")) as actor:
            for _each in range(many):
                actions.record_step(actor=actor, case=case, kind="follow_up", came_on=today)
                actions.judge_stage(actor=actor, case=case, stage="leaving", judged_on=today)
                actions.add_measure(actor=actor, case=case, kind="talks", starts_on=today)
                actions.log_follow_up(
                    actor=actor, follow_up=reminders.waiting_on(actor, case), outcome="met"
                )
        return [asked(client, url) for url in urls]

    client.get(urls[0])
    assert grow(2) == grow(6)


def test_a_queue_of_cases_costs_the_same_however_long(cast, sign_in, case, today):
    client = sign_in("avhopp")

    def grow(many) -> int:
        with acting(cast.actor("avhopp")) as actor:
            for _each in range(many):
                row = actions.open_case(actor=actor, called="Ärla", responsible=cast.user("avhopp"))
                actions.pause_case(actor=actor, case=row, reason="Vård", next_on=today)
        return asked(client, f"{LIST}?ko=pausade")

    client.get(LIST)
    assert grow(2) == grow(6)


def test_the_queues_hold_what_they_say(cast, sign_in, case, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.open_case(actor=actor, called="Ärla", responsible=cast.user("avhopp2"))
        actions.register_absence(
            actor=actor,
            user=cast.user("avhopp2"),
            deputy=cast.user("avhopp"),
            from_on=today,
            to_on=today,
        )
        FollowUp.objects.filter(case=case).update(due_on=today - timedelta(days=1))
        actions.take_intake(
            actor=actor,
            source="phone",
            called="Gråsparv",
            first_contact_at=timezone.now(),
            responsible=cast.user("avhopp"),
        )
    client = sign_in("avhopp")
    seen = {
        name: text_of(client.get(f"{LIST}?ko={name}"))
        for name in ("mina", "otilldelade", "alla", "pausade", "forfallna")
    }
    assert "Sidensvans" in seen["mina"]
    assert "Ärla" not in seen["mina"]
    assert "Ärla" in seen["otilldelade"]
    assert "Gråsparv" in seen["otilldelade"]
    assert "Sidensvans" not in seen["otilldelade"]
    assert "Ärla" in seen["alla"]
    assert "Inget ärende är pausat." in seen["pausade"]
    assert "Sidensvans" in seen["forfallna"]
    assert client.get(f"{LIST}?ko=hittepa").status_code == 404


def test_queues_are_the_exit_groups_own(sign_in, case):
    client = sign_in("frivard")
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}?ko=avslutade").status_code == 404


def send(client, path, **values):
    return client.post(f"/api/v1/{path}", values, content_type="application/json")


def test_other_systems_walk_the_same_way(cast, sign_in, case, today):
    client, path = sign_in("avhopp"), f"cases/{case.ref}"
    day = today.isoformat()
    refused = send(client, f"{path}/step/", kind="protection", came_on=day)
    assert refused.status_code == 409
    assert refused.json() == {"detail": "Bedöm hot och risk.", "field": "kind"}
    assert send(client, f"{path}/step/", kind="raised", came_on=day).status_code == 409
    done = send(client, f"{path}/step/", kind="first_meeting", came_on=day, reason="Kontoret")
    assert done.json()["reason"] == "Kontoret"
    assert send(client, f"{path}/stage/", stage="leaving", judged_on=day).status_code == 200
    shown = client.get(f"/api/v1/{path}/").json()
    assert [each["kind"] for each in shown["steps"]] == ["first_meeting", "raised"]
    assert [each["stage"] for each in shown["stages"]] == ["leaving"]
    assert send(client, f"{path}/pause/", reason="Vård", next_on=day).json()["paused_on"] == day
    assert send(client, f"{path}/pause/", reason="Vård", next_on=day).status_code == 409
    assert send(client, f"{path}/resume/").json()["paused_on"] is None
    assert send(client, f"{path}/resume/").status_code == 409
    over = send(client, f"{path}/close/", ending="taken_over", closed_on=day, next_on=day)
    assert over.status_code == 400
    closed = send(
        client, f"{path}/close/", ending="returned", closed_on=day, next_on=day, reason="Återgick"
    )
    assert closed.json()["reason"] == "Återgick"
    assert send(client, f"{path}/step/", kind="follow_up", came_on=day).status_code == 409
    again = send(client, f"{path}/reopen/", reason="Vill igen")
    assert again.json()["closed_on"] is None
    assert send(client, f"{path}/reopen/", reason="Vill igen").status_code == 409


@pytest.mark.parametrize("verb", ["step", "stage", "pause", "resume", "reopen"])
@pytest.mark.parametrize("who", ["polis", "frivard", "koordinator", "polis_soder"])
def test_the_way_of_a_case_was_never_there_for_others(sign_in, case, who, verb):
    assert send(sign_in(who), f"cases/{case.ref}/{verb}/").status_code == 404


def test_one_given_a_case_learns_nothing_of_the_work_in_it(cast, case, rf, today):
    from offers.api.cases import CaseDetailOut

    with acting(cast.actor("avhopp")) as actor:
        actions.judge_stage(actor=actor, case=case, stage="leaving", judged_on=today)
    with acting(cast.actor("frivard")) as actor:
        request = rf.get("/")
        request.actor, case.tells_statuses = actor, False
        out = CaseDetailOut(case, context={"request": request}).data
    assert (out["steps"], out["stages"]) == ([], [])
    for name in ("number", "setting", "reason", "paused_on", "aftercare_until"):
        assert out[name] is None


def test_what_was_done_stands_in_the_ledger(cast, sign_in, case, today, entries):
    client = sign_in("avhopp")
    step(client, case, "first_meeting", today)
    pause(client, case, 5)
    client.post(page_of(case, "case_resume"), {"next_on": today.isoformat()})
    close(cast, case, today)
    with acting(cast.actor("avhopp")) as actor:
        actions.judge_stage(actor=actor, case=case, stage="stable", judged_on=today)
        actions.reopen_case(actor=actor, case=case, reason="Igen", responsible=cast.user("avhopp"))
    did = [each for each in entries("avhopp") if each.startswith("case.")]
    wanted = ["stepped", "paused", "resumed", "closed", "judged", "reopened"]
    done = [each for each in did if each != "case.read"]
    assert done[-len(wanted) :] == [f"case.{act}" for act in wanted]
