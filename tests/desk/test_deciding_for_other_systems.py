"""Decisions through the interface: the same tries, and what each side is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agencies.actions import issue_token
from agencies.actors import acting
from agencies.models import Disclosure, LegalGround, Round
from groups.models import Person


@pytest.fixture
def ask(cast, client):
    """`ask("polis", "get", "people/")` with that member's token."""

    def asked(who, method, path, data=None):
        key = issue_token(user=cast.user(who), participation_id=cast.participation(who).pk)
        headers = {"Authorization": f"Token {key}"}
        send = getattr(client, method)
        return send(f"/api/v1/{path}", data, content_type="application/json", headers=headers)

    return asked


def assessed(ground: str, operation: str = "MENPROV", part: str = "code_name") -> list[dict]:
    asks = {each.code: each.asks for each in LegalGround.objects.all()}
    return [
        {
            "part": part,
            "provision": provision,
            "ground": code,
            "reasoning": "Kanarieskäl",
            "answers": dict.fromkeys(asks.get(code, []), "Svar"),
        }
        for provision, code in (("18:1", operation), ("35:1", ground))
    ]


def wanted(cast, **changes: Any) -> dict[str, Any]:
    return {
        "people": [str(cast.row(Person, code_name="Uggla").ref)],
        "parts": ["code_name"],
        "receivers": [{"agency": "avhopp-norr", "function": "exit"}],
        "assessments": assessed("15A-1"),
        "purpose": "Erbjudande",
        "need": "Ska erbjudas hjälp.",
        "ends_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "balancing": "Kanarieavvägning",
        "child_note": "Kanariebarn",
    } | changes


def test_a_decision_is_made_and_read_by_both_sides(ask, cast):
    answer = ask("polis", "post", "disclosures/", wanted(cast))
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert made["number"]
    assert [each["ground"] for each in made["assessments"]] == ["MENPROV", "15A-1"]
    got = ask("avhopp", "get", f"disclosures/{made['ref']}/")
    assert got.json()["items"][0]["frozen"]["code_name"] == "Uggla"
    assert (got.json()["number"], got.json()["assessments"]) == ("", [])
    for listed in (got, ask("avhopp", "get", "disclosures/")):
        assert "Kanarie" not in listed.content.decode().replace("Kanariefågel", "")


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"parts": ["identity"]}, 409, "parts"),
        ({"parts": ["shoe_size"]}, 409, "parts"),
        ({"receivers": [{"agency": "avhopp-norr", "function": "casework"}]}, 409, "receivers"),
        (
            {"receivers": [{"agency": "styrelse-soder", "function": "coordination"}]},
            409,
            "receivers",
        ),
        ({"ends_on": "2019-01-01"}, 409, "ends_on"),
        ({"parts": ["code_name", "identity"]}, 409, "assessments"),
        ({"assessments": []}, 400, ""),
        ({"purpose": ""}, 400, ""),
        ({"people": []}, 400, ""),
        ({"people": ["7c9f2b0e-0000-4000-8000-000000000000"]}, 409, "people"),
    ],
)
def test_what_cannot_be_decided_is_told_with_its_field(ask, cast, changes, status, field):
    answer = ask("polis", "post", "disclosures/", wanted(cast, **changes))
    assert answer.status_code == status, answer.json()
    if field:
        assert answer.json()["field"] == field
    with acting(cast.actor("polis")) as polis:
        assert not Round.objects.visible_to(polis).filter(purpose="Erbjudande").exists()


@pytest.mark.parametrize(
    ("ground", "operation", "field"),
    [
        ("15A-1", "15A-1", "ground"),  # never 18 kap.
        ("18A", "MENPROV", "ground"),  # socialtjänstens
        ("UPL-5", "MENPROV", "ground"),  # Kriminalvårdens
        ("SAMTYCKE", "MENPROV", "ground"),  # without a consent
        ("24", "MENPROV", "ground"),  # switched off
        ("NOD", "MENPROV", "ground"),  # only in an emergency
        ("NOSUCH", "MENPROV", "assessments"),
    ],
)
def test_an_impossible_ground_is_refused(ask, cast, ground, operation, field):
    answer = ask(
        "polis", "post", "disclosures/", wanted(cast, assessments=assessed(ground, operation))
    )
    assert (answer.status_code, answer.json().get("field")) == (409, field)


def test_an_answer_that_the_ground_asks_for_cannot_be_left_out(ask, cast):
    given = assessed("15A-1")
    given[1]["answers"] = {}
    answer = ask("polis", "post", "disclosures/", wanted(cast, assessments=given))
    assert (answer.status_code, answer.json()["field"]) == (409, "assessments")


@pytest.mark.parametrize("who", ["dso", "styrgrupp", "admin"])
def test_only_those_who_decide_can(ask, cast, who):
    assert ask(who, "post", "disclosures/", wanted(cast)).status_code == 403


def test_a_decision_is_taken_back_by_its_giver_alone(ask, cast):
    ref = ask("polis", "post", "disclosures/", wanted(cast)).json()["ref"]
    taken = {"reason": "Behovet är borta."}
    for who in ("avhopp", "koordinator", "polis_soder"):
        assert ask(who, "post", f"disclosures/{ref}/withdraw/", taken).status_code == 404
    assert ask("polis", "post", f"disclosures/{ref}/withdraw/", {}).status_code == 400
    answer = ask("polis", "post", f"disclosures/{ref}/withdraw/", taken)
    assert answer.json()["withdrawn_at"]
    assert ask("polis", "post", f"disclosures/{ref}/withdraw/", taken).status_code == 409
    assert ask("avhopp", "get", f"disclosures/{ref}/").status_code == 404


def test_a_mapping_is_confirmed_by_the_second_and_tells_nobody(ask, cast):
    ref = ask("polis", "post", "people/", {"code_name": "Ejder", "ground": "x"}).json()["ref"]
    assert ask("polis", "post", f"people/{ref}/confirm/").status_code == 409
    assert ask("polis2", "post", f"people/{ref}/confirm/").json()["state"] == "mapped"
    assert ask("koordinator", "get", f"people/{ref}/").status_code == 404
    with acting(cast.actor("polis")) as polis:
        assert not Disclosure.objects.visible_to(polis).filter(items__about=ref).exists()
