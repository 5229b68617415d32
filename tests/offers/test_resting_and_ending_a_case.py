"""Pausing a case, closing it, after-care, and opening it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, reminders
from offers.models import Case
from tests.offers.test_exit_cases import closing, page_of, waiting_on
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_the_way_of_a_case import set_goal, step, steps_of

LIST = reverse("offers:case_list")


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
