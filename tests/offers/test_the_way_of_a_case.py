"""Steps, how far the person has come, pausing, closing, after-care, opening again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.actions import take_consent, withdraw_consent
from agencies.actors import acting
from agencies.grounds import Ages
from gvi.core.refusals import Refused
from offers import actions, guards, reminders
from offers.models import Case, FollowUp, LeavingStage, Step
from tests.offers.test_exit_cases import closing, decided, form_for, page_of, waiting_on
from tests.offers.test_logging_in_three_taps import text_of

LIST = reverse("offers:case_list")


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


def pause(client, case, days, **values):
    day = timezone.localdate() + timedelta(days=days)
    form = {"reason": "Personen är på behandlingshem", "next_on": day.isoformat(), **values}
    return client.post(page_of(case, "case_pause"), form)


def test_a_paused_case_waits_until_its_day_and_goes_on(cast, sign_in, case, today):
    client = sign_in("avhopp")
    assert pause(client, case, 60).status_code == 302
    assert waiting_on(cast, case).due_on == today + timedelta(days=60)
    page = text_of(client.get(case.get_absolute_url()))
    assert f"Pausat sedan {today.isoformat()}." in page
    assert "Personen är på behandlingshem" in page
    assert "Sidensvans" in text_of(client.get(f"{LIST}?ko=pausade"))
    refused = step(client, case, "first_meeting", today)
    assert f'href="{page_of(case, "case_resume")}"' in refused.content.decode()
    tomorrow = today + timedelta(days=1)
    on = client.post(page_of(case, "case_resume"), {"next_on": tomorrow.isoformat()})
    assert on.status_code == 302
    assert waiting_on(cast, case).due_on == tomorrow
    assert steps_of(cast, case) == ["resumed", "paused", "raised"]
    assert "Sidensvans" not in text_of(client.get(f"{LIST}?ko=pausade"))


@pytest.mark.parametrize(
    ("days", "values", "sentence"),
    [
        (91, {}, "Välj en dag inom 90 dagar."),
        (-1, {}, "Välj i dag eller en dag framåt."),
        (5, {"reason": ""}, "Varför ärendet pausas"),
    ],
)
def test_a_pause_has_a_reason_and_an_end(sign_in, case, days, values, sentence):
    answer = pause(sign_in("avhopp"), case, days, **values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_changing_a_paused_case_does_not_call_it_back(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        later = today + timedelta(days=80)
        actions.pause_case(actor=actor, case=case, reason="Vård", next_on=later)
        with pytest.raises(Refused):
            actions.pause_case(actor=actor, case=case, reason="Vård", next_on=later)
        actions.resume_case(actor=actor, case=case)
        with pytest.raises(Refused):
            actions.resume_case(actor=actor, case=case)
    assert waiting_on(cast, case).due_on <= today + timedelta(days=7)


def test_closing_tells_why_and_how_it_went_and_after_care_follows(cast, sign_in, case, today):
    client = sign_in("avhopp")
    assert client.post(page_of(case, "case_close"), closing(today)).status_code == 302
    page = text_of(client.get(case.get_absolute_url()))
    until = today + timedelta(days=365)
    assert f"Avslutat {today.isoformat()}. Eftervård till och med {until.isoformat()}." in page
    assert "Målen är nådda" in page
    assert "Samtalen hjälpte" in text_of(client.get(page_of(case, "case_history")))
    assert "Sidensvans" in text_of(client.get(f"{LIST}?ko=eftervard"))


def close(cast, case, today, **values):
    start = {"ending": "completed", "closed_on": today, "next_on": today, "reason": "Klart"}
    with acting(cast.actor("avhopp")) as actor:
        return actions.close_case(actor=actor, case=case, **(start | values))


def test_after_care_goes_on_until_its_day_and_then_ends(cast, case, today):
    close(cast, case, today, aftercare_until=today + timedelta(days=100))
    with acting(cast.actor("avhopp")) as actor:
        actions.log_follow_up(
            actor=actor, follow_up=reminders.waiting_on(actor, case), outcome="met"
        )
        assert reminders.waiting_on(actor, case).due_on == today + timedelta(days=90)
        Case.objects.filter(pk=case.pk).update(aftercare_until=today)
        actions.log_follow_up(
            actor=actor, follow_up=reminders.waiting_on(actor, case), outcome="talked"
        )
        assert reminders.waiting_on(actor, case) is None


def test_after_care_cannot_end_before_the_first_look_in(cast, case, today):
    with pytest.raises(Refused):
        close(
            cast,
            case,
            today,
            next_on=today + timedelta(days=30),
            aftercare_until=today + timedelta(days=10),
        )
    with pytest.raises(Refused):
        close(cast, case, today, next_on=None)


def test_a_case_taken_over_is_looked_in_on_elsewhere(cast, case, today):
    close(cast, case, today, ending="taken_over", next_on=None)
    assert waiting_on(cast, case) is None
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused):
        actions.reopen_case(
            actor=actor, case=case, reason="Tillbaka", responsible=cast.user("avhopp")
        )


def test_closing_lists_open_goals_with_the_way_to_each(cast, sign_in, case, today):
    goal = set_goal(cast, case, today)
    answer = sign_in("avhopp").post(page_of(case, "case_close"), closing(today))
    assert answer.status_code == 422
    assert "Ange först hur det gick med de här målen: Boende." in answer.content.decode()
    assert reverse("offers:goal_end", args=[goal.ref]) in answer.content.decode()


def test_a_closed_case_opens_again_and_remembers_how_it_ended(cast, sign_in, case, today):
    close(cast, case, today, evaluation="Gick bra")
    client = sign_in("avhopp")
    tomorrow = today + timedelta(days=1)
    form = {
        "reason": "Hör av sig igen",
        "responsible": cast.user("avhopp2").ref,
        "rhythm_days": 7,
        "next_on": tomorrow.isoformat(),
    }
    assert client.post(page_of(case, "case_reopen"), form).status_code == 302
    with acting(cast.actor("avhopp")):
        again = Case.objects.get(pk=case.pk)
    assert again.is_open
    assert (again.ending, again.reason, again.aftercare_until) == ("", "", None)
    assert waiting_on(cast, case).due_on == tomorrow
    assert steps_of(cast, case) == ["reopened", "closed", "raised"]
    history = text_of(client.get(page_of(case, "case_history")))
    assert "Klart" in history
    assert "Gick bra" in history
    assert "Hör av sig igen" in history
    twice = client.post(page_of(case, "case_reopen"), form)
    assert "Ärendet är öppet." in twice.content.decode()


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
