"""A case crosses by a decision of the exit group's own, and what was given is all that is seen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import Decision, alike, disclose, take_consent
from agencies.actions.disclosures import next_number
from agencies.actors import acting
from agencies.grounds import Ages
from agencies.models import Consent, DisclosedItem, Disclosure, Round
from offers.actions import open_case
from offers.actions.disclosing import ages_of_cases, items_of_cases
from offers.models import Case, CaseGrant
from tests import exits

PROVISION = "26_1"


@pytest.fixture
def case(cast) -> Case:
    """A case of the cast's exit group, with one of everything on it."""
    return cast.row(Case, called="Kanarie klient")


@pytest.fixture
def consent(cast, case) -> Consent:
    """The person lets social services know how it stands."""
    today = timezone.localdate()
    with acting(cast.actor("avhopp")) as avhopp:
        return take_consent(
            actor=avhopp,
            about_kind="case",
            about=case.ref,
            label="Kanarie klient",
            ages=Ages(20, 20),
            data="Socialtjänsten får veta hur det går.",
            parts=["case", "statuses", "plan"],
            receivers=[cast.receiver("kommun")],
            purpose="Samarbete",
            form="oral",
            given_on=today,
            expires_on=today + timedelta(days=90),
        )


def open_one(cast) -> Case:
    """Somebody of whom nothing is known but what they are called."""
    with acting(cast.actor("avhopp")) as avhopp:
        return open_case(actor=avhopp, called="Okänd", responsible=cast.user("avhopp"))


def said(cast, case, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "parts": ["case", "statuses"],
        "receivers": [cast.receiver("kommun").pk],
        "purpose": "Samarbete",
        "ends_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
        "balancing": "Avvägt",
        "child_note": "Bedömd som vuxen.",
        f"need-{case.ref}": "Stödet planeras tillsammans.",
    } | changes
    for part in found["parts"]:
        found[f"ground-{part}-{PROVISION}"] = found.get("ground", "SAMTYCKE")
        found[f"reasoning-{part}-{PROVISION}"] = "Personen vill det."
        found[f"answer-{part}-{PROVISION}-who_could_be_harmed"] = "Ingen."
    return found


def begun(client, case) -> str:
    page = reverse("desk:case_disclose", args=[case.ref])
    return client.post(page, {"about": [str(case.ref)]})["Location"]


def decide(client, draft: str):
    page = client.get(f"{draft}kontrollera/")
    assert page.status_code == 200, page["Location"]
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page.content.decode())[1]
    return client.post(f"{draft}kontrollera/", {"seen": seen})


def give(cast, sign_in, case, consent, **changes: Any) -> Disclosure:
    """Through the pages, as the exit group does it."""
    client = sign_in("avhopp")
    draft = begun(client, case)
    told = said(cast, case, consent=str(consent.ref), **changes)
    client.post(draft, told)  # the parts, and then what is asked about each
    answer = client.post(draft, told | {"go": "check"})
    assert answer.status_code == 302, answer.content.decode()
    assert decide(client, draft).status_code == 302
    with acting(cast.actor("avhopp")) as avhopp:
        return Disclosure.objects.visible_to(avhopp).get(purpose="Samarbete")


def test_only_ones_own_open_cases_can_be_disclosed(cast, sign_in, case):
    page = sign_in("avhopp").get(reverse("desk:round_new")).content.decode()
    assert "Kanarie klient" in page
    assert "Avhopparärenden" in page
    for name in ("kommun", "frivard", "polis", "koordinator"):
        answer = sign_in(name).get(reverse("desk:case_disclose", args=[case.ref]))
        assert answer.status_code == 404
        assert "Kanarie" not in sign_in(name).get(reverse("desk:round_new")).content.decode()


def test_a_case_given_on_consent_is_read_as_far_as_it_was_given(cast, sign_in, case, consent):
    made = give(cast, sign_in, case, consent)
    assert made.ring == "exit"
    assert made.number.split("-")[1].startswith("A")
    client = sign_in("kommun")
    page = client.get(case.get_absolute_url())
    assert page.status_code == 200
    text = page.content.decode()
    assert "Kanarie klient" in text
    assert "Inget polisärende" in text or "Polisens avhopparärende" in text
    for hidden in ("Kanariehemmet", "Kanarie lovar", "Kanarie bor", "Stödsamtal", "Ansvarig"):
        assert hidden not in text
    copy = client.get(made.get_absolute_url()).content.decode()
    assert "Kanarie klient" in copy
    assert made.number not in copy
    for tail in ("bedomning/", "plan/", "uppfoljningar/", "anteckningar/", "moten/", "historik/"):
        assert client.get(f"{case.get_absolute_url()}{tail}").status_code in (403, 404)
    assert client.get(reverse("offers:case_readers", args=[case.ref])).status_code == 200


def test_what_is_not_told_of_is_not_seen_on_the_row_either(cast, sign_in, case, consent):
    give(cast, sign_in, case, consent, parts=["case"])
    client = sign_in("kommun")
    for page in (case.get_absolute_url(), reverse("offers:case_list")):
        text = client.get(page).content.decode()
        assert "Kanarie klient" in text
        assert "Inget ärende hos polisen" not in text
    row = client.get(f"/api/v1/cases/{case.ref}/").json()
    assert row["called"] == "Kanarie klient"
    kept = {"ref", "agency", "called", "opened_on"}
    assert {name for name, value in row.items() if value} == kept


def test_the_copy_holds_kinds_and_days_and_never_more(cast, sign_in, case, consent):
    made = give(cast, sign_in, case, consent, parts=["case", "statuses", "plan"])
    with acting(cast.actor("kommun")) as kommun:
        frozen = DisclosedItem.objects.visible_to(kommun).get(disclosure=made).frozen
    assert set(frozen) == {"called", "opened_on", "statuses", "plan"}
    assert {"area", "outcome", "review_on"} == set(frozen["plan"]["goals"][0])
    assert {"kind", "starts_on", "ends_on"} == set(frozen["plan"]["measures"][0])
    text = sign_in("kommun").get(made.get_absolute_url()).content.decode()
    assert "Skyddat boende" in text
    assert "Boende" in text
    assert "Kanariehemmet" not in text


def test_withdrawn_consent_closes_everything_at_once(cast, sign_in, case, consent):
    made = give(cast, sign_in, case, consent)
    client = sign_in("kommun")

    def seen() -> dict[str, Any]:
        return {
            "page": client.get(case.get_absolute_url()).status_code,
            "readers": client.get(reverse("offers:case_readers", args=[case.ref])).status_code,
            "api": client.get(f"/api/v1/cases/{case.ref}/").status_code,
            "list": "Kanarie klient" in client.get("/stod/arenden/").content.decode(),
            "count": client.get("/api/v1/cases/").json()["count"],
            "search": "Kanarie klient"
            in client.get("/sok/", {"q": "Kanarie klient"})
            .content.decode()
            .replace('value="Kanarie klient"', ""),
            "copy": client.get(made.get_absolute_url()).status_code,
            "received": client.get("/api/v1/disclosures/").json()["count"],
        }

    before = seen()
    assert before["page"] == before["readers"] == before["api"] == before["copy"] == 200
    assert before["list"]
    assert before["count"] == 1
    withdrawn = sign_in("avhopp").post(
        f"{consent.get_absolute_url()}aterkalla/",
        {"withdrawn_on": timezone.localdate().isoformat()},
    )
    assert withdrawn.status_code == 302
    client = sign_in("kommun")
    after = seen()
    assert after["page"] == after["readers"] == after["api"] == after["copy"] == 404
    assert not after["list"]
    assert not after["search"]
    assert after["count"] == 0
    assert after["received"] == before["received"] - 1
    with acting(cast.actor("avhopp")):
        assert not CaseGrant.objects.filter(revoked_at__isnull=True).exists()


def test_what_was_said_aloud_opens_no_row(cast, case, sign_in, consent):
    client = sign_in("avhopp")
    draft = begun(client, case)
    with acting(cast.actor("avhopp")):
        Round.objects.filter(state="draft", kind="case").update(
            form="oral", said_on=timezone.localdate()
        )
    told = said(cast, case, consent=str(consent.ref), said_on=timezone.localdate().isoformat())
    client.post(draft, told)
    assert client.post(draft, told | {"go": "check"}).status_code == 302
    assert decide(client, draft).status_code == 302
    assert sign_in("kommun").get(case.get_absolute_url()).status_code == 404


def test_without_a_consent_that_covers_it_the_ground_is_refused(cast, sign_in, case):
    """The cast's own consent is about frivården, not about social services."""
    client = sign_in("avhopp")
    draft = begun(client, case)
    answer = client.post(draft, said(cast, case) | {"go": "check"})
    assert answer.status_code == 422
    assert "samtycke" in answer.content.decode()


@pytest.mark.parametrize("name", ["polis", "frivard", "koordinator", "styrgrupp", "admin"])
def test_nothing_but_a_named_decision_gives_a_case(cast, sign_in, case, consent, name):
    """A consent, a mapped person or a decision to somebody else opens nothing."""
    give(cast, sign_in, case, consent)
    client = sign_in(name)
    for page in (case.get_absolute_url(), f"/api/v1/cases/{case.ref}/"):
        assert client.get(page).status_code == 404


def test_frivarden_reads_by_a_named_decision_and_the_duty_to_tell_on_is_said(cast, sign_in, case):
    client = sign_in("avhopp")
    draft = begun(client, case)
    to = {"receivers": [cast.receiver("frivard").pk], "ground": "MENPROV", "parts": ["case"]}
    client.post(draft, said(cast, case, **to))
    text = client.get(draft).content.decode()
    assert "2025:170" in text
    assert client.post(draft, said(cast, case, **to) | {"go": "check"}).status_code == 302
    check = client.get(f"{draft}kontrollera/").content.decode()
    assert "2025:170" in check
    assert decide(client, draft).status_code == 302
    assert sign_in("frivard").get(case.get_absolute_url()).status_code == 200


def test_casework_in_the_same_agency_reads_no_such_decision(fresh):
    """OSL 8:2: the exit group's decisions are its own, and have numbers of their own."""
    exits.let_in()
    case = fresh.row(Case, called="Kanarie klient")
    with acting(fresh.actor("avhopp")) as avhopp:
        made = disclose(
            actor=avhopp,
            decision=Decision(
                items=items_of_cases([case], ["case"]),
                receivers=[fresh.receiver("frivard")],
                purpose="Samarbete",
                need="Behövs.",
                ends_on=timezone.localdate(),
                parts=["case"],
                assessed=alike(avhopp, ["case"], fresh.ground(), "Ingen."),
                ages=Ages(30, 30),
                ring="exit",
            ),
        )
    with acting(exits.actor("granne")) as beside:
        assert beside.functions == {"casework"}
        assert not Disclosure.objects.filter(pk=made.pk).exists()
        assert not Case.objects.filter(ref=case.ref).exists()
        assert next_number(beside, timezone.localdate()).endswith("-1")


def test_unknown_age_counts_as_a_childs_until_they_consent_as_an_adult(cast, sign_in, case):
    client = sign_in("avhopp")
    other = open_one(cast)
    draft = begun(client, other)
    told = said(cast, other, ground="MENPROV", child_note="")
    answer = client.post(draft, told | {"go": "check"})
    assert answer.status_code == 422
    assert "under 18" in answer.content.decode()
    with acting(cast.actor("avhopp")):
        assert ages_of_cases([other])[other.ref] == Ages()
        assert ages_of_cases([case])[case.ref].least == 18  # the cast's consent says so


def test_a_case_is_disclosed_by_other_systems_too(cast, sign_in, case, consent):
    client = sign_in("avhopp")
    body = {
        "kind": "case",
        "people": [str(case.ref)],
        "parts": ["case"],
        "receivers": [{"agency": "social-norr", "function": "casework"}],
        "assessments": [
            {
                "part": "case",
                "provision": "26:1",
                "ground": "MENPROV",
                "reasoning": "Ingen lider men.",
                "answers": {"who_could_be_harmed": "Ingen."},
            }
        ],
        "purpose": "Samarbete",
        "need": "Planeras ihop.",
        "child_note": "Vuxen.",
        "ends_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }
    answer = client.post("/api/v1/disclosures/", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert sign_in("kommun").get(f"/api/v1/cases/{case.ref}/").status_code == 200
    theirs = sign_in("polis").post("/api/v1/disclosures/", body, content_type="application/json")
    assert theirs.status_code in (403, 409, 422)


def test_who_sees_tells_the_decisions_and_how_to_withdraw(cast, sign_in, case, consent):
    made = give(cast, sign_in, case, consent)
    page = reverse("offers:case_readers", args=[case.ref])
    sign_in("kommun").get(case.get_absolute_url())
    text = sign_in("avhopp").get(page).content.decode()
    assert made.number in text
    assert reverse("agencies:disclosure_withdraw", args=[made.ref]) in text
    assert "Norrstad socialnämnd" in text
    assert consent.get_absolute_url() in text
    theirs = sign_in("kommun").get(page).content.decode()
    assert made.number not in theirs
    assert consent.get_absolute_url() not in theirs


def test_the_page_of_readers_costs_the_same(
    cast, sign_in, case, consent, django_assert_max_num_queries
):
    give(cast, sign_in, case, consent)
    client = sign_in("avhopp")
    page = reverse("offers:case_readers", args=[case.ref])
    client.get(page)
    with django_assert_max_num_queries(45):
        client.get(page)
