import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Entry
from callins import actions
from callins.models import Invitation
from gvi.core.refusals import Refused
from tests.callins.conftest import in_days, map_more, taken_to


def page_of(callin):
    return reverse("callins:callin_invite", args=[callin.ref])


def test_the_planner_is_offered_mapped_people_of_the_targeted_groups_whom_it_sees(sign_in, callin):
    page = sign_in("koordinator").get(page_of(callin)).text
    assert "Kråka" in page
    assert "Skata" not in page  # another group
    assert "Uggla" not in page  # never disclosed to the coordinator


def test_being_offered_is_a_listing_in_the_ledger(cast, sign_in, callin, person):
    sign_in("koordinator").get(page_of(callin))
    with acting(cast.actor("koordinator")) as actor:
        mine = Entry.objects.filter(user_id=actor.user_id)
        entry = mine.get(action="person.listed", context="invite")
        assert str(person("Kråka").ref) in entry.refs
        assert not mine.filter(action="person.proposed").exists()


def test_those_chosen_are_invited_by_their_group_and_route(cast, sign_in, callin, group, person):
    chosen = {f"group-{group('Ask').ref}": [str(person("Kråka").ref)], "route": "supervision"}
    client = sign_in("koordinator")
    assert client.post(page_of(callin), chosen).status_code == 302
    with acting(cast.actor("koordinator")) as actor:
        made = Invitation.objects.visible_to(actor).get()
        assert (made.person, made.street_group, made.route) == (
            person("Kråka"),
            group("Ask"),
            "supervision",
        )
        assert Entry.objects.filter(action="invitation.made", ref=made.ref).count() == 1
    again = client.post(page_of(callin), chosen)
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("route", "names", "sentence"),
    [
        ("letter", [], "Välj minst en person."),
        ("", ["Kråka"], "Välj ett svar på ”Hur personerna kallas”."),
    ],
)
def test_what_is_missing_is_said(sign_in, callin, group, person, route, names, sentence):
    chosen = {f"group-{group('Ask').ref}": [str(person(name).ref) for name in names]}
    response = sign_in("koordinator").post(page_of(callin), chosen | {"route": route})
    assert response.status_code == 422
    assert sentence in response.text


@pytest.mark.parametrize("name", ["Skata", "Uggla", "Tärna"])
def test_nobody_outside_the_proposal_can_be_invited(cast, sign_in, callin, group, person, name):
    chosen = {f"group-{group('Ask').ref}": [str(person(name).ref)], "route": "letter"}
    assert sign_in("koordinator").post(page_of(callin), chosen).status_code == 422
    with acting(cast.actor("koordinator")) as actor, pytest.raises(actions.NotProposed):
        actions.invite(
            actor=actor, callin=callin, people=[(person(name), group("Ask"))], route="letter"
        )


@pytest.mark.parametrize(
    ("who", "code"), [("polis", 403), ("frivard", 403), ("avhopp", 403), ("koordinator_soder", 404)]
)
def test_only_the_planner_invites(sign_in, callin, who, code):
    assert sign_in(who).get(page_of(callin)).status_code == code


def test_an_invitation_is_read_by_those_who_see_the_person(cast, callin, invitation):
    for who, seen in (("polis", 1), ("frivard", 1), ("avhopp", 1), ("polis_soder", 0)):
        with acting(cast.actor(who)) as actor:
            assert Invitation.objects.visible_to(actor).count() == seen
            assert Invitation.objects.count() == seen


def test_an_invitation_is_withdrawn_without_a_word_on_why(cast, sign_in, invitation):
    address = reverse("callins:invitation_withdraw", args=[invitation.ref])
    assert sign_in("koordinator").post(address).status_code == 302
    with acting(cast.actor("koordinator")) as actor:
        assert not Invitation.objects.visible_to(actor).exists()
        entry = Entry.objects.get(action="invitation.withdrawn")
        assert (entry.ref, entry.context) == (invitation.ref, "")


def test_an_invitation_with_attendance_stays(cast, sent, invitation):
    with acting(cast.actor("frivard")) as actor:
        actions.mark_attendance(actor=actor, invitation=invitation, outcome="arrived")
    with acting(cast.actor("koordinator")) as actor, pytest.raises(Refused):
        actions.withdraw_invitation(actor=actor, invitation=invitation)


@pytest.mark.parametrize("name", ["invitation_serve", "invitation_withdraw"])
@pytest.mark.parametrize(("who", "code"), [("frivard", 403), ("koordinator_soder", 404)])
def test_only_the_planner_handles_an_invitation(sign_in, invitation, name, who, code):
    address = reverse(f"callins:{name}", args=[invitation.ref])
    assert sign_in(who).post(address).status_code == code


def test_that_it_was_received_is_recorded(cast, sign_in, invitation):
    sign_in("koordinator").post(reverse("callins:invitation_serve", args=[invitation.ref]))
    with acting(cast.actor("koordinator")) as actor:
        assert Invitation.objects.visible_to(actor).get().served_on == in_days(0)
        assert Entry.objects.filter(action="invitation.served").count() == 1
        with pytest.raises(Refused):
            actions.serve_invitation(actor=actor, invitation=invitation, served_on=in_days(1))


def test_nobody_is_invited_to_a_call_in_that_was_held(cast, sent, group, person):
    taken_to(cast, sent, "rehearsed", "held")
    with acting(cast.actor("koordinator")) as actor, pytest.raises(actions.NotInThisState):
        actions.invite(
            actor=actor, callin=sent, people=[(person("Kråka"), group("Ask"))], route="letter"
        )


def test_another_agency_s_list_is_not_added_to(cast, callin, group, person):
    with acting(cast.actor("frivard")) as actor, pytest.raises(PermissionDenied):
        actions.invite(
            actor=actor, callin=callin, people=[(person("Kråka"), group("Ask"))], route="letter"
        )


def test_the_page_costs_the_same_with_three_and_with_thirty(cast, sign_in, callin, cost):
    map_more(cast, 3)
    few = cost(sign_in("koordinator"), page_of(callin))
    map_more(cast, 27, start=3)
    assert cost(sign_in("koordinator"), page_of(callin)) == few
