import re

import pytest
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Entry
from callins import actions
from callins.models import Callin
from groups.models import StreetGroup
from tests.callins.conftest import in_days

LIST = reverse("callins:callin_list")


def test_the_partnership_reads_the_list_and_nobody_else(sign_in, callin):
    for who in ("koordinator", "polis", "frivard", "kommun", "avhopp"):
        page = sign_in(who).get(LIST)
        assert callin.get_absolute_url() in page.text
    for who in ("polis_soder", "koordinator_soder"):
        page = sign_in(who).get(LIST)
        assert callin.get_absolute_url() not in page.text
        assert "Ingen call-in är planerad." in page.text
        assert sign_in(who).get(callin.get_absolute_url()).status_code == 404


def test_what_lies_ahead_stands_before_what_is_past(cast, sign_in, group):
    with acting(cast.actor("koordinator")) as actor:
        for number, days in enumerate((2, 3, 60), 1):
            made = actions.plan_callin(
                actor=actor,
                held_on=in_days(days),
                venue=f"Lokal {number}",
                street_groups=[group("Ask")],
            )
        actions.advance_callin(actor=actor, callin=made, state="cancelled")
        Callin.objects.writable_by(actor).filter(number=1).update(held_on=in_days(-400))
    page = sign_in("polis").get(LIST).text
    places = [page.index(f"Lokal {number}") for number in (2, 3, 1)]
    assert places == sorted(places)
    assert page.index("Tidigare") > places[0]


def test_a_sealed_call_in_is_the_owner_s_alone(cast, sign_in, callin):
    with acting(cast.actor("koordinator")) as actor:
        Callin.objects.writable_by(actor).update(sealed=True)
    assert sign_in("polis").get(callin.get_absolute_url()).status_code == 404
    assert sign_in("koordinator").get(callin.get_absolute_url()).status_code == 200


def test_the_page_says_who_sees_it_and_names_staff_to_their_own_agency_alone(cast, sign_in, callin):
    for name, other in (("koordinator", "frivard"), ("frivard", "koordinator")):
        said = sign_in(name).get(callin.get_absolute_url()).text.split('id="who-sees"')[1]
        assert "Frivården Norr" in said
        assert cast.user(name).name in said
        assert cast.user(other).name not in said


def test_reading_is_recorded(cast, sign_in, callin, invitation):
    client = sign_in("polis")
    client.get(LIST)
    client.get(callin.get_absolute_url())
    with acting(cast.actor("polis")):
        listed = Entry.objects.get(action="callin.listed")
        assert listed.refs == [str(callin.ref)]
        assert Entry.objects.get(action="callin.read").ref == callin.ref
        assert Entry.objects.get(action="invitation.listed").refs == [str(invitation.ref)]


@pytest.mark.parametrize("page", ["callin_detail", "callin_attendance", "callin_invite"])
def test_no_title_and_no_address_names_a_person_or_a_group(sign_in, callin, invitation, page):
    address = reverse(f"callins:{page}", args=[callin.ref])
    title = re.search(r"<title>(.*?)</title>", sign_in("koordinator").get(address).text, re.S)
    for name in ("Kråka", "Ask"):
        assert name not in title[1]
        assert name not in address


def test_a_group_the_viewer_may_not_see_is_not_named(cast, sign_in, callin, group):
    ask = group("Ask")
    with acting(cast.actor("koordinator")) as actor:
        StreetGroup.objects.writable_by(actor).filter(name="Ask").update(sealed=True)
    page = sign_in("polis").get(callin.get_absolute_url()).text
    assert "Ask" not in page.split("<main")[1].split('id="who-sees"')[0]
    assert str(ask.ref) not in page


def test_the_list_costs_the_same_with_three_and_with_thirty(cast, sign_in, group, cost):
    def plan(first, last):
        with acting(cast.actor("koordinator")) as actor:
            for days in range(first, last):
                actions.plan_callin(
                    actor=actor,
                    held_on=in_days(days),
                    venue="Stadion",
                    street_groups=[group("Ask")],
                )

    plan(0, 3)
    client = sign_in("polis")
    few = cost(client, LIST)
    plan(3, 20)
    assert cost(client, LIST) == few
