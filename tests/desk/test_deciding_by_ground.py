"""Which grounds the page offers, and that no other gets through."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.actors import acting
from groups import actions as map_actions
from groups.models import Identity, Person
from tests.desk.test_deciding import begin, decide, made, said


def offered(page: str, key: str) -> set[str]:
    return set(re.findall(rf'name="ground-{re.escape(key)}"\s+value="([^"]+)"', page))


def set_identity(cast, **values: object) -> None:
    with acting(cast.actor("polis")):
        Identity.objects.filter(person__code_name="Kråka").update(**values)


def test_the_police_are_offered_what_fits_each_provision(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka"))
    page = client.get(draft).content.decode()
    operation, individual = offered(page, "code_name-18_1"), offered(page, "code_name-35_1")
    assert {"MENPROV", "GEN"} <= operation
    assert "15A-1" not in operation
    assert {"MENPROV", "15A-1", "GEN"} <= individual
    assert individual.isdisjoint({"18A", "UPL-4", "UPL-5", "SAMTYCKE", "23", "24", "ORO"})


def test_a_child_opens_only_what_is_for_children(cast, sign_in):
    client = sign_in("polis")
    set_identity(cast, birth_year=timezone.localdate().year - 10)
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka", receivers=[cast.receiver("kommun").pk]))
    assert "ORO" in offered(client.get(draft).content.decode(), "code_name-35_1")


@pytest.mark.parametrize(
    ("provision", "ground"),
    [("18_1", "15A-1"), ("35_1", "18A"), ("35_1", "SAMTYCKE"), ("35_1", "24"), ("35_1", "NOSUCH")],
)
def test_an_impossible_ground_gets_no_further_by_a_direct_post(cast, sign_in, provision, ground):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka", **{f"ground-code_name-{provision}": ground}))
    for answer in (
        client.get(f"{draft}kontrollera/"),
        client.post(f"{draft}kontrollera/", {"seen": "x"}),
    ):
        assert answer["Location"].startswith(f"{draft}?brister=1#id_ground-code_name-{provision}")
    assert not made(cast)


def test_a_receiver_that_is_added_can_make_a_ground_impossible(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    ours = said(cast, "Kråka", **{"ground-code_name-35_1": "TERR-35-10C"})
    client.post(draft, ours | {"receivers": [cast.receiver("kommun").pk]})
    assert "TERR-35-10C" in offered(client.get(draft).content.decode(), "code_name-35_1")
    both = [cast.receiver("kommun").pk, cast.receiver("koordinator").pk]
    client.post(draft, ours | {"receivers": both})
    page = client.get(draft).content.decode()
    assert "TERR-35-10C" not in offered(page, "code_name-35_1")
    assert "Varning:" in page


def test_every_ground_comes_with_its_guidance_and_example(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka"))
    page = client.get(draft).content.decode()
    ground = cast.ground("15A-1")
    assert ground.guidance in page
    assert ground.example in page


def test_a_second_part_can_be_answered_like_the_first(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka", parts=["code_name", "identity"]))
    same = {"same-identity-18_1": "on", "same-identity-35_1": "on"}
    client.post(draft, said(cast, "Kråka", parts=["code_name", "identity"], **same))
    decide(client, draft)
    [disclosure] = made(cast)
    with acting(cast.actor("polis")):
        assert disclosure.assessments.count() == 4


@pytest.mark.parametrize(
    ("identity", "is_child"),
    [
        ({"birth_year": 1998}, False),
        ({"birth_year": None}, True),
        ({"birth_year": date.today().year - 17}, True),  # noqa: DTZ011 - a year will do
        ({"personal_number": "", "birth_year": date.today().year - 18}, True),  # noqa: DTZ011
    ],
)
def test_someone_who_may_be_under_18_asks_for_what_is_best(cast, sign_in, identity, is_child):
    set_identity(cast, **identity)
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka", child_note=""))
    page = client.get(draft).content.decode()
    assert ("Någon är eller kan vara under 18 år" in page) is is_child
    assert ('name="child_note"' in page) is is_child
    answer = client.get(f"{draft}kontrollera/")
    assert (answer.status_code == 302) is is_child


@pytest.mark.parametrize(("days", "is_child"), [(0, False), (1, True)])
def test_on_the_18th_birthday_the_extra_step_is_gone(cast, sign_in, days, is_child):
    today = timezone.localdate()
    day = min(today.day, 28) if today.month == 2 else today.day
    born = date(today.year - 18, today.month, day) + timedelta(days=days)
    set_identity(cast, personal_number=f"{born:%Y%m%d}0000")
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka", child_note=""))
    assert (client.get(f"{draft}kontrollera/").status_code == 302) is is_child


def test_who_somebody_protected_is_cannot_be_chosen(cast, sign_in):
    set_identity(cast, protection="marked")
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka", parts=["code_name", "identity"]))
    page = client.get(draft).content.decode()
    assert "skyddade personuppgifter" in page
    assert "Fågelsång" not in page
    assert 'name="ground-code_name-21_3"' in page
    answer = client.get(f"{draft}kontrollera/")
    assert answer["Location"] == f"{draft}?brister=1#id_parts_0"


@pytest.mark.parametrize("page", ["", "kontrollera/"])
def test_three_people_and_thirty_cost_the_same(cast, sign_in, page):
    with acting(cast.actor("polis")) as polis, acting(cast.actor("polis")):
        for number in range(30):
            map_actions.propose_person(
                actor=polis,
                code_name=f"Ejder {number}",
                ground="x",
                identity={"given_name": "Kanarie", "birth_year": 1990},
            )
        Person.objects.filter(code_name__startswith="Ejder").update(
            state="mapped", confirmed_by_id=cast.user("polis2").pk
        )
    client = sign_in("polis")
    costs = []
    for count in (3, 30):
        names = [f"Ejder {number}" for number in range(count)]
        with acting(cast.actor("polis")):
            refs = {
                each.code_name: str(each.ref) for each in Person.objects.filter(code_name__in=names)
            }
        draft = client.post("/grupper/personer/lamna-ut/", {"about": list(refs.values())})
        draft = draft["Location"]
        typed = said(cast) | {f"need-{ref}": "Behövs." for ref in refs.values()}
        client.post(draft, typed)
        client.get(f"{draft}{page}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{draft}{page}").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1], costs
