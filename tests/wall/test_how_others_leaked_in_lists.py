"""How other systems leaked, continued: totals, lists, searches, logs, and no user at all."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from django.apps import apps
from django.db import DataError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting, actor_for
from agencies.models import Disclosure, Posting, User
from agencies.scoping import NOBODY, Owned, ScopedQuerySet
from callins.models import Callin
from groups import actions
from groups.models import Identity, Incident, Person, StreetGroup
from gvi.core.database.actor import speaking_as
from offers.models import Offer
from tests.wall.test_outsiders import CANARIES, INSIDERS
from tests.wall.walking import said

GUARDED = [
    model
    for model in apps.get_models()
    if isinstance(model._default_manager.all(), ScopedQuerySet)
    and model._default_manager.all().rule.sql() != "true"
]
PERSON_LISTS = ["api:person-list", "api:affiliation-list", "api:tie-list", "api:notification-list"]


@pytest.mark.parametrize("name", PERSON_LISTS)
def test_totals_count_what_one_sees(cast, sign_in, name):
    """NetBox (16093) and Signalen: the page was filtered, its total was not."""
    counted = {}
    for who in ("polis", "frivard", "polis_soder", "styrgrupp"):
        answer = sign_in(who).get(reverse(name)).json()
        assert answer["count"] == len(answer["results"]), who
        counted[who] = answer["count"]
    assert counted["polis"] > counted["styrgrupp"] == 0


def test_a_page_beyond_the_last_is_answered_alike(cast, sign_in):
    """Signalen, the same by the door at the side: which page is the last one."""
    client, before = sign_in("frivard"), {}
    for name in ("api:person-list", "groups:person_list", "groups:incident_list"):
        for number in (1, 2, 3, 99, "last"):
            before[name, number] = said(client.get(reverse(name), {"page": number}))
    with acting(cast.actor("polis")) as polis:
        for number in range(60):
            actions.propose_person(actor=polis, code_name=f"Hök {number}", ground="Underlag")
    for (name, number), told in before.items():
        assert said(client.get(reverse(name), {"page": number})) == told, (name, number)


@pytest.mark.parametrize("term", ["Uggla", "Fågelsång", "Kanarie", "Ugg", "uggla", "Tärna"])
@pytest.mark.parametrize("who", ["frivard", "koordinator", "avhopp", "styrgrupp", "polis_soder"])
def test_a_search_finds_nothing_hidden(cast, sign_in, who, term):
    """Signalen and Arches (7316): search ran over what its reader could not see."""
    if (who, term) in {("polis_soder", "Tärna"), ("avhopp", "Kanarie")}:
        pytest.skip("their own")
    address = reverse("desk:search")
    found = said(sign_in(who).post(address, {"term": term}), term)
    nothing = said(sign_in(who).post(address, {"term": "Qxqzw"}), "Qxqzw")
    assert found == nothing


@pytest.mark.parametrize("who", ["frivard", "koordinator", "avhopp", "kommun", "koordinator_soder"])
def test_no_choice_offers_what_is_hidden(cast, sign_in, who):
    """TheHive (1778) and Arches (7316): tags, fields and suggestions crossed organisations."""
    client = sign_in(who)
    for name in (
        "callins:callin_new",
        "callins:notification_new",
        "groups:incident_new",
        "desk:people_disclose",
        "desk:request_new",
        "desk:round_new",
        "desk:urgent_new",
        "agencies:consent_list",
        "agencies:contact_new",
        "groups:person_new",
        "offers:case_new",
        "offers:intake_new",
        "offers:offer_new",
    ):
        text = client.get(reverse(name)).content.decode()
        hidden = {"Uggla", "Fågelsång"} | ({"Kanarie"} if who != "avhopp" else set())
        hidden |= set(CANARIES) | {"Ask", "Bok"} if who == "koordinator_soder" else set()
        assert [word for word in hidden if re.search(rf">\s*{word}\b", text)] == [], name


def test_an_export_holds_what_one_sees(cast, sign_in):
    """Arches (10425): an export held nodes that its maker could not read.

    What leaves is the API, page by page, and the briefing's file: neither knows a hidden row.
    """
    client = sign_in("styrgrupp")
    for name in PERSON_LISTS:
        assert client.get(reverse(name)).json()["results"] == []
    for word in CANARIES:
        assert word.encode() not in client.get(reverse("briefings:issue_list")).content


def test_the_feed_of_the_day_shows_no_denied_case(cast, sign_in):
    """DFIR-IRIS (583): the activity feed showed cases that its reader was denied."""
    for who in ("polis", "frivard", "koordinator", "styrgrupp", "admin", "dso"):
        text = sign_in(who).get(reverse("desk:day")).content.decode()
        assert "Kanarie" not in text, who
        if who != "polis":
            assert "Uggla" not in text, who


@pytest.mark.parametrize("who", [each for each in INSIDERS if each != "dso"])
def test_the_log_is_not_open_to_all(cast, sign_in, who):
    """paperless-ngx (9578): every user could read the log."""
    client = sign_in(who)
    client.get(reverse("groups:person_list"))
    entries = client.get(reverse("api:entry-list")).json()["results"]
    mine = str(cast.user(who).ref)
    assert entries
    assert {entry["user"] for entry in entries} == {mine}


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
def test_no_user_means_nothing(cast, model):
    """Signalen: where no user was passed, no filter was applied."""
    assert not model.objects.visible_to(NOBODY).exists()
    assert not model.objects.writable_by(NOBODY).exists()
    assert not model.objects.all().exists()
    with speaking_as(""), transaction.atomic():
        assert not model.objects.all().exists()
    for said_to_be in ("0:0", ":", "999999:1", f"{cast.user('polis').pk}:0", "x:y"):
        # An actor that is no number is answered with a fault, and no row.
        with suppress(DataError), speaking_as(said_to_be), transaction.atomic():
            assert not model.objects.all().exists(), said_to_be


def test_an_empty_list_of_functions_is_nobody():
    """HMIS (2355): an empty scope list meant any consent. Empty means nothing."""
    rule = Owned(read=frozenset(), write=frozenset())
    assert "'{}'::text[]" in rule.sql()
    with connection.cursor() as cursor:
        cursor.execute("select '{analysis}'::text[] && '{}'::text[]")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("who", ["polis", "avhopp"])
def test_someone_who_leaves_makes_nothing_visible(fresh, who):
    """paperless-ngx (12594): when a user was removed, that user's documents became everybody's."""
    gone = fresh.user(who)
    seen = {}
    others = [name for name in INSIDERS if name not in (who, f"{who}2")]
    for name in others:
        with acting(fresh.actor(name)):
            seen[name] = [model.objects.count() for model in GUARDED]
    User.objects.using("owner").filter(pk=gone.pk).update(is_active=False)
    Posting.objects.using("owner").filter(user=gone).update(to_on=timezone.localdate())
    assert actor_for(User.objects.get(pk=gone.pk)) == NOBODY
    for name in others:
        with acting(fresh.actor(name)):
            assert [model.objects.count() for model in GUARDED] == seen[name], name


def test_the_administrator_reads_no_content(cast, sign_in):
    """OpenCTI (3133): administrators stood above every marking."""
    with acting(cast.actor("admin")) as admin:
        for model in (Person, Identity, StreetGroup, Incident, Callin, Offer, Disclosure):
            assert not model.objects.visible_to(admin).exists()
            assert not model.objects.exists()


def test_there_are_kinds_to_ask_for():
    """Or the walk over models above is empty."""
    assert len(GUARDED) > 25
