"""Requests and notices through the interface: the same verbs, the same rules."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.actions import correct
from agencies.actors import acting
from agencies.models import Acknowledgement, Disclosure, Notice

JSON = "application/json"


def wanted(**values) -> dict:
    return {
        "agency": "polis-norr",
        "function": "analysis",
        "who": "Den vi talade om",
        "parts": ["code_name"],
        "purpose": "Planera samtal",
        "need": "Vi ska träffa personen.",
        "answer_by": (timezone.localdate() + timedelta(days=3)).isoformat(),
    } | values


def asked(sign_in) -> str:
    answer = sign_in("koordinator").post("/api/v1/requests/", wanted(), JSON)
    assert answer.status_code == 201, answer.text
    return answer.json()["ref"]


def test_a_request_is_put_refused_and_told(sign_in, cast):
    ref = asked(sign_in)
    client = sign_in("polis")
    assert ref in {each["ref"] for each in client.get("/api/v1/requests/").json()["results"]}
    refused = client.post(f"/api/v1/requests/{ref}/refuse/", {"reason": "Sekretess."}, JSON)
    assert refused.json()["outcome"] == "no"
    told = sign_in("koordinator").get(f"/api/v1/requests/{ref}/").json()
    assert (told["outcome"], told["reason"]) == ("no", "Sekretess.")


def test_it_is_taken_back_once(sign_in, cast):
    ref = asked(sign_in)
    client = sign_in("koordinator")
    assert client.post(f"/api/v1/requests/{ref}/withdraw/").status_code == 200
    assert client.post(f"/api/v1/requests/{ref}/withdraw/").status_code == 409
    assert sign_in("polis").get(f"/api/v1/requests/{ref}/").status_code == 404


@pytest.mark.parametrize(
    ("values", "status"),
    [({"agency": "polis-soder"}, 404), ({"parts": []}, 400), ({"kind": "contact"}, 409)],
)
def test_what_the_page_refuses_is_refused_here(sign_in, cast, values, status):
    answer = sign_in("koordinator").post("/api/v1/requests/", wanted(**values), JSON)
    assert answer.status_code == status, answer.text


def test_a_notice_is_read_without_its_words_and_acknowledged(sign_in, cast):
    with acting(cast.actor("polis")) as polis:
        given = Disclosure.objects.visible_to(polis).given_by(polis).first()
        correct(actor=polis, disclosure=given, text="Hemlig lydelse")
    client = sign_in("koordinator")
    page = client.get("/api/v1/notices/")
    assert "Hemlig" not in page.text
    (notice,) = [each for each in page.json()["results"] if each["kind"] == "corrected"]
    assert client.post(f"/api/v1/notices/{notice['ref']}/acknowledge/").status_code == 200
    with acting(cast.actor("koordinator")) as actor:
        row = Notice.objects.visible_to(actor).get(ref=notice["ref"])
        assert Acknowledgement.objects.visible_to(actor).filter(notice=row).count() == 1
