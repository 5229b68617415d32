"""A case goes to another exit service: offered, answered, opened there and closed here."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Disclosure, User
from gvi.core.refusals import Refused
from offers.actions import open_case
from offers.actions.transfers import NotAnsweredYes, close_taken_over, take_over_case
from offers.models import Case, CaseGrant, Step
from tests import exits


@pytest.fixture
def world(fresh):
    exits.let_in()
    exits.can_answer(fresh)
    return fresh


@pytest.fixture
def case(world) -> Case:
    with acting(world.actor("avhopp")) as avhopp:
        return open_case(
            actor=avhopp,
            called="Kanarie flyttar",
            responsible=world.user("avhopp"),
            social_status="assessed",
        )


def client_of(world, name: str) -> Client:
    client = Client()
    client.force_login(world.user(name))
    return client


def offered(world, case) -> Disclosure:
    client = client_of(world, "avhopp")
    page = reverse("desk:case_transfer", args=[case.ref])
    assert "Väststad avhoppargrupp" in client.get(page).content.decode()
    to = exits.receiver("avhopp-vast", "exit")
    draft = client.post(page, {"receiver": to.pk, "parts": ["statuses"]})["Location"]
    told = {
        "parts": ["case", "statuses"],
        "receivers": [to.pk],
        "purpose": "Överlämning",
        "ends_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
        "child_note": "Bedömd som vuxen.",
        f"need-{case.ref}": "Personen har flyttat.",
    }
    for part in ("case", "statuses"):
        told[f"ground-{part}-26_1"] = "MENPROV"
        told[f"reasoning-{part}-26_1"] = "Ingen lider men."
        told[f"answer-{part}-26_1-who_could_be_harmed"] = "Ingen."
    answer = client.post(draft, told | {"go": "check"})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(f"{draft}kontrollera/").content.decode()
    assert "Tar ni över ärendet?" in page
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)[1]
    assert client.post(f"{draft}kontrollera/", {"seen": seen}).status_code == 302
    with acting(world.actor("avhopp")) as avhopp:
        return Disclosure.objects.visible_to(avhopp).get(question="takeover")


def working_here(user: User) -> dict[str, object]:
    """What is typed when a case is opened from what was received."""
    today = timezone.localdate().isoformat()
    return {"responsible": str(user.ref), "next_on": today, "rhythm_days": 7}


def answer(world, asked: Disclosure, word: str) -> str:
    page = reverse("desk:round_answer", args=[asked.ref])
    answer = client_of(world, "vast").post(page, {"answer_0": word})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_yes_opens_a_case_there_and_lets_this_one_close(world, case):
    asked = offered(world, case)
    opens = answer(world, asked, "takes_over")
    assert opens == reverse("desk:case_take_over", args=[asked.ref])
    client = client_of(world, "vast")
    text = client.get(opens).content.decode()
    assert "Kanarie flyttar" in text
    me = User.objects.get(email="vast@cast.example")
    form = working_here(me)
    made = client.post(opens, form)
    assert made.status_code == 302, made.content.decode()
    with acting(exits.actor("vast")) as vast:
        taken = Case.objects.visible_to(vast).get(taken_over=asked.ref)
        assert (taken.called, taken.social_status) == ("Kanarie flyttar", "assessed")
        assert Step.objects.filter(case=taken, kind="raised").count() == 1
        with pytest.raises(Refused):
            take_over_case(actor=vast, disclosure=asked, responsible=me)
    giver = client_of(world, "avhopp")
    page = giver.get(reverse("desk:round_answers", args=[asked.ref])).content.decode()
    close = reverse("offers:case_taken_over", args=[case.ref])
    assert "Tar över" in page
    assert close in page
    assert giver.get(close).status_code == 200
    said = {"closed_on": timezone.localdate().isoformat(), "reason": "Möte den 3 maj."}
    assert giver.post(close, said).status_code == 302
    with acting(world.actor("avhopp")):
        case.refresh_from_db()
        assert case.ending == "taken_over"


def test_no_changes_nothing(world, case):
    asked = offered(world, case)
    answer(world, asked, "cannot_take_over")
    client = client_of(world, "vast")
    opens = reverse("desk:case_take_over", args=[asked.ref])
    me = User.objects.get(email="vast@cast.example")
    form = working_here(me)
    assert client.post(opens, form).status_code == 422
    with acting(exits.actor("vast")) as vast:
        assert not Case.objects.visible_to(vast).exists()
        with pytest.raises(NotAnsweredYes):
            take_over_case(actor=vast, disclosure=asked, responsible=me)
    page = client_of(world, "avhopp").get(reverse("desk:round_answers", args=[asked.ref]))
    assert reverse("offers:case_taken_over", args=[case.ref]) not in page.content.decode()
    with acting(world.actor("avhopp")) as avhopp:
        with pytest.raises(NotAnsweredYes):
            close_taken_over(actor=avhopp, case=case, closed_on=timezone.localdate(), reason="Nej.")
        case.refresh_from_db()
        assert case.is_open


def test_the_offer_opens_no_row_and_reaches_nobody_else(world, case):
    asked = offered(world, case)
    with acting(world.actor("avhopp")):
        assert not CaseGrant.objects.filter(item__disclosure=asked).exists()
    assert client_of(world, "vast").get(case.get_absolute_url()).status_code == 404
    for name in ("polis", "frivard", "kommun", "koordinator", "polisavhopp", "granne"):
        client = client_of(world, name)
        assert client.get(asked.get_absolute_url()).status_code == 404
        assert client.get(reverse("desk:case_take_over", args=[asked.ref])).status_code == 404
        assert client.get(reverse("desk:case_transfer", args=[case.ref])).status_code in (403, 404)


def test_without_another_exit_service_the_page_says_so(cast, sign_in):
    case = cast.row(Case, called="Kanarie klient")
    page = sign_in("avhopp").get(reverse("desk:case_transfer", args=[case.ref]))
    assert "ingen annan avhopparverksamhet" in page.content.decode()
