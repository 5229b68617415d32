from datetime import time

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Entry
from callins import actions
from callins.models import Callin, TargetedGroup
from gvi.core.refusals import Refused
from tests.callins.conftest import in_days

NEW = "callins:callin_new"


def typed(group, **values):
    return {
        "held_on": in_days(10).isoformat(),
        "starts_at": "18:00",
        "venue": "Stadion",
        "street_groups": [str(group("Ask").ref)],
    } | values


def test_the_coordinator_plans_a_call_in(cast, sign_in, group):
    response = sign_in("koordinator").post(reverse(NEW), typed(group))
    with acting(cast.actor("koordinator")) as actor:
        callin = Callin.objects.visible_to(actor).get()
        assert response.url == callin.get_absolute_url()
        assert (callin.held_on, callin.starts_at, callin.venue) == (
            in_days(10),
            time(18),
            "Stadion",
        )
        assert callin.number == 1
        assert [each.street_group for each in callin.targets.all()] == [group("Ask")]
        assert Entry.objects.filter(action="callin.planned", ref=callin.ref).count() == 1


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "avhopp", "styrgrupp", "admin"])
def test_nobody_but_the_coordinator_plans_a_call_in(sign_in, group, who):
    client = sign_in(who)
    assert client.get(reverse(NEW)).status_code == 403
    assert client.post(reverse(NEW), typed(group)).status_code == 403


def test_the_form_says_before_saving_who_will_read_it(sign_in):
    assert "Sparas för:" in sign_in("koordinator").get(reverse(NEW)).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("held_on", "2018-10-01", "Dagen för call-in måste ligga framåt i tiden."),
        ("held_on", "2068-10-01", "Dagen för call-in kan ligga högst två år framåt i tiden."),
        ("venue", "", "Fyll i ”Lokal”."),
        ("street_groups", [], "Välj ett svar på ”Grupper som ska nås”."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(sign_in, group, field, value, sentence):
    response = sign_in("koordinator").post(reverse(NEW), typed(group, **{field: value}))
    assert response.status_code == 422
    assert sentence in response.text
    kept = "18:00" if field != "starts_at" else "Stadion"
    assert kept in response.text


def test_a_second_press_on_save_makes_no_second_call_in(cast, sign_in, group):
    client = sign_in("koordinator")
    client.post(reverse(NEW), typed(group))
    again = client.post(reverse(NEW), typed(group))
    assert again.status_code == 422
    assert "redan planerat en call-in" in again.text
    with acting(cast.actor("koordinator")) as actor:
        assert Callin.objects.visible_to(actor).count() == 1


def test_another_partnership_s_group_cannot_be_chosen(cast, sign_in, group):
    response = sign_in("koordinator").post(
        reverse(NEW), typed(group, street_groups=[str(group("Söderalm").ref)])
    )
    assert response.status_code == 422
    with acting(cast.actor("koordinator")) as actor, pytest.raises(Refused):
        actions.plan_callin(
            actor=actor, held_on=in_days(1), venue="Stadion", street_groups=[group("Söderalm")]
        )


def test_the_next_call_in_gets_the_next_number(cast, callin, group):
    with acting(cast.actor("koordinator")) as actor:
        second = actions.plan_callin(
            actor=actor, held_on=in_days(30), venue="Stadion", street_groups=[group("Bok")]
        )
    assert (callin.number, second.number) == (1, 2)


def test_a_planned_call_in_can_be_moved_to_another_day_and_group(cast, sign_in, callin, group):
    page = reverse("callins:callin_change", args=[callin.ref])
    client = sign_in("koordinator")
    assert "Stadion" in client.get(page).text
    response = client.post(
        page, typed(group, venue="Folkets hus", street_groups=[str(group("Bok").ref)])
    )
    assert response.url == callin.get_absolute_url()
    with acting(cast.actor("koordinator")) as actor:
        row = Callin.objects.visible_to(actor).get()
        targets = TargetedGroup.objects.visible_to(actor)
        assert (row.venue, row.held_on) == ("Folkets hus", in_days(10))
        assert [each.street_group for each in targets] == [group("Bok")]
        assert Entry.objects.filter(action="callin.changed", ref=row.ref).count() == 1


@pytest.mark.parametrize("days", [-1, 800])
def test_a_call_in_is_neither_planned_nor_moved_to_a_day_that_cannot_be(cast, callin, group, days):
    about = {"held_on": in_days(days), "venue": "Stadion", "street_groups": [group("Ask")]}
    with acting(cast.actor("koordinator")) as actor:
        with pytest.raises(Refused) as planned:
            actions.plan_callin(actor=actor, **about)
        with pytest.raises(Refused) as moved:
            actions.change_callin(actor=actor, callin=callin, **about)
    assert (planned.value.field, moved.value.field) == ("held_on", "held_on")


def test_a_group_that_someone_is_invited_from_stays(cast, sign_in, invitation, callin, group):
    page = reverse("callins:callin_change", args=[callin.ref])
    response = sign_in("koordinator").post(
        page, typed(group, street_groups=[str(group("Bok").ref)])
    )
    assert response.status_code == 422
    assert "Återkalla deras kallelser först" in response.text


def test_what_another_coordinator_planned_is_not_changed(cast, callin, group):
    """Not even by the same function, in another participation."""
    with acting(cast.actor("koordinator_soder")) as actor, pytest.raises(PermissionDenied):
        actions.change_callin(
            actor=actor, callin=callin, held_on=in_days(1), venue="X", street_groups=[]
        )


def test_a_call_in_that_was_held_is_not_moved(cast, sent, group):
    with acting(cast.actor("koordinator")) as actor:
        for state in ("rehearsed", "held"):
            actions.advance_callin(actor=actor, callin=sent, state=state)
        with pytest.raises(actions.NotInThisState):
            actions.change_callin(
                actor=actor,
                callin=sent,
                held_on=in_days(1),
                venue="X",
                street_groups=[group("Ask")],
            )
