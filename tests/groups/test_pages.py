from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.actors import acting
from agencies.seats import receivers_for
from groups import actions
from groups.models import Person, StreetGroup

LISTS = ["/grupper/", "/grupper/personer/", "/grupper/handelser/", "/utlamnanden/", "/"]


@pytest.mark.parametrize("path", [*LISTS, "/grupper/karta/"])
def test_a_page_costs_the_same_with_three_rows_and_with_thirty(sign_in, cast, path):
    client = sign_in("polis")
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(path).status_code == 200
    with acting(cast.actor("polis")) as polis:
        for number in range(30):
            actions.add_street_group(actor=polis, name=f"Grupp {number}")
            actions.propose_person(actor=polis, code_name=f"Person {number}", ground="x")
            actions.record_incident(actor=polis, kind="shooting", occurred_on=date(2026, 1, 1))
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few)


def test_a_group_is_made_on_the_page_and_read_by_the_partnership(sign_in, cast):
    page = sign_in("koordinator").post("/grupper/ny/", {"name": "Lind", "area": "Norr"})
    assert page.status_code == 302
    assert "Lind" in sign_in("avhopp").get("/grupper/").content.decode()
    assert "Lind" not in sign_in("polis_soder").get("/grupper/").content.decode()


def test_a_form_with_a_fault_keeps_what_was_typed(sign_in, cast):
    page = sign_in("koordinator").post("/grupper/ny/", {"name": "", "area": "Långt borta"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Långt borta" in text
    assert "<title>Fel:" in text


def test_a_working_name_used_twice_is_told_in_words(sign_in, cast):
    page = sign_in("koordinator").post("/grupper/ny/", {"name": "Ask"})
    assert page.status_code == 422
    assert "arbetsnamn" in page.content.decode()


def test_a_person_is_proposed_confirmed_and_disclosed_on_the_pages(sign_in, cast):
    client = sign_in("polis")
    page = client.post(
        "/grupper/personer/ny/",
        {"code_name": "Ejder", "ground": "Underlag", "given_name": "Kanarie", "protection": "none"},
    )
    address = page["Location"]
    assert "Ejder" not in address
    client = sign_in("polis2")
    seen = client.get(f"{address}bekrafta/").content.decode()
    assert "Underlag" in seen
    assert "Kanarie" in seen
    assert "with_identity" not in seen
    assert "Underlag" in client.get(address).content.decode()
    page = client.post(f"{address}bekrafta/", {"way": "not-now"})
    assert page.status_code == 302, page.content.decode()
    with acting(cast.actor("polis")) as polis:
        actions.disclose_people(
            actor=polis,
            people=[Person.objects.visible_to(polis).get(code_name="Ejder")],
            receivers=[cast.receiver("avhopp")],
            ground=cast.ground(),
            purpose="Erbjuda hjälp",
            need="Ska erbjudas hjälp.",
            ends_on=date(2030, 1, 1),
            child_note="Bedömd som vuxen.",
        )
    text = sign_in("avhopp").get(address).content.decode()
    assert "Ejder" in text
    assert "Kanarie" not in text
    assert "Underlag" not in text
    assert sign_in("koordinator").get(address).status_code == 404


def test_only_functions_that_somebody_holds_are_offered_as_receivers(cast):
    with acting(cast.actor("polis")) as polis:
        offered = set(receivers_for(polis))
    assert cast.receiver("avhopp") in offered
    assert cast.receiver("avhopp", "police_exit") not in offered
    assert cast.receiver("polis2") not in offered


def test_titles_and_addresses_carry_no_name(sign_in, cast):
    client = sign_in("polis")
    for model, name in ((Person, "Kråka"), (StreetGroup, "Ask")):
        row = cast.row(model, code_name=name) if model is Person else cast.row(model, name=name)
        page = client.get(row.get_absolute_url())
        title = page.content.decode().split("<title>")[1].split("</title>")[0]
        assert name not in title
        assert name not in row.get_absolute_url()


@pytest.mark.parametrize("name", ["avhopp", "styrgrupp", "admin"])
def test_those_who_do_not_map_are_told_why_not(sign_in, cast, name):
    assert sign_in(name).get("/grupper/ny/").status_code == 403
