"""What a double tap really is: two requests in flight at the same time, both committed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from callins.models import Callin
from groups.models import Person
from offers import actions, reminders
from offers.models import Case, FollowUp, Offer

PRESSES = 4


@pytest.fixture(autouse=True)
def clean_slate() -> None:
    """These tests have a database of their own, and look only at rows they made."""


def press(cast, name: str, url: str, form: dict) -> list[tuple[int, str]]:
    """The same form, sent so many times at once."""
    user = cast.user(name)
    clients = []
    for _each in range(PRESSES):
        client = Client()
        client.force_login(user)
        clients.append(client)

    def send(client: Client) -> tuple[int, str]:
        try:
            as_json = {"content_type": "application/json"} if url.startswith("/api/") else {}
            answer = client.post(url, form, **as_json)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        return list(pool.map(send, clients))


def test_one_log_and_one_answer(fresh):
    with acting(fresh.actor("avhopp")) as actor:
        case = actions.open_case(actor=actor, responsible=fresh.user("avhopp"), called="Lärka")
        waiting = reminders.waiting_on(actor, case)
    form = {"key": str(uuid4()), "outcome": "met"}
    answers = press(fresh, "avhopp", waiting.get_absolute_url(), form)
    assert set(answers) == {(302, "/")}
    with acting(fresh.actor("avhopp")):
        assert FollowUp.objects.filter(case=case).count() == 2


def test_one_offer_and_one_case(fresh):
    kraka = fresh.row(Person, code_name="Skata")
    today = timezone.localdate().isoformat()
    form = {
        "key": str(uuid4()),
        "person": kraka.ref,
        "occasion": "probation_visit",
        "made_on": today,
    }
    with acting(fresh.actor("frivard")):
        before = Offer.objects.filter(person=kraka).count()
    assert len(set(press(fresh, "frivard", reverse("offers:offer_new"), form))) == 1
    with acting(fresh.actor("frivard")):
        assert Offer.objects.filter(person=kraka).count() == before + 1
    form = {
        "key": str(uuid4()),
        "called": "Trana",
        "setting": "criminal",
        "police_status": "none",
        "social_status": "none",
        "responsible": fresh.user("avhopp").ref,
        "rhythm_days": 7,
        "next_on": today,
    }
    assert len(set(press(fresh, "avhopp", reverse("offers:case_new"), form))) == 1
    with acting(fresh.actor("avhopp")):
        assert Case.objects.filter(called="Trana").count() == 1


def test_colleagues_at_once_get_numbers_of_their_own(fresh):
    today = timezone.localdate().isoformat()
    for name in ("avhopp", "avhopp2"):
        form = {
            "setting": "criminal",
            "police_status": "none",
            "social_status": "none",
            "called": "Svala",
            "responsible": fresh.user(name).ref,
            "rhythm_days": 7,
            "next_on": today,
        }
        assert len(set(press(fresh, name, reverse("offers:case_new"), form))) == PRESSES
    with acting(fresh.actor("avhopp")):
        numbers = list(Case.objects.filter(called="Svala").values_list("number", flat=True))
    assert len(set(numbers)) == 2 * PRESSES


def test_one_follow_up_waits_on_an_offer_however_many_begin(fresh):
    with acting(fresh.actor("frivard")) as actor:
        offer = Offer.objects.visible_to(actor).get(is_joint=True)
    start = reverse("offers:followup_new", args=[offer.ref])
    assert len(set(press(fresh, "frivard", start, {}))) == 1
    answers = press(fresh, "kommun", f"/api/v1/offers/{offer.ref}/follow_up/", {})
    assert {status for status, _where in answers} == {200}
    for who in ("frivard", "kommun"):
        with acting(fresh.actor(who)) as actor:
            assert FollowUp.objects.visible_to(actor).waiting().on(offer).count() == 1


def test_one_offer_at_a_call_in_however_many_record_it(fresh):
    kraka = fresh.row(Person, code_name="Kråka")
    today = timezone.localdate()
    with acting(fresh.actor("koordinator")) as actor:
        callin = Callin.objects.visible_to(actor).get()
        callin.state, callin.held_on = "held", today
        callin.save(update_fields=["state", "held_on"])
    form = {"person": str(kraka.ref), "occasion": "callin", "callin": str(callin.ref)}
    form["made_on"] = today.isoformat()
    answers = press(fresh, "koordinator", "/api/v1/offers/", form)
    assert sorted(status for status, _where in answers) == [201, 409, 409, 409]
