import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, reminders
from offers.models import OfferAnswer


def answer_page(offer) -> str:
    return reverse("offers:offer_answer", args=[offer.ref])


def answers_of(cast, who="avhopp") -> list[OfferAnswer]:
    with acting(cast.actor(who)) as actor:
        assert OfferAnswer.objects.count() == OfferAnswer.objects.visible_to(actor).count()
        return list(OfferAnswer.objects.visible_to(actor))


def sent(client, offer, today, **values):
    page = client.get(answer_page(offer)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    form = {"key": key, "answer": "yes", "channel": "phone", "answered_on": today.isoformat()}
    return client.post(answer_page(offer), form | values)


def test_a_yes_plans_the_next_contact_for_tomorrow(cast, sign_in, offer, today):
    assert sent(sign_in("avhopp"), offer, today).status_code == 302
    with acting(cast.actor("avhopp")) as actor:
        waiting = reminders.waiting_on(actor, offer)
        assert waiting.due_on == today + timedelta(days=1)
        assert waiting.responsible_id == actor.user_id


@pytest.mark.parametrize("answer", ["no", "waiting", "none"])
def test_anything_else_needs_a_day_to_offer_again(cast, sign_in, offer, today, answer):
    client = sign_in("avhopp")
    page = sent(client, offer, today, answer=answer)
    assert page.status_code == 422
    assert "Ange när hjälp ska erbjudas igen." in page.content.decode()
    assert answers_of(cast) == []
    day = today + timedelta(days=40)
    assert sent(client, offer, today, answer=answer, offer_again_on=day).status_code == 302
    with acting(cast.actor("avhopp")) as actor:
        assert reminders.waiting_on(actor, offer).due_on == day


def test_a_later_answer_moves_the_one_follow_up_that_waits(cast, yes, offer, today):
    day = today + timedelta(days=30)
    with acting(cast.actor("avhopp")) as actor:
        actions.record_answer(
            actor=actor,
            offer=offer,
            answer="no",
            channel="phone",
            answered_on=today,
            offer_again_on=day,
        )
        assert [row.due_on for row in reminders.waiting(actor)] == [day]
    assert len(answers_of(cast)) == 2


def test_an_answer_refuses_a_day_to_offer_again_that_has_passed(cast, offer, today):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused):
        actions.record_answer(
            actor=actor,
            offer=offer,
            answer="no",
            channel="phone",
            answered_on=today,
            offer_again_on=today,
        )


def test_pressing_twice_saves_one_answer(cast, sign_in, offer, today):
    client = sign_in("avhopp")
    page = client.get(answer_page(offer)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    form = {"key": key, "answer": "yes", "channel": "phone", "answered_on": today.isoformat()}
    assert client.post(answer_page(offer), form).url == client.post(answer_page(offer), form).url
    assert len(answers_of(cast)) == 1


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator", "styrgrupp", "admin"])
def test_only_the_exit_group_answers_and_only_it_reads_answers(cast, sign_in, yes, offer, who):
    client = sign_in(who)
    assert client.get(answer_page(offer)).status_code == 403
    assert client.post(answer_page(offer), {}).status_code == 403
    assert answers_of(cast, who) == []


def test_the_exit_group_reads_the_answer_and_is_offered_to_open_a_case(sign_in, yes, offer):
    page = sign_in("avhopp").get(offer.get_absolute_url()).content.decode()
    assert f"{reverse('offers:case_new')}?erbjudande={offer.ref}" in page
    assert "Ja" in page


def test_an_offer_without_an_answer_stands_on_a_list_of_its_own(sign_in, offer, cast, today):
    client = sign_in("avhopp")
    assert answer_page(offer) in client.get("/stod/?visa=utan-svar").content.decode()
    sent(client, offer, today)
    assert answer_page(offer) not in client.get("/stod/?visa=utan-svar").content.decode()
    assert sign_in("frivard").get("/stod/?visa=utan-svar").status_code == 404


def test_an_answer_stands_in_the_ledger(yes, entries):
    assert entries("avhopp")[-2:] == ["followup.planned", "offeranswer.recorded"]


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 20), date(2027, 1, 4)),
        (date(2026, 12, 10), date(2027, 4, 5)),
        (date(2027, 3, 1), date(2027, 4, 5)),
    ],
)
def test_help_is_offered_again_on_days_that_are_the_same_for_all(day, monday):
    assert reminders.next_round(day) == monday
