import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Entry
from callins import actions
from callins.models import Attendance, Invitation
from groups.models import StreetGroup
from tests.callins.conftest import in_days, invite_all, map_more, taken_to, the


def page_of(callin):
    return reverse("callins:callin_attendance", args=[callin.ref])


def mark(client, invitation, outcome, **headers):
    address = reverse("callins:attendance_mark", args=[invitation.ref])
    return client.post(address, {"outcome": outcome}, headers=headers)


def test_each_person_is_a_form_of_its_own_with_one_button_for_each_outcome(
    sign_in, sent, invitation
):
    page = sign_in("frivard").get(page_of(sent)).text
    row = page[page.index(f'id="invited-{invitation.ref}"') :]
    row = row[: row.index("</form>")]
    assert 'method="post"' in row
    for word in ("Infunnit sig", "Deltog", "Avvek", "Uteblev", "Uteblev, giltigt skäl"):
        assert f">{word}</button>" in row
    assert "Ångra" not in row
    assert "0 av 1 har kommit" in page


def marks_on(invitation, actor):
    return Attendance.objects.visible_to(actor).filter(invitation=invitation)


@pytest.mark.parametrize("who", ["koordinator", "polis", "frivard", "kommun", "avhopp"])
def test_whoever_sees_the_person_and_meets_people_may_tick(cast, sign_in, sent, invitation, who):
    response = mark(sign_in(who), invitation, "arrived")
    assert response.url == f"{page_of(sent)}#invited-{invitation.ref}"
    with acting(cast.actor(who)) as actor:
        made = marks_on(invitation, actor).get()
        assert (made.scope_id, made.marked_by_id) == (actor.scope, actor.user_id)
        assert (made.person_id, made.outcome) == (invitation.person_id, "arrived")
        assert Entry.objects.filter(action="attendance.marked", ref=made.ref).count() == 1


@pytest.mark.parametrize(
    ("who", "code"),
    [("polis_soder", 404), ("koordinator_soder", 404), ("styrgrupp", 404), ("admin", 404)],
)
def test_whoever_does_not_see_the_person_learns_nothing(sign_in, sent, invitation, who, code):
    assert mark(sign_in(who), invitation, "arrived").status_code == code


def test_an_outcome_that_does_not_exist_is_refused(sign_in, sent, invitation):
    assert mark(sign_in("frivard"), invitation, "nonsense").status_code == 422


@pytest.mark.parametrize("states", [[], ["rehearsed", "held", "closed"]])
def test_attendance_is_open_from_invitation_to_closing(cast, sign_in, callin, invitation, states):
    if states:
        taken_to(cast, callin, "decided", "invited")
        mark(sign_in("frivard"), invitation, "absent")
        taken_to(cast, callin, *states)
    client = sign_in("frivard")
    assert mark(client, invitation, "arrived").status_code == 409
    assert '<button type="submit" id="invited-' not in client.get(page_of(callin)).text


def test_nobody_has_come_before_the_day(cast, sign_in, sent, invitation, group):
    with acting(cast.actor("koordinator")) as actor:
        actions.change_callin(
            actor=actor,
            callin=sent,
            held_on=in_days(1),
            venue="Stadion",
            street_groups=[group("Ask")],
        )
    client = sign_in("frivard")
    assert mark(client, invitation, "took_part").status_code == 409
    assert '<button type="submit" id="invited-' not in client.get(page_of(sent)).text


def test_the_last_mark_counts_and_the_earlier_ones_stay_as_the_trail(
    cast, sign_in, sent, invitation
):
    mark(sign_in("frivard"), invitation, "arrived")
    mark(sign_in("kommun"), invitation, "took_part")
    page = " ".join(sign_in("koordinator").get(page_of(sent)).text.split())
    assert "1 av 1 har kommit" in page
    assert 'value="took_part" aria-pressed="true"' in page
    assert "Tidigare: Infunnit sig" in page
    assert "Frivården Norr" in page
    with acting(cast.actor("koordinator")) as actor:
        assert marks_on(invitation, actor).count() == 2
        assert marks_on(invitation, actor).latest().get().outcome == "took_part"


def test_undoing_is_a_further_mark(cast, sign_in, sent, invitation):
    client = sign_in("frivard")
    mark(client, invitation, "absent")
    assert ">Ångra</button>" in client.get(page_of(sent)).text
    mark(client, invitation, "undone")
    page = client.get(page_of(sent)).text
    assert 'aria-pressed="true"' not in page
    assert "Tidigare: Uteblev" in page
    with acting(cast.actor("frivard")) as actor:
        assert marks_on(invitation, actor).count() == 2


def test_without_reloading_the_row_and_the_counter_come_back(sign_in, sent, invitation):
    response = mark(sign_in("frivard"), invitation, "took_part", **{"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" not in response.text
    assert f'id="invited-{invitation.ref}"' in response.text
    assert 'hx-swap-oob="true"' in response.text
    assert "1 av 1 har kommit" in response.text
    assert "Sparad" in response.headers["HX-Trigger"].encode().decode("unicode_escape")


def test_ticking_a_closed_list_reloads_it_and_says_why(cast, sign_in, sent, invitation):
    client = sign_in("frivard")
    taken_to(cast, sent, "cancelled")
    response = mark(client, invitation, "arrived", **{"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"
    assert "kan inte registreras" in client.get(page_of(sent)).text


def test_the_list_and_its_counter_hold_only_people_the_viewer_sees(cast, sign_in, callin, group):
    """The coordinator and the probation service see four; the exit service one of them."""
    invite_all(cast, callin, map_more(cast, 3))
    with acting(cast.actor("koordinator")) as actor:
        actions.invite(
            actor=actor,
            callin=callin,
            people=[(link.person, link.street_group) for link in actions.invitable(actor, callin)],
            route="letter",
        )
    taken_to(cast, callin, "decided", "invited")
    for who, counted in (("koordinator", 4), ("frivard", 4), ("polis", 4), ("avhopp", 1)):
        page = sign_in(who).get(page_of(callin)).text
        assert f"0 av {counted} har kommit" in page
        assert page.count("<legend>") == counted
        assert ("Fågel 01" in page) == (counted == 4)
    assert "Fågel" not in sign_in("avhopp").get(callin.get_absolute_url()).text
    assert sign_in("polis_soder").get(page_of(callin)).status_code == 404


def test_two_who_tick_at_once_are_both_saved(fresh):
    """Each in a connection of their own, started together, on two people and on one."""
    invitations = _committed(fresh)
    together = threading.Barrier(4)
    codes = []

    def tick(who, invitation, outcome):
        client = Client()
        client.force_login(fresh.user(who))
        together.wait()
        codes.append(mark(client, invitation, outcome).status_code)
        connection.close()

    wanted = [
        ("frivard", invitations[0], "arrived"),
        ("koordinator", invitations[1], "took_part"),
        ("frivard", invitations[2], "arrived"),
        ("koordinator", invitations[2], "took_part"),
    ]
    threads = [threading.Thread(target=tick, args=each) for each in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302] * 4
    with acting(fresh.actor("koordinator")) as actor:
        marks = Attendance.objects.visible_to(actor).filter(invitation__in=invitations)
        assert marks.count() == 4
        last = {each.invitation_id: each.outcome for each in marks.latest()}
        assert last[invitations[0].pk] == "arrived"
        assert last[invitations[1].pk] == "took_part"
        trail = marks.filter(invitation=invitations[2]).order_by("pk")
        assert trail.count() == 2
        assert last[invitations[2].pk] == trail.last().outcome


def _committed(cast):
    people = map_more(cast, 3)
    with acting(cast.actor("koordinator")) as actor:
        callin = actions.plan_callin(
            actor=actor,
            held_on=in_days(0),
            venue="Stadion",
            street_groups=[the(cast, StreetGroup, name="Ask")],
        )
    invite_all(cast, callin, people)
    taken_to(cast, callin, "decided", "invited")
    with acting(cast.actor("koordinator")) as actor:
        return list(Invitation.objects.visible_to(actor).filter(callin=callin).order_by("pk"))


def test_the_page_costs_the_same_with_three_and_with_thirty(cast, sign_in, callin, cost):
    invite_all(cast, callin, map_more(cast, 3))
    taken_to(cast, callin, "decided", "invited")
    client = sign_in("koordinator")
    few = cost(client, page_of(callin)), cost(client, callin.get_absolute_url())
    invite_all(cast, callin, map_more(cast, 27, start=3))
    assert (cost(client, page_of(callin)), cost(client, callin.get_absolute_url())) == few


def test_marks_are_never_changed_nor_deleted(cast, sent, invitation):
    with acting(cast.actor("frivard")) as actor:
        made = actions.mark_attendance(actor=actor, invitation=invitation, outcome="arrived")
        for change in (lambda: made.delete(), lambda: made.save()):
            with pytest.raises(Exception, match="permission denied"), acting(actor):
                change()
