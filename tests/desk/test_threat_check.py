"""A threat check reaches the police's exit group alone, and its answer the exit service alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.actions.disclosures import next_number
from agencies.actors import acting
from agencies.models import Delivery, DisclosedItem, Disclosure, Notice
from gvi.core.refusals import Refused
from gvi.desk.answering.actions import answer_round
from gvi.desk.exits.actions import ask_about_threat
from offers.actions.threats import register_threat
from offers.models import Case, CaseAssessment, Intake
from tests import exits, walked

WHO = "Kanarie Fågelsång, Hemliga gatan 1"


@pytest.fixture
def world(fresh):
    exits.let_in()
    exits.can_answer(fresh)
    return fresh


@pytest.fixture
def case(world) -> Case:
    return world.row(Case, called="Kanarie klient")


def client_of(world, name: str) -> Client:
    client = Client()
    client.force_login(world.user(name))
    return client


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "receiver": exits.receiver("polis-norr", "police_exit").pk,
        "called": "Kanarie klient",
        "who": WHO,
        "birth_year": "1998",
        "need": "Mötet kan bli farligt.",
        "ends_on": "2099-01-01",
        "ground_0": "MENPROV",
        "reasoning_0": "Ingen lider men.",
    } | changes


def ask(world, case) -> Disclosure:
    page = reverse("desk:case_threat_check", args=[case.ref])
    client = client_of(world, "avhopp")
    form = client.get(page).content.decode()
    assert "Polisområde Norr – " in form
    ends = re.search(r'name="ends_on" value="([0-9-]+)"', form)[1]
    answer = client.post(page, typed(ends_on=ends))
    assert answer.status_code == 302, answer.content.decode()
    with acting(world.actor("avhopp")) as avhopp:
        return Disclosure.objects.visible_to(avhopp).get(question="threat")


def answered(world, asked: Disclosure, word: str = "threat_concrete") -> None:
    answer = client_of(world, "polisavhopp").post(
        reverse("desk:round_answer", args=[asked.ref]), {"answer_0": word}
    )
    assert answer.status_code == 302, answer.content.decode()


def test_the_exit_group_of_the_police_reads_it_and_answers_in_fixed_words(world, case):
    asked = ask(world, case)
    client = client_of(world, "polisavhopp")
    assert reverse("desk:round_answer", args=[asked.ref]) in client.get("/").content.decode()
    page = client.get(reverse("desk:round_answer", args=[asked.ref])).content.decode()
    assert WHO in page
    for word in ("Inget känt hot", "Latent hot", "Konkret hot", "Akut hot"):
        assert word in page
    answered(world, asked)
    text = client_of(world, "avhopp").get(reverse("desk:round_answers", args=[asked.ref]))
    assert "Konkret hot" in text.content.decode()
    with acting(world.actor("avhopp")) as avhopp:
        came = Disclosure.objects.visible_to(avhopp).get(answers=asked)
        assert came.ring == "police_exit"
    with acting(exits.actor("polisavhopp")) as polis:
        assert Disclosure.objects.visible_to(polis).get(answers=asked).number.endswith("-PA1")


def pages(world, name: str, hidden: list[str]) -> list[tuple[str, int, str]]:
    """What one account is shown of everything that lists, counts, notifies or can be guessed."""
    client = client_of(world, name)
    found = []
    for path in (*walked.pages(), "/sok/?q=Kanarie", "/utlamnanden/?side=received", *hidden):
        with transaction.atomic():  # or the ledger would tell of the walk itself
            answer = client.get(path)
            content = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        text = walked.plain(content)
        for ref in hidden:
            text = text.replace(ref, "")
        found.append((path, answer.status_code, text))
    return found


# The police's own, who are nearest to it, each time; the others are asked by `make prove`.
NEAREST = ["polis", "polisregistrator"]
FURTHER = ["polis2", "frivard", "koordinator", "kommun", "styrgrupp", "admin", "granne", "vast"]
OUTSIDE = [[each] for each in NEAREST] + [pytest.param(FURTHER, marks=pytest.mark.prove)]


@pytest.mark.parametrize("names", OUTSIDE)
def test_nobody_else_learns_that_it_was_asked_or_answered(world, case, names):
    nowhere = "/utlamnanden/00000000-0000-0000-0000-000000000007/"
    before = {name: pages(world, name, [nowhere, f"{nowhere}svara/"]) for name in names}
    asked = ask(world, case)
    answered(world, asked)
    where = f"/utlamnanden/{asked.ref}/"
    for name in names:
        after = pages(world, name, [where, f"{where}svara/"])
        for was, is_now in zip(before[name], after, strict=True):
            assert was[1:] == is_now[1:], (name, was[0])


@pytest.mark.parametrize("name", ["polis", "polis2", "polisregistrator", "frivard", "koordinator"])
def test_nothing_of_it_is_read_past_the_pages_either(world, case, name):
    answered(world, ask(world, case))
    with acting(world.actor("avhopp")) as avhopp:
        asked = Disclosure.objects.visible_to(avhopp).filter(question="threat")
        hidden = list(asked.values_list("pk", flat=True))
    who = exits.actor(name)
    with acting(who):
        assert not Disclosure.objects.filter(question="threat").exists()
        assert not Disclosure.objects.filter(ring="police_exit").exists()
        assert not DisclosedItem.objects.filter(kind__in=["threat_check"]).exists()
        assert not Delivery.objects.filter(receiver__function="police_exit").exists()
        assert not Notice.objects.filter(disclosure_id__in=hidden).exists()


def test_the_polices_own_numbers_have_no_gap(world, case):
    """Nobody counts what the exit group decides by what is missing between two numbers."""
    with acting(world.actor("polis")) as polis:
        before = next_number(polis, timezone.localdate())
    answered(world, ask(world, case))
    with acting(world.actor("polis")) as polis:
        assert next_number(polis, timezone.localdate()) == before


def test_only_the_exit_group_of_the_police_can_answer(world, case):
    asked = ask(world, case)
    for name in ("polis", "polis2", "vast", "frivard"):
        page = client_of(world, name).post(
            reverse("desk:round_answer", args=[asked.ref]), {"answer_0": "threat_none"}
        )
        assert page.status_code == 404
        with acting(exits.actor(name)) as other, pytest.raises(Refused):
            answer_round(actor=other, disclosure=asked, answers={})


def test_a_press_registers_the_answer_as_an_assessment_once(world, case):
    asked = ask(world, case)
    answered(world, asked, "threat_acute")
    client = client_of(world, "avhopp")
    page = client.get(reverse("desk:round_answers", args=[asked.ref])).content.decode()
    url = re.search(r'action="(/stod/arenden/[^"]*registrera/)"', page)[1]
    assert client.post(url).status_code == 302
    with acting(world.actor("avhopp")) as avhopp:
        row = CaseAssessment.objects.visible_to(avhopp).get(case=case, kind="threat")
        assert (row.level, row.recorded_by_id) == ("acute", avhopp.user_id)
        item = DisclosedItem.objects.visible_to(avhopp).get(disclosure__answers=asked)
        with pytest.raises(Refused):
            register_threat(actor=avhopp, case=case, answer=item)
    assert client.post(url).status_code == 422


def test_it_is_asked_from_a_contact_too_but_never_of_somebody_anonymous(world):
    intake = world.row(Intake, called="Kanarie i luren")
    page = reverse("desk:intake_threat_check", args=[intake.ref])
    client = client_of(world, "avhopp")
    ends = re.search(r'name="ends_on" value="([0-9-]+)"', client.get(page).content.decode())[1]
    assert client.post(page, typed(ends_on=ends)).status_code == 302
    nobody = Intake(
        scope=intake.scope,
        state=Intake.State.CLOSED,
        closed_on=timezone.localdate(),
        ending=Intake.Ending.HELPED,
        number="2026-99",
        source="phone",
        is_anonymous=True,
        decision_reference="SN 1",
        first_contact_at=timezone.now(),
        responsible=world.user("avhopp"),
    )
    nobody.save(using="owner", force_insert=True)
    page = reverse("desk:intake_threat_check", args=[nobody.ref])
    assert client.post(page, typed(ends_on=ends)).status_code == 404  # it is over already


def test_someone_who_may_be_a_child_is_weighed(world, case):
    page = reverse("desk:case_threat_check", args=[case.ref])
    client = client_of(world, "avhopp")
    ends = re.search(r'name="ends_on" value="([0-9-]+)"', client.get(page).content.decode())[1]
    assert client.post(page, typed(ends_on=ends, birth_year="")).status_code == 422
    fine = typed(ends_on=ends, birth_year="", child_note="Kontrollen skyddar barnet.")
    assert client.post(page, fine).status_code == 302


def test_only_the_exit_group_asks(world, case):
    for name in ("kommun", "polis", "granne", "polisavhopp"):
        page = reverse("desk:case_threat_check", args=[case.ref])
        assert client_of(world, name).get(page).status_code == 403
        assert client_of(world, name).post(page, typed()).status_code == 403
    page = reverse("desk:case_threat_check", args=[case.ref])
    assert client_of(world, "vast").get(page).status_code == 404


def test_nobody_but_the_polices_exit_group_can_be_named(world, case):
    with acting(world.actor("avhopp")) as avhopp, pytest.raises(Refused):
        ask_about_threat(
            actor=avhopp,
            thing=case,
            receiver=exits.receiver("polis-norr", "analysis"),
            called="K",
            who="K",
            birth_year=1990,
            assessed=[],
            need="x",
            ends_on=case.opened_on,
        )


def test_when_it_is_withdrawn_the_polices_registrar_still_learns_nothing(world, case):
    asked = ask(world, case)
    client = client_of(world, "polisregistrator")
    before = client.get("/utlamnanden/arkiv/").content.decode()
    client_of(world, "avhopp").post(
        reverse("agencies:disclosure_withdraw", args=[asked.ref]), {"reason": "Fel person."}
    )
    after = client_of(world, "polisregistrator").get("/utlamnanden/arkiv/").content.decode()
    strip = r'value="[^"]*"|Utskriven[^<]*'
    assert re.sub(strip, "", before) == re.sub(strip, "", after)
    with acting(exits.actor("polisregistrator")):
        assert not Delivery.objects.filter(disclosure_id=asked.pk).exists()
