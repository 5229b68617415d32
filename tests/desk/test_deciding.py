"""The decision page: start, draft, check, decide."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from agencies.models import DisclosedItem, Disclosure, Entry, Round
from groups.models import Identity, Person

BEGIN = "/grupper/personer/lamna-ut/"
PROVISIONS = ("18_1", "35_1")


def begin(client, cast, *names: str) -> str:
    """The address of a new draft about people by code name."""
    refs = [str(cast.row(Person, code_name=name).ref) for name in names]
    return client.post(BEGIN, {"about": refs})["Location"]


def said(cast, *names: str, **changes: Any) -> dict[str, Any]:
    """Everything that a decision on code names to the exit group needs."""
    found: dict[str, Any] = {
        "parts": ["code_name"],
        "receivers": [cast.receiver("avhopp").pk],
        "purpose": "Erbjudande om hjälp",
        "ends_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
        "balancing": "Kanarieavvägning",
        "child_note": "Kanariebarn",
        "conditions": "Får inte spridas.",
    }
    for name in names:
        found[f"need-{cast.row(Person, code_name=name).ref}"] = "Ska erbjudas hjälp."
    for code in PROVISIONS:
        found[f"ground-code_name-{code}"] = "MENPROV"
        found[f"reasoning-code_name-{code}"] = "Kanarieskäl"
        found[f"answer-code_name-{code}-who_could_be_harmed"] = "Ingen."
    return found | changes


def stamp(page: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', page)[1]


def decide(client, draft: str):
    """Look the draft through and press Decide."""
    page = client.get(f"{draft}kontrollera/")
    assert page.status_code == 200, page["Location"]
    return client.post(f"{draft}kontrollera/", {"seen": stamp(page.content.decode())})


def made(cast, who: str = "polis") -> list[Disclosure]:
    with acting(cast.actor(who)) as actor:
        rows = Disclosure.objects.visible_to(actor).filter(purpose="Erbjudande om hjälp")
        return list(rows.order_by("pk"))


def test_a_draft_becomes_a_decision_that_the_receiver_reads(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka", "Uggla")
    saved = client.post(draft, said(cast, "Kråka", "Uggla", go="check"))
    assert saved["Location"] == f"{draft}kontrollera/"
    answer = decide(client, draft)
    [disclosure] = made(cast)
    assert answer["Location"] == disclosure.get_absolute_url()
    with acting(cast.actor("avhopp")) as avhopp:
        items = DisclosedItem.objects.visible_to(avhopp).filter(disclosure=disclosure)
        assert [item.frozen for item in items] == [
            {"code_name": name, "state": "mapped"} for name in ("Kråka", "Uggla")
        ]
        assert {item.need for item in items} == {"Ska erbjudas hjälp."}
        assert Person.objects.visible_to(avhopp).filter(code_name="Uggla").exists()
    with acting(cast.actor("polis")):
        assert disclosure.assessments.count() == 2


def test_what_is_struck_out_stays(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka", "Uggla")
    struck = f"struck-{cast.row(Person, code_name='Uggla').ref}"
    client.post(draft, said(cast, "Kråka", "Uggla", **{struck: "on"}))
    assert "<s>Uggla</s>" in client.get(draft).content.decode()
    decide(client, draft)
    with acting(cast.actor("polis")):
        assert [item.frozen["code_name"] for item in made(cast)[0].items.all()] == ["Kråka"]


def test_a_draft_keeps_what_is_typed_complete_or_not(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, {"purpose": "Halvt", "balancing": "Påbörjad text"})
    page = client.get(draft).content.decode()
    assert "Halvt" in page
    assert "Påbörjad text" in page
    client.post(draft, said(cast, "Kråka"))
    client.post(draft, said(cast, "Kråka") | {"receivers": [], "parts": ["code_name"]})
    client.post(draft, {"parts": ["code_name"], "receivers": [cast.receiver("avhopp").pk]})
    assert client.get(draft).content.decode().count("Kanarieskäl") == 2


def test_what_cannot_be_kept_stays_on_the_page(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    page = client.post(draft, said(cast, "Kråka", ends_on="i morgon", purpose="Står kvar"))
    assert page.status_code == 422
    assert "i morgon" in page.content.decode()
    assert "Står kvar" in client.get(draft).content.decode()


@pytest.mark.parametrize(
    ("empty", "field"),
    [
        ("purpose", "id_purpose"),
        ("receivers", "id_receivers_0"),
        ("ends_on", "id_ends_on"),
        ("child_note", "id_child_note"),
        ("ground-code_name-35_1", "id_ground-code_name-35_1_0"),
        ("reasoning-code_name-18_1", "id_reasoning-code_name-18_1"),
        (
            "answer-code_name-18_1-who_could_be_harmed",
            "id_answer-code_name-18_1-who_could_be_harmed",
        ),
    ],
)
def test_a_missing_step_sends_to_the_first_missing_one(cast, sign_in, empty, field):
    with acting(cast.actor("polis")):
        Identity.objects.filter(person__code_name="Kråka").update(birth_year=None)
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    whole = said(cast, "Kråka")
    whole[empty] = [] if empty == "receivers" else ""
    client.post(draft, whole)
    for answer in (
        client.get(f"{draft}kontrollera/"),
        client.post(f"{draft}kontrollera/", {"seen": "x"}),
    ):
        assert answer["Location"] == f"{draft}?brister=1#{field}"
    page = client.get(f"{draft}?brister=1").content.decode()
    assert f'href="#{field}"' in page
    assert not made(cast)
    answer = client.post(draft, whole | {"go": "check"})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()


def test_a_double_submit_makes_exactly_one(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka"))
    seen = stamp(client.get(f"{draft}kontrollera/").content.decode())
    answers = [client.post(f"{draft}kontrollera/", {"seen": seen}) for _press in range(2)]
    [disclosure] = made(cast)
    assert {answer["Location"] for answer in answers} == {disclosure.get_absolute_url()}
    assert client.get(draft)["Location"] == disclosure.get_absolute_url()


def test_what_changed_after_the_check_is_looked_at_again(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka"))
    seen = stamp(client.get(f"{draft}kontrollera/").content.decode())
    client.post(draft, said(cast, "Kråka", purpose="Ett annat ändamål"))
    answer = client.post(f"{draft}kontrollera/", {"seen": seen})
    assert answer["Location"] == f"{draft}kontrollera/"
    assert not made(cast)


def test_two_drafts_keep_apart(cast, sign_in):
    client = sign_in("polis")
    first, second = begin(client, cast, "Kråka"), begin(client, cast, "Uggla")
    client.post(first, {"purpose": "Det första"})
    client.post(second, {"purpose": "Det andra"})
    assert "Det första" in client.get(first).content.decode()
    assert "Det första" not in client.get(second).content.decode()


def test_a_dropped_draft_is_no_draft(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(f"{draft}slapp/")
    assert client.get(draft).status_code == 409
    assert client.get(f"{draft}slapp/").status_code == 404


@pytest.mark.parametrize("who", ["koordinator", "avhopp", "frivard", "polis_soder", "dso"])
def test_a_draft_is_its_own_agencys(cast, sign_in, client, who):
    draft = begin(sign_in("polis"), cast, "Kråka")
    for page in ("", "kontrollera/", "slapp/"):
        assert sign_in(who).get(f"{draft}{page}").status_code == 404


def test_the_draft_and_the_check_are_in_the_ledger(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka"))
    client.get(f"{draft}kontrollera/")
    with acting(cast.actor("polis")) as polis:
        row = Round.objects.visible_to(polis).get(ref=draft.split("/")[-2])
        read = Entry.objects.visible_to(polis).filter(action="round.read", ref=row.ref)
        assert read.count() == 2


def test_a_person_is_disclosed_from_their_own_page(cast, sign_in):
    client = sign_in("polis")
    person = cast.row(Person, code_name="Uggla")
    page = client.get(reverse("desk:person_disclose", args=[person.ref])).content.decode()
    assert "Uggla" in page
    assert "Kråka" not in page
