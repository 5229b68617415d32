"""Spreading what is late fairly, and how it stands with us."""

from __future__ import annotations

import random
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from offers import actions, reminders
from offers.models import FollowUp
from offers.reminders import fairness

LATE = reverse("offers:followup_overdue")
SPREAD = reverse("offers:followup_spread")
ROLLUP = reverse("offers:followup_rollup")


def cases(cast, name, many, days=-3) -> list[FollowUp]:
    """So many cases of that member of the cast, each with something that waits."""
    with acting(cast.actor("avhopp")) as actor:
        made = [
            actions.open_case(actor=actor, called=f"Fågel {each}", responsible=cast.user(name))
            for each in range(many)
        ]
        rows = FollowUp.objects.filter(case__in=made)
        rows.update(due_on=timezone.localdate() + timedelta(days=days))
        return list(rows)


def lightest_possible(has: list[int], rows: int) -> int:
    """The heaviest load after the fairest spread, found by filling from below."""
    loads = sorted(has)
    for _row in range(rows):
        loads[0] += 1
        loads.sort()
    return loads[-1]


@pytest.mark.parametrize("seed", range(20))
def test_the_heaviest_load_is_as_light_as_it_can_be(monkeypatch, seed):
    dice = random.Random(seed)
    has = [dice.randint(0, 12) for _each in range(dice.randint(1, 6))]
    people = [SimpleNamespace(pk=number) for number in range(len(has))]
    rows = [
        SimpleNamespace(pk=number, due_on=date(2026, 1, 1), responsible_id=dice.randint(0, 9))
        for number in range(dice.randint(0, 40))
    ]
    monkeypatch.setattr(fairness, "in_service", lambda *_about: people)
    monkeypatch.setattr(fairness, "_loads", lambda *_about: has)
    found = fairness.shares(None, rows, date(2026, 1, 1))
    assert sum(share.gets for share in found) == len(rows)
    assert max(share.then for share in found) == lightest_possible(has, len(rows))


def test_nothing_moves_that_need_not(cast):
    rows = cases(cast, "avhopp", 2) + cases(cast, "avhopp2", 2)
    with acting(cast.actor("avhopp")) as actor:
        for share in reminders.shares(actor, rows, timezone.localdate()):
            assert {row.responsible_id for row in share.rows} == {share.user.pk}


def test_a_proposal_is_shown_first_and_then_saved_as_it_was_shown(cast, sign_in, entries):
    rows = cases(cast, "avhopp", 4)
    cases(cast, "avhopp2", 1, days=5)
    client = sign_in("avhopp")
    proposal = client.post(SPREAD, {"chosen": [str(row.ref) for row in rows]})
    assert proposal.status_code == 200
    assert "Ett förslag för 4 uppföljningar" in proposal.text
    cells = [[str(cell) for cell in line] for line in proposal.context["lines"]]
    assert cells == [["Avhopp", "0", "3", "3"], ["Avhopp2", "1", "1", "2"]]
    assert load(cast) == {"Avhopp": 4, "Avhopp2": 1}  # nothing is saved yet
    saved = client.post(SPREAD, {"given": proposal.context["given"]}, follow=True)
    assert "1 uppföljning har fått ny ansvarig" in saved.text
    assert load(cast) == {"Avhopp": 3, "Avhopp2": 2}
    assert entries("avhopp").count("followup.handed_out") == 1


def load(cast) -> dict[str, int]:
    with acting(cast.actor("avhopp")) as actor:
        return {
            each.user.name: each.waiting
            for each in reminders.loads(actor, timezone.localdate())
            if each.waiting
        }


def test_what_was_logged_since_the_proposal_is_left_alone(cast, sign_in):
    first, *_others = cases(cast, "avhopp", 2)
    client = sign_in("avhopp")
    other = cast.user("avhopp2").ref
    with acting(cast.actor("avhopp2")) as actor:
        actions.log_follow_up(actor=actor, follow_up=first, outcome="met")
    client.post(SPREAD, {"given": [f"{first.ref}:{other}", "nonsense", f"{other}:{first.ref}"]})
    with acting(cast.actor("avhopp")):
        assert FollowUp.objects.get(pk=first.pk).responsible_id == cast.user("avhopp").pk


def test_someone_elses_are_neither_shown_nor_spread(cast, sign_in):
    (row,) = cases(cast, "avhopp", 1)
    client = sign_in("frivard")
    given = f"{row.ref}:{cast.user('frivard').ref}"
    client.post(SPREAD, {"given": [given]})
    assert client.post(SPREAD, {"chosen": [str(row.ref)]}).status_code == 422
    shown = client.get(f"{SPREAD}?fran={cast.user('avhopp').ref}")
    assert "Ingenting väntar där." in shown.text
    assert load(cast) == {"Avhopp": 1}


def test_all_that_waits_for_somebody_away_is_spread_over_those_in_service(cast, sign_in, today):
    cases(cast, "avhopp2", 3, days=20)
    with acting(cast.actor("avhopp")) as actor:
        actions.register_absence(
            actor=actor,
            user=cast.user("avhopp2"),
            deputy=cast.user("avhopp"),
            from_on=today,
            to_on=today,
        )
    client = sign_in("avhopp")
    way = f"{SPREAD}?fran={cast.user('avhopp2').ref}"
    assert way.replace("&", "&amp;") in client.get(ROLLUP).text
    page = client.get(way)
    assert [line[0] for line in page.context["lines"]] == ["Avhopp"]
    client.post(SPREAD, {"given": page.context["given"]})
    assert load(cast) == {"Avhopp": 3}


def test_choosing_nothing_is_said_and_nothing_else_happens(cast, sign_in):
    cases(cast, "avhopp", 1)
    answer = sign_in("avhopp").post(SPREAD, {})
    assert answer.status_code == 422
    assert "Välj ett svar på ”Uppföljningar”." in answer.text


def asked(ask) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert ask().status_code in (200, 302)
    return len(queries)


def test_many_cost_as_many_questions_as_few(cast, sign_in):
    client = sign_in("avhopp")
    counts = []
    for many in (3, 30):
        rows = cases(cast, "avhopp", many)
        chosen = {"chosen": [str(row.ref) for row in rows]}
        given = client.post(SPREAD, chosen).context["given"]
        counts.append(
            [
                asked(lambda: client.get(LATE)),
                asked(lambda: client.get(ROLLUP)),
                asked(lambda chosen=chosen: client.post(SPREAD, chosen)),
                asked(lambda given=given: client.post(SPREAD, {"given": given})),
            ]
        )
    assert counts[0] == counts[1]


def test_how_it_stands_with_us_is_told_worker_by_worker(cast, sign_in, today):
    cases(cast, "avhopp", 2, days=-9)
    cases(cast, "avhopp2", 1, days=0)
    page = sign_in("avhopp").get(ROLLUP)
    first, second = page.context["lines"]
    assert first[:5] == ["Avhopp", 2, 0, 2, "9 dagar"]
    assert second[:5] == ["Avhopp2", 1, 1, 0, ""]
    assert "Inget ärende saknar nästa uppföljning." in page.text


def test_contacts_that_waited_over_night_stand_there(cast, sign_in, intake):
    client = sign_in("avhopp")
    assert "Gråsparv" not in client.get(ROLLUP).text
    with acting(cast.actor("avhopp")):
        type(intake).objects.filter(pk=intake.pk).update(
            first_contact_at=timezone.now() - timedelta(days=2)
        )
    assert "Gråsparv" in client.get(ROLLUP).text


def test_what_the_team_is_to_hear_stands_until_it_is_taken_up(cast, sign_in):
    (row,) = cases(cast, "avhopp2", 1)
    client = sign_in("avhopp2")
    answers = {"outcome": "met", "for_team": "on", "note": "Behöver två på nästa möte"}
    client.post(row.get_absolute_url(), answers)
    assert "Behöver två på nästa möte" in sign_in("avhopp").get(ROLLUP).text
    done = reverse("offers:followup_taken_up", args=[row.ref])
    for _press in range(2):
        assert client.post(done).status_code == 302
    assert "Behöver två" not in client.get(ROLLUP).text


def test_each_agency_sees_its_own_and_the_caseworkers_nothing_of_the_exit_side(
    cast, sign_in, intake, offer
):
    cases(cast, "avhopp", 2)
    for who in ("frivard", "kommun"):
        page = sign_in(who).get(ROLLUP)
        assert page.status_code == 200
        assert "Avhopp" not in page.text
        assert "intakes" not in page.context
    for who in ("polis", "koordinator", "styrgrupp", "admin", "dso"):
        for page in (ROLLUP, SPREAD):
            assert sign_in(who).get(page).status_code == 403


def test_other_systems_get_a_proposal_hand_out_and_see_the_workload(cast, sign_in):
    rows = cases(cast, "avhopp", 4)
    client = sign_in("avhopp")
    chosen = {"follow_ups": [str(row.ref) for row in rows]}
    shares = client.post("/api/v1/follow-ups/proposal/", chosen, "application/json").json()
    assert sorted(len(share["follow_ups"]) for share in shares) == [2, 2]
    handed = {
        "follow_ups": chosen["follow_ups"][:1],
        "responsible": str(cast.user("avhopp2").ref),
    }
    answer = client.post("/api/v1/follow-ups/hand-out/", handed, "application/json")
    assert answer.json() == {"given": 1}
    loads = client.get("/api/v1/follow-ups/workload/").json()
    assert [each["waiting"] for each in loads] == [3, 1]
    stranger = handed | {"responsible": str(cast.user("polis").ref)}
    answer = client.post("/api/v1/follow-ups/hand-out/", stranger, "application/json")
    assert answer.status_code == 404
