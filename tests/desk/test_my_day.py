"""Min dag: everybody who may sign in finds something to go on with."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Entry
from groups import actions as groups_actions
from gvi.desk import context
from gvi.desk.day import blocks
from offers import actions
from offers.models import FollowUp

EXIT_DAY = 28  # questions to the database


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.mark.parametrize(
    "name",
    ["polis", "frivard", "koordinator", "kommun", "avhopp", "styrgrupp", "dso", "admin"],
)
def test_the_day_has_a_block_for_every_function(cast, today, name):
    with acting(cast.actor(name)) as actor:
        assert blocks(actor, today)


def test_the_one_who_audits_is_led_to_the_ledger(cast, sign_in):
    page = sign_in("dso").get("/").content.decode()
    assert reverse("agencies:entry_list") in page
    assert reverse("agencies:account_list") not in page


def test_the_administrator_is_led_to_the_postings(cast, sign_in):
    page = sign_in("admin").get("/").content.decode()
    assert reverse("agencies:administration") in page
    assert reverse("agencies:entry_list") not in page


def test_a_briefing_is_named_once_in_its_row(cast, today):
    with acting(cast.actor("styrgrupp")) as actor:
        rows = blocks(actor, today)[0]["rows"]
    assert all(row["what"].count("Lägesbild") <= 1 for row in rows)


def test_what_was_just_logged_can_be_undone_on_the_day_itself(cast, sign_in):
    with acting(cast.actor("avhopp")) as actor:
        row = FollowUp.objects.visible_to(actor).waiting().first()
    client = sign_in("avhopp")
    assert 'id="just-logged"' not in client.get("/").text
    client.post(row.get_absolute_url(), {"outcome": "talked", "key": str(row.ref)})
    page = client.get("/").text
    assert reverse("offers:followup_undo", args=[row.ref]) in page[page.index("just-logged") :]


def test_the_names_on_the_day_are_in_the_ledger(cast, sign_in):
    with acting(cast.actor("polis")) as polis:
        about = {"code_name": "Ärla", "ground": "Underlag"}
        person = groups_actions.propose_person(actor=polis, **about)
    assert "Ärla" in sign_in("polis2").get("/").text
    with acting(cast.actor("polis2")) as actor:
        shown = Entry.objects.filter(user_id=actor.user_id, action="person.listed", context="day")
        assert str(person.ref) in [ref for entry in shown for ref in entry.refs]


def test_menus_name_pages_that_exist():
    """What counts as being inside a door is how the name of a real page begins."""
    pages = {
        f"{space}:{name}"
        for space, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    for door in [*context.TOP, *context.BAR]:
        for start in door.inside:
            assert any(page.startswith(start) for page in pages), start


@pytest.fixture
def full_day(cast, today) -> None:
    """Everything an exit worker may find: due, handed over, to meet, without a plan."""
    with acting(cast.actor("avhopp2")) as actor:
        me, colleague = cast.user("avhopp"), cast.user("avhopp2")
        for each in range(7):
            case = actions.open_case(actor=actor, called=f"Fågel {each}", responsible=colleague)
            actions.hand_over(actor=actor, thing=case, to=me)
            actions.take_intake(
                actor=actor, source="phone", first_contact_at=timezone.now(), responsible=me
            )
        FollowUp.objects.filter(case__called__startswith="Fågel").update(due_on=today)


def test_the_exit_workers_day_begins_with_the_follow_ups_and_holds_what_is_new(
    cast, full_day, today
):
    with acting(cast.actor("avhopp")) as actor:
        found = blocks(actor, today)
    titles = [str(block["title"]) for block in found]
    assert titles[:4] == [
        "Uppföljningar i dag",
        "Överlämnat till mig",
        "Kontakter att möta i dag",
        "Ärenden utan plan",
    ]
    assert [len(block["rows"]) for block in found[:4]] == [5, 5, 5, 5]


def asked(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    return len(queries)


def test_the_exit_workers_day_asks_as_few_questions_full_as_nearly_empty(cast, sign_in, request):
    """Eight of them say who is there; every list is one, and the ledger is one for all."""
    client = sign_in("avhopp")
    client.get("/")
    before = asked(client)
    request.getfixturevalue("full_day")
    assert asked(client) == before == EXIT_DAY


def test_the_ledger_still_tells_each_list_of_the_day(cast, sign_in, full_day):
    sign_in("avhopp").get("/")
    with acting(cast.actor("avhopp")) as actor:
        mine = Entry.objects.filter(user_id=actor.user_id).order_by("pk")
        told = list(mine.values_list("action", "context"))
    assert ("day.read", "") in told
    for kind in ("followup", "handover", "intake", "case"):
        assert (f"{kind}.listed", "day") in told
