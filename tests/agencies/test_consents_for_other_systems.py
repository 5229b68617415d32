"""Consents through the interface: the same verbs, the same wall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import Consent
from groups.models import Person

API = "/api/v1/consents/"
TODAY = timezone.localdate()


@pytest.fixture
def send(sign_in, cast):
    """`send("polis", "", given_on=…)` asks as that member for a consent about Uggla."""

    def sent(who: str, path: str = "", **values):
        return sign_in(who).post(f"{API}{path}", values, content_type="application/json")

    return sent


@pytest.fixture
def given(cast) -> dict:
    return {
        "person": str(cast.row(Person, code_name="Uggla").ref),
        "receivers": ["frivard-norr/casework"],
        "parts": ["code_name"],
        "data": "Att frivården får veta.",
        "purpose": "Planera stödet",
        "form": "written",
        "given_on": TODAY.isoformat(),
        "expires_on": (TODAY + timedelta(days=60)).isoformat(),
    }


def test_a_consent_is_taken_read_and_withdrawn(send, sign_in, given):
    made = send("polis", **given)
    assert made.status_code == 201
    assert made.json()["receivers"] == ["frivard-norr/casework"]
    assert made.json()["in_force"] is True
    ref = made.json()["ref"]
    assert sign_in("polis").get(f"{API}{ref}/").json() == made.json()
    ended = send("polis", f"{ref}/withdraw/")
    assert ended.json()["withdrawn_on"] == TODAY.isoformat()
    assert ended.json()["in_force"] is False
    again = send("polis", f"{ref}/withdraw/")
    assert again.status_code == 409
    assert again.json() == {"detail": "Samtycket är redan återkallat."}


def test_the_rules_refuse_with_a_sentence(send, given):
    late = given | {"expires_on": (TODAY + timedelta(days=500)).isoformat()}
    refused = send("polis", **late)
    assert refused.status_code == 409
    assert refused.json()["field"] == "expires_on"
    unknown = send("polis", **given | {"receivers": ["frivard-norr/nobody"]})
    assert unknown.status_code == 400
    assert "receivers" in unknown.json()


@pytest.mark.parametrize("who", ["frivard", "kommun", "polis_soder"])
def test_anothers_person_is_not_there(send, given, who):
    assert send(who, **given).status_code == 404


@pytest.mark.parametrize("who", ["styrgrupp", "admin", "dso"])
def test_those_who_decide_nothing_take_none(send, given, who):
    assert send(who, **given).status_code == 403


def test_nobody_else_finds_it(sign_in, cast):
    ref = cast.row(Consent, label="Kanarie klient").ref
    assert sign_in("avhopp").get(f"{API}{ref}/").status_code == 200
    for who in ("polis", "frivard", "kommun", "koordinator"):
        assert sign_in(who).get(f"{API}{ref}/").status_code == 404
        assert sign_in(who).get(API).json()["count"] == 0


def test_the_list_costs_the_same_with_one_and_with_twenty(send, sign_in, given):
    send("polis", **given)
    client = sign_in("polis")
    client.get(API)
    with CaptureQueriesContext(connection) as few:
        client.get(API)
    for _each in range(20):
        send("polis", **given)
    with CaptureQueriesContext(connection) as many:
        assert client.get(API).json()["count"] == 21
    assert len(many) == len(few)
