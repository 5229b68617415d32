import pytest
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Entry
from callins import actions
from callins.models import Callin
from gvi.core.refusals import Refused
from tests.callins.conftest import in_days, taken_to

ORDER = ["decided", "invited", "rehearsed", "held", "after", "closed"]


def step(client, callin, state):
    return client.post(reverse("callins:callin_advance", args=[callin.ref]), {"state": state})


def test_a_call_in_goes_through_every_state_and_each_step_is_recorded(
    cast, sign_in, callin, invitation
):
    client = sign_in("koordinator")
    for state in ORDER[:-1]:
        assert step(client, callin, state).status_code == 302
    with acting(cast.actor("frivard")) as actor:
        actions.mark_attendance(actor=actor, invitation=invitation, outcome="took_part")
    assert step(client, callin, "closed").status_code == 302
    with acting(cast.actor("koordinator")) as actor:
        assert Callin.objects.visible_to(actor).get().state == "closed"
        wanted = {f"callin.{state}" for state in ORDER}
        assert Entry.objects.filter(action__in=wanted, ref=callin.ref).count() == len(ORDER)


@pytest.mark.parametrize("state", ["invited", "rehearsed", "held", "closed", "planned", "nonsense"])
def test_no_step_is_skipped(sign_in, callin, state):
    response = step(sign_in("koordinator"), callin, state)
    assert response.status_code == 409
    assert "Läget är nu: Planeras" in response.text


def test_invitations_are_not_sent_to_nobody(cast, callin):
    with pytest.raises(Refused):
        taken_to(cast, callin, "decided", "invited")


def test_a_call_in_has_not_been_held_before_its_day(cast, sent, group):
    with acting(cast.actor("koordinator")) as actor:
        actions.change_callin(
            actor=actor,
            callin=sent,
            held_on=in_days(1),
            venue="Stadion",
            street_groups=[group("Ask")],
        )
    with pytest.raises(Refused):
        taken_to(cast, sent, "rehearsed", "held")


@pytest.mark.parametrize("marks", [[], ["arrived", "undone"]])
def test_closing_needs_an_outcome_for_everyone_invited(cast, sent, invitation, marks):
    taken_to(cast, sent, "rehearsed", "held")
    with acting(cast.actor("frivard")) as actor:
        for outcome in marks:
            actions.mark_attendance(actor=actor, invitation=invitation, outcome=outcome)
    with pytest.raises(Refused, match="Närvaro saknas"):
        taken_to(cast, sent, "closed")


def test_a_call_in_can_be_called_off_until_it_is_held(cast, sent):
    assert taken_to(cast, sent, "cancelled").state == "cancelled"
    with pytest.raises(actions.NotInThisState):
        taken_to(cast, sent, "rehearsed")


def test_a_call_in_that_was_called_off_is_planned_again_from_the_start(cast, sent):
    assert taken_to(cast, sent, "cancelled", "planned", "decided").state == "decided"


@pytest.mark.parametrize(
    ("who", "code"), [("polis", 403), ("frivard", 403), ("avhopp", 403), ("koordinator_soder", 404)]
)
def test_only_the_planner_moves_a_call_in(sign_in, callin, who, code):
    assert step(sign_in(who), callin, "decided").status_code == code


def test_only_the_planner_is_shown_the_steps(sign_in, callin):
    assert "Registrera beslutet" in sign_in("koordinator").get(callin.get_absolute_url()).text
    assert "Registrera beslutet" not in sign_in("polis").get(callin.get_absolute_url()).text
