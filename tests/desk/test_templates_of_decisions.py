"""Templates: written by one, approved by another, and a mapping confirmed by one in a click."""

from __future__ import annotations

import pytest

from agencies.actors import acting
from agencies.models import Disclosure, DisclosureTemplate, Entry
from groups import actions as map_actions
from groups.models import Identity, Person
from tests.desk.test_deciding import PROVISIONS, begin, decide

NEW = "/utlamnanden/mallar/ny/"


def typed(cast, **changes: object) -> dict[str, object]:
    found: dict[str, object] = {
        "name": "Till exit",
        "parts": ["code_name"],
        "receivers": [cast.receiver("avhopp").pk],
        "purpose": "Erbjudande",
        "need": "Ska erbjudas hjälp.",
        "months": 6,
        "child_note": "Vägt.",
        "go": "save",
    }
    for code in PROVISIONS:
        found[f"ground-code_name-{code}"] = "MENPROV"
        found[f"reasoning-code_name-{code}"] = "Ingen lider men."
        found[f"answer-code_name-{code}-who_could_be_harmed"] = "Ingen."
    return found | changes


@pytest.fixture
def template(cast, sign_in) -> DisclosureTemplate:
    """Written by the second officer, approved by the decider."""
    address = sign_in("polis2").post(NEW, typed(cast))["Location"]
    sign_in("polis").post(f"{address}godkann/", {"lawyer": "Jurist Juristsson"})
    with acting(cast.actor("polis")) as polis:
        return DisclosureTemplate.objects.visible_to(polis).get(name="Till exit")


def test_a_template_is_written_and_approved_by_another(cast, sign_in, template):
    assert template.approved_by_id == cast.user("polis").pk
    assert template.lawyer == "Jurist Juristsson"
    page = sign_in("polis").get(template.get_absolute_url()).content.decode()
    for said in ("Jurist Juristsson", "Ingen lider men.", "Kodnamn och läge", "Godkänd"):
        assert said in page
    with acting(cast.actor("polis")) as polis:
        seen = Entry.objects.visible_to(polis).filter(ref=template.ref)
        assert {"template.read", "template.approved"} <= {each.action for each in seen}


@pytest.mark.parametrize(
    "empty",
    ["name", "receivers", "purpose", "need", "months", "reasoning-code_name-18_1"],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(cast, sign_in, empty):
    given = typed(cast, balancing="Står kvar")
    given[empty] = [] if empty == "receivers" else ""
    answer = sign_in("polis2").post(NEW, given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#id_{empty}' in page
    assert "Står kvar" in page


def test_the_questions_follow_the_choices_without_a_script(cast, sign_in):
    page = sign_in("polis2").post(
        NEW,
        typed(cast, parts=["code_name", "identity"], go="update"),
    )
    assert page.status_code == 200
    assert 'name="ground-identity-35_1"' in page.content.decode()


def test_an_impossible_ground_is_no_template(cast, sign_in):
    answer = sign_in("polis2").post(NEW, typed(cast, **{"ground-code_name-18_1": "15A-1"}))
    assert answer.status_code == 422


def test_two_templates_do_not_share_a_name(cast, sign_in, template):
    answer = sign_in("polis2").post(NEW, typed(cast))
    assert answer.status_code == 422
    assert 'href="#id_name"' in answer.content.decode()


def test_its_writer_does_not_approve_it(cast, sign_in):
    client = sign_in("polis")
    address = client.post(NEW, typed(cast))["Location"]
    answer = client.post(f"{address}godkann/", {"lawyer": "Jurist"})
    assert answer.status_code == 422
    assert sign_in("polis2").post(f"{address}godkann/", {"lawyer": "x"}).status_code == 403


def test_a_retired_template_is_not_offered(cast, sign_in, template):
    client = sign_in("polis")
    assert "Till exit" in client.get("/grupper/personer/lamna-ut/").content.decode()
    client.post(f"{template.get_absolute_url()}avveckla/")
    assert "Till exit" not in client.get("/grupper/personer/lamna-ut/").content.decode()


def test_a_new_version_is_a_template_of_its_own(cast, sign_in, template):
    client = sign_in("polis2")
    page = client.get(f"{template.get_absolute_url()}ny-version/").content.decode()
    assert "Ingen lider men." in page
    answer = client.post(
        f"{template.get_absolute_url()}ny-version/", typed(cast, name="Till exit 2")
    )
    assert answer.status_code == 302
    with acting(cast.actor("polis")) as polis:
        made = DisclosureTemplate.objects.visible_to(polis).get(name="Till exit 2")
        assert made.approved_at is None


def test_a_draft_begins_from_a_template_and_is_whole(cast, sign_in, template):
    client = sign_in("polis")
    ref = cast.row(Person, code_name="Kråka").ref
    draft = client.post("/grupper/personer/lamna-ut/", {"about": [ref], "template": template.ref})[
        "Location"
    ]
    assert decide(client, draft).status_code == 302


@pytest.mark.parametrize("who", ["frivard", "polis_soder", "koordinator"])
def test_a_template_is_its_own_agencys(sign_in, template, who):
    for page in ("", "godkann/", "avveckla/", "ny-version/"):
        assert sign_in(who).get(f"{template.get_absolute_url()}{page}").status_code == 404


@pytest.fixture
def proposed(cast) -> Person:
    with acting(cast.actor("polis")) as polis:
        return map_actions.propose_person(
            actor=polis, code_name="Ejder", ground="x", identity={"birth_year": 1990}
        )


def test_a_mapping_is_confirmed_and_disclosed_in_one_press(cast, sign_in, template, proposed):
    client = sign_in("polis2")
    page = client.get(f"{proposed.get_absolute_url()}bekrafta/").content.decode()
    assert "Till exit" in page
    client.post(f"{proposed.get_absolute_url()}bekrafta/", {"way": template.ref})
    with acting(cast.actor("avhopp")) as avhopp:
        assert Person.objects.visible_to(avhopp).filter(pk=proposed.pk, state="mapped").exists()


def test_one_who_may_be_a_child_takes_a_decision_of_its_own(cast, sign_in, template, proposed):
    with acting(cast.actor("polis")):
        Identity.objects.filter(person=proposed).update(birth_year=None)
    client = sign_in("polis2")
    answer = client.post(f"{proposed.get_absolute_url()}bekrafta/", {"way": template.ref})
    assert answer.status_code == 422
    with acting(cast.actor("polis")) as polis:
        assert Person.objects.visible_to(polis).get(pk=proposed.pk).state == "proposed"
    answer = client.post(f"{proposed.get_absolute_url()}bekrafta/", {"way": "own"})
    assert "/utlamnanden/omgangar/" in answer["Location"]


def test_a_mapping_can_be_confirmed_for_ones_own_agency_alone(cast, sign_in, proposed):
    client = sign_in("polis2")
    client.post(f"{proposed.get_absolute_url()}bekrafta/", {"way": "not-now"})
    with acting(cast.actor("polis")) as polis:
        assert Person.objects.visible_to(polis).get(pk=proposed.pk).state == "mapped"
        assert not Disclosure.objects.visible_to(polis).filter(items__about=proposed.ref).exists()


def test_who_proposed_does_not_confirm(cast, sign_in, proposed):
    client = sign_in("polis")
    answer = client.post(f"{proposed.get_absolute_url()}bekrafta/", {"way": "not-now"})
    assert answer.status_code == 422


def test_beginning_needs_somebody(cast, sign_in):
    client = sign_in("polis")
    assert client.post("/grupper/personer/lamna-ut/", {}).status_code == 422
    everyone = client.post("/grupper/personer/lamna-ut/", {"all": "1"})
    page = client.get(everyone["Location"]).content.decode()
    for name in ("Kråka", "Skata", "Uggla"):
        assert name in page
    assert begin(client, cast, "Kråka")
