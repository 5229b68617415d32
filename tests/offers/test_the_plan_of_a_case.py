import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions
from offers.models import Cost, Goal, Measure, Provider
from offers.plans import plan_of
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_the_lists_of_support import asked


@pytest.fixture
def goal(cast, case, today) -> Goal:
    with acting(cast.actor("avhopp")) as actor:
        return actions.add_goal(
            actor=actor,
            case=case,
            area="occupation",
            text="Ett jobb han vågar gå till",
            starts_on=today - timedelta(days=40),
            review_on=today + timedelta(days=20),
        )


@pytest.fixture
def hem(cast) -> Provider:
    with acting(cast.actor("avhopp")) as actor:
        return actions.add_provider(actor=actor, name="Trygga Vägen AB")


@pytest.fixture
def measure(cast, case, goal, hem, today) -> Measure:
    with acting(cast.actor("avhopp")) as actor:
        return actions.add_measure(
            actor=actor,
            case=case,
            kind="occupation",
            starts_on=today,
            goal=goal,
            provider=hem,
            decision_reference="SN 2026-14",
        )


def page_of(row, name) -> str:
    return reverse(f"offers:{name}", args=[row.ref])


def plan(client, case) -> str:
    return text_of(client.get(page_of(case, "case_plan")))


def cost(cast, measure, kronor, day, **values) -> Cost:
    with acting(cast.actor("avhopp")) as actor:
        return actions.add_cost(
            actor=actor, measure=measure, kronor=kronor, from_on=day, to_on=day, **values
        )


def test_an_empty_plan_says_so(sign_in, case):
    page = plan(sign_in("avhopp"), case)
    assert "Inget mål är satt." in page
    assert "Ingen insats är fristående." in page


def test_a_goal_is_set_reviewed_changed_and_ended(cast, sign_in, case, today):
    client = sign_in("avhopp")
    later = (today + timedelta(days=30)).isoformat()
    form = {"area": "debts", "text": "Skuldfri", "starts_on": today.isoformat()}
    assert client.post(page_of(case, "case_goal"), form | {"review_on": later}).status_code == 302
    assert "Skuldfri" in plan(client, case)
    with acting(cast.actor("avhopp")) as actor:
        goal = Goal.objects.visible_to(actor).get(text="Skuldfri")
    soon = (today + timedelta(days=10)).isoformat()
    client.post(page_of(goal, "goal_review"), {"review_on": soon})
    assert soon in plan(client, case)
    client.post(page_of(goal, "goal_change"), form | {"text": "Helt skuldfri", "review_on": later})
    assert "Helt skuldfri" in plan(client, case)
    empty = client.post(page_of(goal, "goal_end"), {"ended_on": today.isoformat()})
    assert empty.status_code == 422
    client.post(page_of(goal, "goal_end"), {"ended_on": today.isoformat(), "outcome": "partly"})
    page = plan(client, case)
    assert page.index("Avslutade mål") < page.index("Helt skuldfri")
    assert "Delvis uppnått" in page
    again = client.post(page_of(goal, "goal_review"), {"review_on": soon})
    assert again.status_code == 422
    assert f"Målet avslutades {today}." in again.content.decode()


def test_who_saves_second_sees_both_texts(cast, sign_in, case, goal, today):
    client = sign_in("avhopp")
    url = page_of(goal, "goal_change")
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(url).content.decode())[1]
    later = today + timedelta(days=30)
    with acting(cast.actor("avhopp2")) as actor:
        actions.change_goal(
            actor=actor, goal=goal, area="occupation", text="Först ett jobb",
            starts_on=goal.starts_on, review_on=later,
        )  # fmt: skip
    form = {"area": "debts", "text": "Först skulderna", "starts_on": today.isoformat()}
    answer = client.post(url, form | {"review_on": later.isoformat(), "seen": seen})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Först ett jobb" in page
    assert "Först skulderna" in page
    assert "Först ett jobb" in plan(client, case)


def test_a_review_that_has_passed_is_said_in_words(cast, sign_in, case, goal, today):
    with acting(cast.actor("avhopp")) as actor:
        rows = Goal.objects.writable_by(actor).filter(pk=goal.pk)
        rows.update(review_on=today - timedelta(days=3))
    page = plan(sign_in("avhopp"), case)
    assert "1 mål skulle redan ha omprövats." in page
    assert "Förfallen 3 dagar" in page


def test_a_goal_is_not_reviewed_before_it_begins(cast, case, today):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused, match="tidigast"):
        actions.add_goal(
            actor=actor, case=case, area="debts", text="Skuldfri", starts_on=today,
            review_on=today - timedelta(days=1),
        )  # fmt: skip


def test_a_measure_stands_under_its_goal_with_provider_and_decision(sign_in, case, goal, hem):
    client = sign_in("avhopp")
    url = f"{page_of(case, 'measure_new')}?mal={goal.ref}"
    page = client.get(url).content.decode()
    assert f'value="{goal.ref}" selected' in page
    form = {
        "kind": "occupation",
        "goal": goal.ref,
        "provider": hem.ref,
        "decision_reference": "SN 2026-14",
        "starts_on": goal.starts_on.isoformat(),
    }
    assert client.post(url, form).url == page_of(case, "case_plan")
    page = plan(client, case)
    assert page.index("Ett jobb han vågar gå till") < page.index("SN 2026-14")
    assert page.index("SN 2026-14") < page.index("Fristående insatser")
    assert "Trygga Vägen AB" in page


def test_where_somebody_lives_has_no_place_in_a_measure(sign_in, case):
    for name in ("address", "note", "text", "place"):
        with pytest.raises(FieldDoesNotExist):
            Measure._meta.get_field(name)
    page = text_of(sign_in("avhopp").get(page_of(case, "measure_new")))
    assert "Skriv aldrig var personen bor. Adressen finns bara i er egen journal." in page
    assert "<textarea" not in page


@pytest.mark.parametrize(
    ("why", "sentence"),
    [("stop", "ska den här utföraren inte anlitas"), ("unused", "anlitas inte längre")],
)
def test_a_provider_that_is_stopped_or_out_of_use_cannot_be_chosen(
    cast, sign_in, case, hem, today, why, sentence
):
    with acting(cast.actor("avhopp")) as actor:
        if why == "stop":
            actions.check_provider(
                actor=actor, provider=hem, checked_on=today, outcome="stop", note="Brister"
            )
        else:
            actions.change_provider(
                actor=actor, provider=hem, name=hem.name, organisation_number="", permit="",
                is_in_use=False,
            )  # fmt: skip
    client = sign_in("avhopp")
    url = page_of(case, "measure_new")
    assert str(hem.ref) not in client.get(url).content.decode()
    form = {"kind": "housing", "provider": hem.ref, "starts_on": today.isoformat()}
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_provider_stopped_later_is_said_and_the_measure_can_still_be_changed(
    cast, sign_in, case, measure, hem, today
):
    with acting(cast.actor("avhopp")) as actor:
        actions.check_provider(
            actor=actor, provider=hem, checked_on=today, outcome="stop", note="Brister"
        )
    client = sign_in("avhopp")
    assert "Trygga Vägen AB – stoppad efter kontroll" in plan(client, case)
    assert "En kontroll har stoppat utföraren." in text_of(
        client.get(page_of(measure, "measure_detail"))
    )
    form = {
        "kind": "care",
        "provider": hem.ref,
        "starts_on": today.isoformat(),
        "decision_reference": "SN 2026-15",
    }
    url = page_of(measure, "measure_change")
    assert str(hem.ref) in client.get(url).content.decode()
    assert client.post(url, form).url == page_of(measure, "measure_detail")
    with acting(cast.actor("avhopp")) as actor:
        changed = Measure.objects.visible_to(actor).get(pk=measure.pk)
    assert (changed.kind, changed.goal_id, changed.decision_reference) == (
        "care",
        None,
        "SN 2026-15",
    )


def test_a_goal_of_another_case_is_not_taken(cast, case, goal, today):
    with acting(cast.actor("avhopp")) as actor:
        other = actions.open_case(actor=actor, called="Ärla", responsible=cast.user("avhopp"))
        with pytest.raises(Refused, match="det här ärendets plan"):
            actions.add_measure(actor=actor, case=other, kind="care", starts_on=today, goal=goal)


def test_a_goal_asked_for_in_the_address_is_one_of_the_case(cast, sign_in, case, goal):
    with acting(cast.actor("avhopp")) as actor:
        other = actions.open_case(actor=actor, called="Ärla", responsible=cast.user("avhopp"))
    client = sign_in("avhopp")
    for ref in (goal.ref, uuid4(), "skräp"):
        assert client.get(f"{page_of(other, 'measure_new')}?mal={ref}").status_code == 404


def test_costs_are_summed_by_measure_and_by_case(cast, sign_in, case, measure, today):
    with acting(cast.actor("avhopp")) as actor:
        other = actions.add_measure(actor=actor, case=case, kind="care", starts_on=today)
    cost(cast, measure, 12_000, today)
    cost(cast, measure, 500, today, reference="F 77")
    cost(cast, other, 30, today)
    client = sign_in("avhopp")
    detail = text_of(client.get(page_of(measure, "measure_detail")))
    assert "12 500 kronor" in detail
    assert "F 77" in detail
    assert "12 530 kronor" in plan(client, case)
    with acting(cast.actor("avhopp")) as actor:
        assert plan_of(actor, case).kronor == 12_530


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kronor": "0"}, "1"),
        ({"kronor": ""}, "Kronor utan moms"),
        ({"to_on": "2001-01-01"}, "Perioden slutar innan den börjar."),
        ({"from_on": ""}, "Period från"),
    ],
)
def test_a_cost_that_cannot_be_right_is_refused(sign_in, measure, today, values, sentence):
    form = {"kronor": "100", "from_on": today.isoformat(), "to_on": today.isoformat()}
    answer = sign_in("avhopp").post(page_of(measure, "measure_cost"), form | values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_cost_is_corrected_or_removed(cast, sign_in, measure, today):
    row = cost(cast, measure, 100, today)
    client = sign_in("avhopp")
    form = {"kronor": "250", "from_on": today.isoformat(), "to_on": today.isoformat()}
    back = page_of(measure, "measure_detail")
    assert client.post(page_of(row, "cost_change"), form).url == back
    assert "250 kronor" in text_of(client.get(back))
    remove = page_of(row, "cost_remove")
    assert remove in client.get(page_of(row, "cost_change")).content.decode()
    assert client.get(remove).status_code == 200
    assert "250 kronor" in text_of(client.get(back))
    assert client.post(remove, {"once": str(uuid4())}).url == back
    assert "Ingen kostnad är inskriven." in text_of(client.get(back))


def test_an_invoice_may_come_after_the_case_has_closed(cast, sign_in, case, goal, measure, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.end_measure(actor=actor, measure=measure, ends_on=today)
        actions.end_goal(actor=actor, goal=goal, outcome="reached", ended_on=today)
        actions.close_case(
            actor=actor, case=case, ending="completed", closed_on=today, next_on=today
        )
        with pytest.raises(Refused):
            actions.add_goal(
                actor=actor, case=case, area="debts", text="Nej", starts_on=today, review_on=today
            )
    cost(cast, measure, 700, today)
    page = plan(sign_in("avhopp"), case)
    assert "700 kronor" in page
    assert "Nytt mål" not in page


PARTS = ("measure_detail", "measure_change", "measure_end", "measure_cost")
GOALS = ("goal_change", "goal_review", "goal_end")


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator", "styrgrupp", "admin"])
def test_a_plan_was_never_there_for_anyone_else(cast, sign_in, case, goal, measure, today, who):
    row = cost(cast, measure, 100, today)
    client = sign_in(who)
    pages = [page_of(case, name) for name in ("case_plan", "case_goal", "measure_new")]
    pages += [page_of(measure, name) for name in PARTS]
    pages += [page_of(goal, name) for name in GOALS]
    pages += [page_of(row, name) for name in ("cost_change", "cost_remove")]
    for page in pages:
        assert client.get(page).status_code in (403, 404)
    assert client.get(f"/api/v1/cases/{case.ref}/plan/").status_code == 404
    with acting(cast.actor(who)):
        assert not any(model.objects.exists() for model in (Goal, Measure, Cost, Provider))


def test_the_plan_costs_the_same_with_more_in_it(cast, sign_in, case, goal, measure, hem, today):
    client = sign_in("avhopp")
    pages = [page_of(case, "case_plan"), page_of(measure, "measure_detail")]
    pages.append(f"/api/v1/cases/{case.ref}/plan/")
    counts = []
    for _round in range(2):
        with acting(cast.actor("avhopp")) as actor:
            for _each in range(5):
                aim = actions.add_goal(
                    actor=actor, case=case, area="debts", text="Skuldfri", starts_on=today,
                    review_on=today,
                )  # fmt: skip
                for under in (aim, None):
                    each = actions.add_measure(
                        actor=actor, case=case, kind="debt", starts_on=today, goal=under,
                        provider=hem,
                    )  # fmt: skip
                    for row in (each, measure):
                        actions.add_cost(
                            actor=actor, measure=row, kronor=5, from_on=today, to_on=today
                        )
        client.get(pages[0])
        counts.append([asked(client, page) for page in pages])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 26


def test_it_is_recorded_what_was_done(cast, sign_in, case, goal, measure, today, entries):
    row = cost(cast, measure, 100, today)
    client = sign_in("avhopp")
    client.get(page_of(case, "case_plan"))
    client.get(page_of(measure, "measure_detail"))
    client.post(page_of(row, "cost_remove"), {"once": str(uuid4())})
    kinds = ("goal.", "measure.", "cost.", "provider.")
    did = [each for each in entries("avhopp") if each.startswith(kinds)]
    assert did[-8:] == [
        "goal.added",
        "provider.added",
        "measure.added",
        "cost.added",
        "goal.listed",
        "measure.listed",
        "measure.read",
        "cost.removed",
    ]
