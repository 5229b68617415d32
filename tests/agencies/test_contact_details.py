"""Contact details on request: one named decision-maker, and the same answer whoever it is about."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import ask, refuse_contact
from agencies.actors import acting
from agencies.models import Answer, Disclosure, Request, Round
from groups.models import PersonGrant
from gvi.core.refusals import Refused
from tests.cast import PASSWORD

GIVEN = "Telefon 070-000 00 00, lämnat per telefon."
REASONS = "Han bor på ett skyddat boende som vi ordnat."
# A client of the exit group, somebody protected, somebody unknown, a made-up name.
NAMES = ["Kanarie klient", "Skyddad Skyddsson", "Okänd Okändsson", "Xyzzy Qwfp"]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def wanted(cast, today, who="Kanarie klient", agency="avhopp") -> dict:
    return {
        "agency": cast.participation(agency).pk,
        "who": who,
        "parts": ["phone"],
        "purpose": "Varna för ett hot",
        "need": "Personen behöver varnas i dag.",
        "answer_by": today + timedelta(days=1),
    }


def sent(sign_in, cast, today, **values) -> Request:
    answer = sign_in("polis").post(reverse("agencies:contact_new"), wanted(cast, today, **values))
    assert answer.status_code == 302, answer.text
    with acting(cast.actor("polis")) as polis:
        return Request.objects.visible_to(polis).get(ref=answer["Location"].split("/")[-2])


def again(client):
    """The step-up: whoever decides says once more who they are."""
    said = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert said.status_code == 302
    return client


def given(**values) -> dict:
    return {
        "answer": "oral",
        "special_reasons": "Inga skäl emot.",
        "said_on": timezone.localdate().isoformat(),
        "words": GIVEN,
        "protection_checked": "Ingen markering.",
        "child_note": "Är vuxen.",
    } | values


def test_it_goes_to_the_one_who_decides_and_to_nobody_else_there(sign_in, cast, today):
    asked = sent(sign_in, cast, today)
    assert sign_in("avhopp2").get(asked.get_absolute_url()).status_code == 200
    assert asked.get_absolute_url() in sign_in("avhopp2").get("/").text
    for who in ("avhopp", "dso", "kommun", "frivard2", "koordinator"):
        assert sign_in(who).get(asked.get_absolute_url()).status_code == 404, who
        assert asked.get_absolute_url() not in sign_in(who).get("/").text, who


@pytest.mark.parametrize("who", ["kommun", "koordinator", "frivard", "avhopp"])
def test_only_a_law_enforcement_agency_can_ask(sign_in, cast, today, who):
    client = sign_in(who)
    assert client.get(reverse("agencies:contact_new")).status_code == 409
    assert reverse("agencies:contact_new") not in client.get("/utlamnanden/begaran/").text
    with acting(cast.actor(who)) as actor, pytest.raises(Refused):
        ask(
            actor=actor,
            receiver=cast.receiver("polis"),
            kind=Request.Kind.CONTACT,
            purpose="x",
            need="x",
            answer_by=today,
        )


def test_an_agency_that_has_named_nobody_says_so(sign_in, cast, today):
    answer = sign_in("polis").post(
        reverse("agencies:contact_new"), wanted(cast, today, agency="kommun")
    )
    assert answer.status_code == 422
    assert "inte angett vem" in answer.text or "utsett" in answer.text


def seen_by_the_asker(client, asked: Request, who: str) -> list[str]:
    """Everything the asker is shown, without the name they typed, references and the time."""
    pages = [
        client.get(asked.get_absolute_url()).text,
        client.get(f"/api/v1/requests/{asked.ref}/").text,
    ]
    told = []
    for page in pages:
        page = page.replace(who, "WHO").replace(str(asked.ref), "REF")
        page = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", page)
        page = re.sub(r"\d\d[.:]\d\d(:[\d.]+)?", "CLOCK", page)
        told.append(page)
    return told


@pytest.mark.parametrize("is_refused", [False, True])
def test_the_asker_sees_the_same_whoever_it_is_about(sign_in, cast, today, is_refused):
    shown = []
    for who in NAMES:
        asked = sent(sign_in, cast, today, who=who)
        if is_refused:
            with acting(cast.actor("avhopp2")) as decider:
                refuse_contact(actor=decider, request=asked, special_reasons=f"{REASONS} {who}")
        shown.append(seen_by_the_asker(sign_in("polis"), asked, who))
    assert all(each == shown[0] for each in shown)
    assert REASONS not in shown[0][0]
    assert ("Begäran är mottagen" in shown[0][0]) is not is_refused


def test_why_it_is_refused_stays_with_the_one_who_decides(sign_in, cast, today):
    asked = sent(sign_in, cast, today)
    client = again(sign_in("avhopp2"))
    address = reverse("agencies:contact_answer", args=[asked.ref])
    page = client.get(address).text
    assert "skyddade personuppgifter" in page
    assert "Sparas för" in page
    done = client.post(address, {"answer": "no", "special_reasons": REASONS})
    assert done.status_code == 302, done.text
    with acting(cast.actor("polis")) as polis:
        answer = Answer.objects.visible_to(polis).get(request=asked)
        assert REASONS not in answer.reason
        assert not Round.objects.visible_to(polis).filter(balancing=REASONS).exists()
    with acting(cast.actor("avhopp2")) as decider:
        assert Round.objects.visible_to(decider).get(request=asked).balancing == REASONS


def test_what_is_given_is_a_decision_with_frozen_words_and_no_row(sign_in, cast, today):
    asked = sent(sign_in, cast, today)
    client = again(sign_in("avhopp2"))
    address = reverse("agencies:contact_answer", args=[asked.ref])
    assert client.post(address, given(words="")).status_code == 422
    done = client.post(address, given())
    assert done.status_code == 302, done.text
    with acting(cast.actor("polis")) as polis:
        made = Disclosure.objects.visible_to(polis).received_by(polis).get(occasion="request")
        assert (made.ground.code, made.form) == ("UPL-4", "oral")
        assert [item.kind for item in made.items.all()] == ["contact"]
        before = PersonGrant.objects.visible_to(polis).filter(item__disclosure=made).count()
    assert before == 0
    assert GIVEN in sign_in("polis").get(made.get_absolute_url()).text
    assert sign_in("frivard").get(made.get_absolute_url()).status_code == 404
    assert "Utlämnad" in sign_in("polis").get(asked.get_absolute_url()).text
    assert sign_in("avhopp2").post(address, given()).status_code in (302, 404, 409, 422)
    with acting(cast.actor("polis")) as polis:
        assert Answer.objects.visible_to(polis).filter(request=asked).count() == 1


def test_deciding_asks_who_one_is_once_more(sign_in, cast, today):
    asked = sent(sign_in, cast, today)
    answer = sign_in("avhopp2").get(reverse("agencies:contact_answer", args=[asked.ref]))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_the_ordinary_no_cannot_answer_it(sign_in, cast, today):
    asked = sent(sign_in, cast, today)
    address = reverse("agencies:request_refuse", args=[asked.ref])
    assert sign_in("avhopp2").post(address, {"reason": REASONS}).status_code == 404
    begin = reverse("desk:request_begin", args=[asked.ref])
    assert sign_in("avhopp2").get(begin).status_code == 404
    told = sign_in("avhopp2").post(
        f"/api/v1/requests/{asked.ref}/refuse/", {"reason": REASONS}, "application/json"
    )
    assert told.status_code == 200, told.text
    with acting(cast.actor("polis")) as polis:
        assert REASONS not in Answer.objects.visible_to(polis).get(request=asked).reason
