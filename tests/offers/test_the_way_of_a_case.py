"""Steps and what is missing before them, how far the person has come, and the two statuses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.actions import take_consent, withdraw_consent
from agencies.actors import acting
from agencies.grounds import Ages
from gvi.core.refusals import Refused
from offers import actions, guards
from offers.models import Case, LeavingStage, Step
from tests.offers.test_exit_cases import decided, form_for, page_of
from tests.offers.test_logging_in_three_taps import text_of


def steps_of(cast, case) -> list[str]:
    with acting(cast.actor("avhopp")):
        return list(Step.objects.filter(case=case).values_list("kind", flat=True))


def assess(cast, case, kind, today) -> None:
    with acting(cast.actor("avhopp")) as actor:
        if kind == "threat":
            values = {"level": "concrete", "threat_from": "Gamla vänner"}
            actions.assess_threat(
                actor=actor, case=case, assessed_on=today, summary="Hot", **values
            )
        else:
            actions.assess(actor=actor, case=case, kind=kind, assessed_on=today, summary="Läget")


def consent(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        return take_consent(
            actor=actor,
            about_kind="case",
            about=case.ref,
            label="Sidensvans",
            ages=Ages(24, 25, today),
            data="Att frivården får veta att stödet har börjat",
            parts=["case"],
            receivers=[cast.receiver("frivard")],
            purpose="Planera besöken",
            form="written",
            given_on=today,
            expires_on=today + timedelta(days=100),
        )


def sign(cast, case, today) -> None:
    with acting(cast.actor("avhopp")) as actor:
        actions.sign_conditions(actor=actor, case=case, text="Vi möts", signed_on=today)


def set_goal(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        return actions.add_goal(
            actor=actor,
            case=case,
            area="housing",
            text="Egen lägenhet",
            starts_on=today,
            review_on=today + timedelta(days=30),
        )


def step(client, case, kind, today, **values):
    url = page_of(case, "case_step")
    key = re.search(r'name="key" value="([^"]+)"', client.get(url).content.decode())[1]
    form = {"key": key, "kind": kind, "came_on": today.isoformat(), **values}
    return client.post(url, form)


def test_a_case_begins_raised_and_knows_a_meeting_it_had_before(cast, intake, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.record_first_meeting(actor=actor, intake=intake, met_at=timezone.now())
        me = cast.user("avhopp")
        case = actions.open_case(actor=actor, intake=intake, responsible=me, setting="extremist")
    assert case.setting == "extremist"
    assert steps_of(cast, case) == ["first_meeting", "raised"]


def test_a_step_is_recorded_once_and_shown_with_its_day(cast, sign_in, case, today):
    client = sign_in("avhopp")
    answer = step(client, case, "first_meeting", today, reason="Möte på kontoret")
    assert answer.url == case.get_absolute_url()
    assert steps_of(cast, case) == ["first_meeting", "raised"]
    page = text_of(client.get(case.get_absolute_url()))
    assert f"Första möte {today.isoformat()}" in page
    assert "Möte på kontoret" in text_of(client.get(page_of(case, "case_history")))


def test_steps_may_be_skipped_and_the_current_one_is_the_latest(cast, sign_in, today):
    long_ago, lately = today - timedelta(days=30), today - timedelta(days=2)
    with acting(cast.actor("avhopp")) as actor:
        case = actions.open_case(
            actor=actor, called="Ärla", responsible=cast.user("avhopp"), opened_on=long_ago
        )
        for kind, day in (("follow_up", lately), ("first_meeting", long_ago)):
            actions.record_step(actor=actor, case=case, kind=kind, came_on=day)
    assert steps_of(cast, case) == ["follow_up", "first_meeting", "raised"]
    page = sign_in("avhopp").get(case.get_absolute_url()).content.decode()
    assert re.search(r'aria-current="step">\s*Uppföljning', page)


MISSING = [
    ("joint_assessment", "Skriv den inledande bedömningen.", "case_assess"),
    ("decision", "Skriv den gemensamma bedömningen.", "case_assess"),
    ("consent", "Registrera ett samtycke som gäller.", "consent_new"),
    ("consent", "Registrera de villkor som personen har undertecknat.", "case_condition"),
    ("plan", "eller skriv den rättsliga grunden som skäl.", "consent_new"),
    ("protection", "Bedöm hot och risk.", "case_threat"),
    ("establishment", "Sätt ett mål i planen.", "case_goal"),
]


@pytest.mark.parametrize(("kind", "sentence", "way"), MISSING)
def test_a_step_says_what_is_missing_with_the_way_to_it(
    cast, sign_in, case, today, kind, sentence, way
):
    client = sign_in("avhopp")
    with acting(cast.actor("avhopp")) as actor:
        named = guards.missing(actor, case, kind)
    assert page_of(case, way) in [url for _sentence, url in named]
    answer = step(client, case, kind, today, decision_reference="SN 12")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert f'href="{page_of(case, way)}"' in page
    assert 'value="SN 12"' in page  # what was typed is kept
    assert steps_of(cast, case) == ["raised"]


def test_each_step_is_open_once_what_it_needs_is_there(cast, sign_in, case, today):
    client = sign_in("avhopp")
    for kind in ("first", "joint", "threat"):
        assess(cast, case, kind, today)
    consent(cast, case, today)
    sign(cast, case, today)
    set_goal(cast, case, today)
    for kind in guards.RECORDED:
        values = {"decision_reference": "SN 12"} if kind == "decision" else {}
        assert step(client, case, kind, today, **values).status_code == 302, kind
    assert steps_of(cast, case) == [*reversed(guards.RECORDED), "raised"]
    assert "Nästa steg" not in text_of(client.get(case.get_absolute_url()))


def test_a_decision_needs_its_reference(cast, sign_in, case, today):
    assess(cast, case, "joint", today)
    answer = step(sign_in("avhopp"), case, "decision", today)
    assert answer.status_code == 422
    assert "Ange beslutets beteckning." in answer.content.decode()


def test_a_plan_can_rest_on_a_written_ground_instead_of_consent(cast, sign_in, case, today):
    reason = "Beslut om bistånd enligt socialtjänstlagen"
    assert step(sign_in("avhopp"), case, "plan", today, reason=reason).status_code == 302


def test_a_withdrawn_consent_carries_no_new_step(cast, sign_in, case, today):
    given = consent(cast, case, today)
    sign(cast, case, today)
    with acting(cast.actor("avhopp")) as actor:
        assert guards.missing(actor, case, "consent") == []
        withdraw_consent(actor=actor, consent=given)
        assert [url for _said, url in guards.missing(actor, case, "consent")] == [
            page_of(case, "consent_new")
        ]
    assert "Inget samtycke gäller." in text_of(sign_in("avhopp").get(case.get_absolute_url()))


def test_nothing_comes_before_the_case_was_raised_or_lies_ahead(sign_in, case, today):
    client = sign_in("avhopp")
    before = step(client, case, "first_meeting", today - timedelta(days=1))
    assert "Inget i det kommer före den dagen." in before.content.decode()
    ahead = step(client, case, "first_meeting", today + timedelta(days=1))
    assert "Datumet kan inte ligga framåt i tiden." in ahead.content.decode()


@pytest.mark.parametrize("kind", ["closed", "paused", "resumed", "reopened", "raised", "x"])
def test_steps_of_the_case_itself_are_left_by_their_own_verbs(cast, case, today, kind):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused):
        actions.record_step(actor=actor, case=case, kind=kind, came_on=today)


def test_steps_and_stages_are_never_written_over(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.judge_stage(actor=actor, case=case, stage="ambivalent", judged_on=today)
        for model, change in ((Step, {"reason": "x"}), (LeavingStage, {"stage": "stable"})):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.filter(case=case).update(**change)


def test_how_far_the_person_has_come_is_a_list_with_days(cast, sign_in, case, today):
    client = sign_in("avhopp")
    url = page_of(case, "case_stage")
    for stage in ("ambivalent", "preparing"):
        key = re.search(r'name="key" value="([^"]+)"', client.get(url).content.decode())[1]
        form = {"key": key, "stage": stage, "judged_on": today.isoformat()}
        for _press in range(2):
            assert client.post(url, form).status_code == 302
    page = text_of(client.get(case.get_absolute_url()))
    day = today.isoformat()
    assert page.index(f"Förbereder {day}") < page.index(f"Ambivalent {day}")
    with acting(cast.actor("avhopp")):
        assert LeavingStage.objects.filter(case=case).count() == 2


def test_support_is_decided_when_the_decision_is_a_step(cast, sign_in, case, today):
    client = sign_in("avhopp")
    url = page_of(case, "case_change")
    form = form_for(client, cast, url, social_status="decided")
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "Registrera först steget Beslut om insats." in answer.content.decode()
    decided(cast, case, today)
    assert client.post(url, form_for(client, cast, url, social_status="decided")).status_code == 302


def test_the_police_decide_on_their_own_case_and_only_what_is_missing_is_said(
    cast, sign_in, case, today
):
    client = sign_in("avhopp")
    url = page_of(case, "case_change")
    assert "confirmed" not in client.get(url).content.decode()
    form = form_for(client, cast, url, police_status="open", called="Sommargylling")
    asked = client.post(url, form)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Bekräfta att polisen har öppnat sitt ärende" in page
    for name in ("case_stage", "consent_new", "case_condition", "case_step"):
        assert f'href="{page_of(case, name)}"' in page
    assert 'value="Sommargylling"' in page
    assert client.post(url, form | {"confirmed": "on"}).status_code == 302
    again = form_for(client, cast, url, police_status="open", called="Gylling")
    assert client.post(url, again).status_code == 302  # asked when it opens, not ever after


def test_nothing_is_missing_for_the_police_when_all_is_there(cast, case, today):
    decided(cast, case, today)
    consent(cast, case, today)
    sign(cast, case, today)
    with acting(cast.actor("avhopp")) as actor:
        actions.judge_stage(actor=actor, case=case, stage="leaving", judged_on=today)
        assert guards.police_lacks(case, guards.standing_of(actor, case)) == []
        actions.change_case(
            actor=actor,
            case=case,
            called="Sidensvans",
            police_status="open",
            social_status="decided",
            responsible=cast.user("avhopp"),
            rhythm_days=7,
        )


def test_opening_a_case_asks_the_same_about_the_police(cast, sign_in):
    client = sign_in("avhopp")
    url = reverse("offers:case_new")
    form = form_for(client, cast, police_status="open", setting="honour")
    asked = client.post(url, form)
    assert asked.status_code == 422
    assert "Bedöm hur långt personen har kommit" in asked.content.decode()
    assert client.post(url, form | {"confirmed": "on"}).status_code == 302
    with acting(cast.actor("avhopp")):
        assert Case.objects.get().setting == "honour"
