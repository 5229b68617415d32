"""One agency asks another: asked, answered, refused, taken back, late."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import answer_request, ask, withdraw_request
from agencies.actors import acting
from agencies.models import Answer, Entry, Request, Round
from groups.models import Person
from gvi.core.refusals import Refused

TEXT = "Vi ska träffa personen på torsdag."


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def wanted(today: date, **values) -> dict:
    return {
        "purpose": "Planera samtal",
        "need": TEXT,
        "answer_by": today + timedelta(days=3),
        "parts": ["code_name", "identity"],
    } | values


def put(cast, today, who="koordinator", to="polis", **values) -> Request:
    with acting(cast.actor(who)) as actor:
        kind = Request.Kind.PARTS
        return ask(actor=actor, receiver=cast.receiver(to), kind=kind, **wanted(today, **values))


def test_a_request_reaches_the_function_asked_and_nobody_else(sign_in, cast, today):
    asked = put(cast, today)
    assert sign_in("koordinator").get(asked.get_absolute_url()).status_code == 200
    assert TEXT in sign_in("polis").get(asked.get_absolute_url()).text
    for who in ("frivard", "kommun", "avhopp", "registrator", "styrgrupp", "admin", "dso"):
        assert sign_in(who).get(asked.get_absolute_url()).status_code == 404, who


def test_it_stands_in_both_queues(sign_in, cast, today):
    asked = put(cast, today)
    assert asked.get_absolute_url() in sign_in("polis").get("/utlamnanden/begaran/").text
    assert (
        asked.get_absolute_url() in sign_in("koordinator").get("/utlamnanden/begaran/?ko=mina").text
    )


def test_one_asks_about_a_person_one_sees_from_its_page(sign_in, cast, today):
    person = cast.row(Person, code_name="Kråka")
    client = sign_in("koordinator")
    address = reverse("desk:request_about", args=[person.ref])
    assert address in client.get(person.get_absolute_url()).text
    assert "Sparas för" in client.get(address).text
    typed = wanted(today) | {"receiver": cast.receiver("polis").pk, "ground": "MENPROV"}
    answer = client.post(address, typed)
    assert answer.status_code == 302, answer.text
    with acting(cast.actor("polis")) as polis:
        asked = Request.objects.visible_to(polis).put_to(polis).get(about=person.ref)
    assert (asked.who, asked.is_duty, asked.ground.code) == ("Kråka", False, "MENPROV")


def test_nobody_asks_about_a_person_they_do_not_see(sign_in, cast):
    person = cast.row(Person, code_name="Uggla")
    address = reverse("desk:request_about", args=[person.ref])
    assert sign_in("koordinator").get(address).status_code == 404


def test_a_duty_follows_from_the_ground(cast, today):
    asked = put(cast, today, who="polis", to="frivard", ground=cast.ground("UPL-5"))
    assert asked.is_duty


def test_an_empty_request_keeps_the_page_and_says_what_is_missing(sign_in, cast):
    page = sign_in("polis").post(reverse("desk:request_new"), {"need": TEXT})
    assert page.status_code == 422
    assert TEXT in page.text


def test_no_is_told_with_its_reason_and_how_to_appeal(sign_in, cast, today):
    asked = put(cast, today)
    client = sign_in("polis")
    address = reverse("agencies:request_refuse", args=[asked.ref])
    assert client.post(address, {"reason": ""}).status_code == 422
    done = client.post(address, {"reason": "Förundersökning pågår."})
    assert done.status_code == 302
    page = sign_in("koordinator").get(asked.get_absolute_url()).text
    assert "Förundersökning pågår." in page
    assert "OSL 6 kap. 3 §" in page
    again = sign_in("polis").post(address, {"reason": "Nej"})
    assert again.status_code in (404, 422)


def test_a_refusal_is_a_file_for_both_sides_and_for_nobody_else(sign_in, cast, today):
    asked = put(cast, today)
    with acting(cast.actor("polis")) as polis:
        answer_request(actor=polis, request=asked, outcome="no", reason="Sekretess gäller.")
    address = reverse("agencies:request_pdf", args=[asked.ref])
    for who in ("koordinator", "polis"):
        file = sign_in(who).get(address)
        assert file["Content-Type"] == "application/pdf"
        assert file["Content-Disposition"] == 'attachment; filename="avslag.pdf"'
        assert file.content.startswith(b"%PDF")
    assert sign_in("frivard").get(address).status_code == 404


def test_there_is_no_file_where_nothing_was_refused(sign_in, cast, today):
    asked = put(cast, today)
    address = reverse("agencies:request_pdf", args=[asked.ref])
    assert sign_in("koordinator").get(address).status_code == 404


def test_in_part_says_nothing_of_what_was_held_back(sign_in, cast, today):
    asked = put(cast, today)
    with acting(cast.actor("polis")) as polis:
        answer_request(actor=polis, request=asked, outcome="partly")
    page = sign_in("koordinator").get(asked.get_absolute_url()).text
    assert "Delvis utlämnad" in page


def test_yes_begins_a_draft_about_the_person_that_was_named(sign_in, cast, today):
    person = cast.row(Person, code_name="Kråka")
    asked = put(cast, today, about=person.ref)
    address = reverse("desk:request_begin", args=[asked.ref])
    client = sign_in("polis")
    assert f'value="{person.ref}" selected' in client.get(address).text
    answer = client.post(address, {"person": person.ref})
    assert answer.status_code == 302
    with acting(cast.actor("polis")) as polis:
        begun = Round.objects.visible_to(polis).get(request=asked)
        assert [line.about for line in begun.lines.all()] == [person.ref]
    assert answer["Location"] == begun.get_absolute_url()
    assert begun.occasion == "request"
    assert begun.receivers == [cast.receiver("koordinator").pk]
    assert begun.parts == ["code_name", "identity"]


def test_a_request_is_taken_back_once_and_is_gone_for_those_asked(sign_in, cast, today):
    asked = put(cast, today)
    address = reverse("agencies:request_withdraw", args=[asked.ref])
    assert sign_in("polis").post(address).status_code == 404
    assert sign_in("koordinator").post(address).status_code == 302
    assert sign_in("polis").get(asked.get_absolute_url()).status_code == 404
    assert "Återtagen" in sign_in("koordinator").get(asked.get_absolute_url()).text
    with acting(cast.actor("koordinator")) as actor, pytest.raises(Refused):
        withdraw_request(actor=actor, request=asked)


def late(asked: Request, days: int) -> None:
    """Tests move dates."""
    day = timezone.localdate() - timedelta(days=days)
    Request.objects.filter(pk=asked.pk).update(answer_by=day)


def test_a_late_answer_shows_on_both_sides(sign_in, cast, today):
    asked = put(cast, today)
    with acting(cast.actor("koordinator")):
        late(asked, 2)
    assert "Förfallen" in sign_in("polis").get(asked.get_absolute_url()).text
    assert "Förfallen" in sign_in("polis").get("/").text
    assert "Inget svar från Polisområde Norr" in sign_in("koordinator").get("/").text


def test_a_day_that_has_passed_is_not_asked_for(cast, today):
    with pytest.raises(Refused):
        put(cast, today, answer_by=today - timedelta(days=1))


def test_asking_and_answering_are_in_the_ledger(sign_in, cast, today):
    asked = put(cast, today)
    sign_in("polis").get(asked.get_absolute_url())
    with acting(cast.actor("polis")) as polis:
        acts = Entry.objects.visible_to(polis).filter(ref=asked.ref)
        assert "request.read" in {entry.action for entry in acts}


def test_an_answer_is_read_by_the_two_and_nobody_else(cast, today):
    asked = put(cast, today)
    with acting(cast.actor("polis")) as polis:
        answer_request(actor=polis, request=asked, outcome="no", reason="Nej.")
    for who, seen in (("koordinator", 1), ("polis2", 1), ("frivard", 0), ("polis_soder", 0)):
        with acting(cast.actor(who)) as actor:
            assert Answer.objects.visible_to(actor).filter(request=asked).count() == seen, who
