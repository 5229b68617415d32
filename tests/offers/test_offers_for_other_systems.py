from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agencies.actors import acting
from agencies.readers import mark
from offers import policies, reminders
from offers.api.cases import CaseOut
from offers.models import Case, FollowUp, Offer
from offers.views.case_pages import identity_of

API = "/api/v1"


def send(client, path, **values):
    return client.post(f"{API}/{path}", values, content_type="application/json")


def test_an_offer_is_read_made_and_answered(cast, sign_in, kraka, held, today):
    client = sign_in("avhopp")
    at = {"occasion": "callin", "callin": str(held.ref), "made_on": today.isoformat()}
    made = send(client, "offers/", person=str(kraka.ref), **at)
    assert made.status_code == 201
    assert made.json()["person"] == str(kraka.ref)
    ref = made.json()["ref"]
    answer = {"answer": "no", "channel": "phone", "answered_on": today.isoformat()}
    refused = send(client, f"offers/{ref}/answer/", **answer)
    assert refused.status_code == 409
    assert refused.json() == {
        "detail": "Ange när hjälp ska erbjudas igen.",
        "field": "offer_again_on",
    }
    again = (today + timedelta(days=30)).isoformat()
    taken = send(client, f"offers/{ref}/answer/", offer_again_on=again, **answer)
    assert taken.json()["answer"] == "no"
    read = sign_in("polis").get(f"{API}/offers/{ref}/").json()
    assert "answer" not in read
    assert set(read) == {
        "ref",
        "agency",
        "person",
        "occasion",
        "is_joint",
        "callin",
        "notification",
        "made_on",
    }


def test_the_same_key_makes_one_row(cast, sign_in, kraka, today):
    client, key = sign_in("frivard"), str(uuid4())
    values = {"person": str(kraka.ref), "occasion": "probation_visit", "made_on": today.isoformat()}
    first, second = (send(client, "offers/", key=key, **values) for _press in range(2))
    assert first.json()["ref"] == second.json()["ref"]
    with acting(cast.actor("frivard")):
        assert Offer.objects.count() == 1


def test_a_hidden_person_was_never_there(sign_in, uggla, today):
    client = sign_in("frivard")
    for ref in (uggla.ref, uuid4()):
        answer = send(
            client, "offers/", person=str(ref), occasion="talk", made_on=today.isoformat()
        )
        assert answer.status_code == 404


def test_a_contact_becomes_a_case_and_the_case_is_followed_up(cast, sign_in, today):
    client = sign_in("avhopp")
    intake = send(client, "intakes/", source="phone", called="Gråsparv").json()
    met = send(client, f"intakes/{intake['ref']}/met/")
    assert met.json()["first_meeting_at"]
    case = send(client, "cases/", intake=intake["ref"], rhythm_days=5).json()
    assert case["called"] == "Gråsparv"
    measure = send(
        client, f"cases/{case['ref']}/measures/", kind="talks", starts_on=today.isoformat()
    )
    assert measure.json()["kind"] == "talks"
    (waiting,) = [
        each
        for each in client.get(f"{API}/follow-ups/").json()["results"]
        if each["case"] == case["ref"] and each["done_at"] is None
    ]
    key = str(uuid4())
    for _press in range(2):
        logged = send(client, f"follow-ups/{waiting['ref']}/log/", outcome="met", key=key)
        assert logged.json()["outcome"] == "met"
    with acting(cast.actor("avhopp")) as actor:
        kept = Case.objects.get(ref=case["ref"])
        assert reminders.waiting_on(actor, kept).due_on == today + timedelta(days=5)
    other = send(client, f"follow-ups/{waiting['ref']}/log/", outcome="met", key=str(uuid4()))
    assert other.status_code == 409
    noted = send(client, f"follow-ups/{waiting['ref']}/note/", note="Bra")
    assert noted.json()["note"] == "Bra"
    assert send(client, f"follow-ups/{waiting['ref']}/undo/").json()["outcome"] == ""


def test_a_log_without_a_note_keeps_the_one_before_undo(sign_in, waiting):
    client, path = sign_in("avhopp"), f"follow-ups/{waiting.ref}"
    send(client, f"{path}/log/", outcome="talked", note="Vill flytta")
    send(client, f"{path}/undo/")
    assert send(client, f"{path}/log/", outcome="met").json()["note"] == "Vill flytta"


def test_a_case_comes_from_one_place_and_is_about_someone(cast, sign_in, intake, offer, yes):
    client = sign_in("avhopp")
    both = send(client, "cases/", intake=str(intake.ref), offer=str(offer.ref))
    assert (both.status_code, both.json()["field"]) == (409, "offer")
    nobody = send(client, "cases/")
    assert (nobody.status_code, nobody.json()["field"]) == (409, "called")
    with acting(cast.actor("avhopp")):
        assert not Case.objects.exists()
    assert send(client, "cases/", offer=str(offer.ref)).status_code == 201


def test_one_given_a_case_learns_neither_its_number_nor_when_it_was_touched(cast, case, rf):
    for who, shown in (("avhopp", True), ("frivard", False)):
        request = rf.get("/")
        request.actor, case.tells_statuses = cast.actor(who), True
        out = CaseOut(case, context={"request": request}).data
        assert out["called"] == "Sidensvans"
        assert bool(out["number"]) is bool(out["updated_at"]) is shown
        assert (case.number in reminders.case_name(request.actor, case)) is shown
        mark(request.actor, [case], policies.CASE)
        facts = identity_of(request.actor, case)["facts"]
        assert (case.number in [each["value"] for each in facts]) is shown


def test_undo_is_refused_after_a_quarter_of_an_hour(cast, sign_in, waiting):
    client = sign_in("avhopp")
    send(client, f"follow-ups/{waiting.ref}/log/", outcome="talked")
    with acting(cast.actor("avhopp")):
        FollowUp.objects.filter(pk=waiting.pk).update(
            logged_at=timezone.now() - timedelta(minutes=16)
        )
    assert send(client, f"follow-ups/{waiting.ref}/undo/").status_code == 409


def test_a_case_changes_and_closes(cast, sign_in, case, today):
    client = sign_in("avhopp")
    changed = send(
        client,
        f"cases/{case.ref}/change/",
        called="Sidensvans",
        police_status="open",
        confirmed=True,
        social_status="assessed",
        rhythm_days=3,
        responsible=str(cast.user("avhopp2").ref),
    )
    assert changed.json()["police_status"] == "open"
    closed = send(
        client,
        f"cases/{case.ref}/close/",
        ending="completed",
        closed_on=today.isoformat(),
        next_on=(today + timedelta(days=90)).isoformat(),
    )
    assert closed.json()["closed_on"] == today.isoformat()


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("intakes/", {"source": "phone"}),
        ("cases/", {}),
        ("offers/", {"person": str(uuid4()), "occasion": "talk", "made_on": "2026-01-01"}),
    ],
)
@pytest.mark.parametrize("who", ["styrgrupp", "admin", "dso"])
def test_other_functions_make_nothing(sign_in, path, values, who):
    assert send(sign_in(who), path, **values).status_code == 403


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator", "polis_soder"])
def test_rows_of_the_exit_side_were_never_there_for_others(sign_in, case, intake, waiting, who):
    client = sign_in(who)
    for path in (f"cases/{case.ref}/", f"intakes/{intake.ref}/", f"follow-ups/{waiting.ref}/"):
        assert client.get(f"{API}/{path}").status_code == 404
    for path, values in (
        (f"cases/{case.ref}/close/", {}),
        (f"cases/{case.ref}/change/", {}),
        (f"cases/{case.ref}/measures/", {}),
        (f"intakes/{intake.ref}/met/", {}),
        (f"intakes/{intake.ref}/close/", {}),
        (f"follow-ups/{waiting.ref}/log/", {"outcome": "met"}),
        (f"follow-ups/{waiting.ref}/undo/", {}),
        (f"follow-ups/{waiting.ref}/note/", {"note": "x"}),
    ):
        assert send(client, path, **values).status_code == 404


def test_a_frivard_worker_cannot_answer_an_offer_it_sees(sign_in, offer, today):
    values = {"answer": "yes", "channel": "phone", "answered_on": today.isoformat()}
    for who in ("frivard", "kommun", "polis", "koordinator"):
        assert send(sign_in(who), f"offers/{offer.ref}/answer/", **values).status_code == 403


@pytest.mark.parametrize("next_on", ["2001-01-01", "2999-01-01"])
def test_dates_are_held_to_the_same_rules_as_on_the_pages(sign_in, waiting, next_on):
    answer = send(
        sign_in("avhopp"), f"follow-ups/{waiting.ref}/log/", outcome="met", next_on=next_on
    )
    assert answer.status_code == 400
    assert answer.json()["next_on"][0].startswith("Välj ")


def test_reading_and_writing_stand_in_the_ledger(sign_in, case, entries):
    client = sign_in("avhopp")
    client.get(f"{API}/cases/")
    client.get(f"{API}/cases/{case.ref}/")
    assert entries("avhopp")[-2:] == ["case.listed", "case.read"]
