"""Groups in open conflict: never blocked in silence, never let through in silence."""

import pytest
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Entry
from callins import actions
from callins.models import Callin, ConflictPlan
from groups import actions as groups_actions
from groups.models import GroupTie
from tests.callins.conftest import PLAN, in_days, the

NEW = "callins:callin_new"
WARNING = "Varning: grupper i öppen konflikt"


def both(group, **values):
    return {
        "held_on": in_days(10).isoformat(),
        "venue": "Stadion",
        "street_groups": [str(group("Ask").ref), str(group("Bok").ref)],
    } | values


def the_tie(cast):
    return the(cast, GroupTie, kind="conflict")


def saved(cast):
    with acting(cast.actor("koordinator")) as actor:
        return Callin.objects.visible_to(actor).count()


def test_the_first_submission_warns_and_saves_nothing(cast, sign_in, group):
    response = sign_in("koordinator").post(reverse(NEW), both(group))
    page = response.text
    assert WARNING in page
    assert "Fel:" not in page
    assert saved(cast) == 0
    section = page[page.index('id="conflicts"') : page.index("</section>")]
    assert "autofocus" in section
    assert group("Ask").get_absolute_url() in section
    assert "konflikt sedan 2018-01-01" in section
    assert f'name="warned" value="{the_tie(cast).ref}"' in page


@pytest.mark.parametrize("missing", ["reason", "arrival_and_seating"])
def test_the_second_needs_a_reason_and_an_arrival_and_seating_plan(cast, sign_in, group, missing):
    given = both(group, warned=str(the_tie(cast).ref), **PLAN) | {missing: " "}
    response = sign_in("koordinator").post(reverse(NEW), given)
    assert response.status_code == 422
    assert response.text.count("Fyll i ”") == 2  # in the summary and beside the field
    kept = next(text for name, text in PLAN.items() if name != missing)
    assert kept in response.text
    assert saved(cast) == 0


def test_with_both_it_is_saved_and_in_the_ledger(cast, sign_in, group):
    given = both(group, warned=str(the_tie(cast).ref), **PLAN)
    response = sign_in("koordinator").post(reverse(NEW), given)
    assert response.status_code == 302
    with acting(cast.actor("koordinator")) as actor:
        plan = ConflictPlan.objects.visible_to(actor).get()
        assert {plan.group_a, plan.group_b} == {group("Ask"), group("Bok")}
        assert (plan.reason, plan.arrival_and_seating) == tuple(PLAN.values())
        assert plan.decided_by == cast.user("koordinator")
        entries = Entry.objects.filter(action="callin.conflict_planned", ref=plan.callin.ref)
        assert entries.count() == 1


def test_a_plan_for_a_conflict_the_page_did_not_show_is_not_taken(cast, sign_in, group):
    response = sign_in("koordinator").post(reverse(NEW), both(group, **PLAN))
    assert WARNING in response.text
    assert PLAN["reason"] in response.text
    assert saved(cast) == 0


def test_leaving_one_of_the_groups_out_needs_no_plan(cast, sign_in, group):
    given = both(group, warned=str(the_tie(cast).ref), street_groups=[str(group("Ask").ref)])
    assert sign_in("koordinator").post(reverse(NEW), given).status_code == 302
    with acting(cast.actor("koordinator")) as actor:
        assert not ConflictPlan.objects.visible_to(actor).exists()


def test_groups_that_are_not_in_conflict_give_no_warning(cast, sign_in, group):
    with acting(cast.actor("koordinator")) as actor:
        tie = the_tie(cast)
        groups_actions.end_group_tie(actor=actor, tie=tie, until=in_days(-1))
        groups_actions.tie_groups(
            actor=actor,
            group_a=tie.group_a,
            group_b=tie.group_b,
            kind="alliance",
            since=in_days(-1),
        )
    assert sign_in("koordinator").post(reverse(NEW), both(group)).status_code == 302


def test_a_conflict_that_ends_before_the_day_is_open_today_and_warned_of(cast, sign_in, group):
    with acting(cast.actor("koordinator")) as actor:
        groups_actions.end_group_tie(actor=actor, tie=the_tie(cast), until=in_days(2))
    assert WARNING in sign_in("koordinator").post(reverse(NEW), both(group)).text


def test_a_conflict_the_planner_may_not_see_leaves_no_trace(cast, sign_in, group):
    """The police's own sealed tie warns nobody outside the police."""
    tie = the_tie(cast)
    with acting(cast.actor("koordinator")) as actor:
        groups_actions.end_group_tie(actor=actor, tie=tie, until=in_days(-1))
    with acting(cast.actor("polis")) as actor:
        hidden = groups_actions.tie_groups(
            actor=actor,
            group_a=tie.group_a,
            group_b=tie.group_b,
            kind="conflict",
            since=in_days(-1),
        )
        GroupTie.objects.writable_by(actor).filter(pk=hidden.pk).update(sealed=True)
    client = sign_in("koordinator")
    response = client.post(reverse(NEW), both(group), follow=True)
    assert response.status_code == 200
    assert WARNING not in response.text
    assert str(hidden.ref) not in response.text
    assert "Behöver en plan" not in response.text
    assert saved(cast) == 1


def test_the_action_itself_refuses_without_a_plan(cast, group):
    with acting(cast.actor("koordinator")) as actor:
        with pytest.raises(actions.ConflictNeedsPlan, match="Ask – Bok"):
            actions.plan_callin(
                actor=actor,
                held_on=in_days(3),
                venue="Stadion",
                street_groups=[group("Ask"), group("Bok")],
            )
        assert not Callin.objects.visible_to(actor).exists()


@pytest.fixture
def together(cast, group):
    """Both groups in one call-in, planned for."""
    with acting(cast.actor("koordinator")) as actor:
        return actions.plan_callin(
            actor=actor,
            held_on=in_days(0),
            venue="Stadion",
            street_groups=[group("Ask"), group("Bok")],
            **PLAN,
        )


def test_a_conflict_once_planned_for_is_not_asked_about_again(
    cast, sign_in, together, group, person
):
    page = reverse("callins:callin_invite", args=[together.ref])
    chosen = {
        f"group-{group('Ask').ref}": [str(person("Kråka").ref)],
        f"group-{group('Bok').ref}": [str(person("Skata").ref)],
        "route": "letter",
    }
    assert sign_in("koordinator").post(page, chosen).status_code == 302


def test_a_conflict_that_opens_later_is_warned_of_when_people_are_invited(
    cast, sign_in, together, group, person
):
    with acting(cast.actor("koordinator")) as actor:
        ConflictPlan.objects.writable_by(actor).delete()
    client, page = sign_in("koordinator"), reverse("callins:callin_invite", args=[together.ref])
    chosen = {f"group-{group('Ask').ref}": [str(person("Kråka").ref)], "route": "letter"}
    assert WARNING in client.post(page, chosen).text
    tie = str(the_tie(cast).ref)
    assert client.post(page, chosen | {"warned": tie}).status_code == 422
    assert client.post(page, chosen | {"warned": tie} | PLAN).status_code == 302
    with acting(cast.actor("koordinator")) as actor:
        assert ConflictPlan.objects.visible_to(actor).count() == 1


def test_invitations_are_not_sent_past_a_conflict_that_opened_later(cast, sign_in, together):
    with acting(cast.actor("koordinator")) as actor:
        ConflictPlan.objects.writable_by(actor).delete()
    client = sign_in("koordinator")
    assert "Behöver en plan" in client.get(together.get_absolute_url()).text
    step = reverse("callins:callin_advance", args=[together.ref])
    response = client.post(step, {"state": "decided"})
    assert response.status_code == 409
    assert "Grupper i öppen konflikt: Ask – Bok" in response.text


def test_the_plan_is_read_by_the_planner_s_agency_alone(sign_in, together):
    assert PLAN["reason"] in sign_in("koordinator").get(together.get_absolute_url()).text
    for who in ("polis", "frivard", "avhopp"):
        page = sign_in(who).get(together.get_absolute_url()).text
        assert PLAN["reason"] not in page
        assert "Behöver en plan" not in page
