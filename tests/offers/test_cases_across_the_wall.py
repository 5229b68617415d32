"""What of a case is frozen, and when a decision opens the row as well."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agencies.actions import Decision, alike, disclose, withdraw
from agencies.actors import acting
from agencies.grounds import Ages
from agencies.models import Disclosure
from offers.actions import add_measure, close_case, end_measure
from offers.actions.disclosing import (
    PARTS,
    ages_of_cases,
    decisions_about,
    give_cases,
    items_of_cases,
    own_cases,
)
from offers.models import Case, CaseAssessment, CaseGrant, Goal, Need, Provider


def given(cast, case: Case, to: str, parts: list[str], **values) -> Disclosure:
    with acting(cast.actor("avhopp")) as avhopp:
        receivers = [cast.receiver(to)]
        made = disclose(
            actor=avhopp,
            decision=Decision(
                items=items_of_cases([case], parts),
                receivers=receivers,
                purpose="Samarbete",
                need="Planeras ihop.",
                ends_on=timezone.localdate() + timedelta(days=30),
                parts=parts,
                assessed=alike(avhopp, parts, cast.ground(), "Ingen lider men."),
                ages=Ages(30, 31),
                ring="exit",
                **values,
            ),
        )
        give_cases(made, [case], receivers)
        return made


@pytest.fixture
def full(cast, case, today) -> Case:
    """A case with a provider, a cost and free text, none of which may ever cross."""
    with acting(cast.actor("avhopp")) as avhopp:
        part = {"scope_id": avhopp.scope, "case": case}
        me = cast.user("avhopp")
        provider = Provider.objects.create(scope_id=avhopp.scope, name="Hemliga huset")
        Goal.objects.create(
            **part, area="housing", text="Bo på Hemliga gatan", starts_on=today, review_on=today
        )
        Need.objects.create(**part, area="debts", text="Hemlig skuld", seen_on=today)
        Need.objects.create(**part, area="health", seen_on=today, met_on=today)
        for level in ("latent", "acute"):
            CaseAssessment.objects.create(
                **part,
                kind="threat",
                level=level,
                assessed_on=today,
                summary="Hemligt",
                threat_from="Hemlig person",
                recorded_by=me,
            )
        measure = add_measure(actor=avhopp, case=case, kind="housing", starts_on=today)
        measure.provider = provider
        measure.decision_reference = "Hemlig 1"
        measure.save()
    return case


def test_a_copy_holds_kinds_days_and_levels_alone(cast, full, today):
    with acting(cast.actor("avhopp")):
        (item,) = items_of_cases([full], list(PARTS))
    day = today.isoformat()
    assert item.frozen == {
        "called": "Sidensvans",
        "opened_on": day,
        "statuses": {"police": "none", "social": "none"},
        "plan": {
            "goals": [{"area": "housing", "outcome": "", "review_on": day}],
            "measures": [{"kind": "housing", "starts_on": day, "ends_on": ""}],
        },
        "needs": ["debts"],
        "threat": {"level": "acute", "assessed_on": day},
    }
    assert "Hemlig" not in str(item.frozen)


def test_only_the_chosen_parts_are_frozen(cast, full):
    with acting(cast.actor("avhopp")):
        (item,) = items_of_cases([full], ["case"])
    assert set(item.frozen) == {"called", "opened_on"}


def test_only_open_cases_of_ones_own_can_be_given(cast, full, today):
    with acting(cast.actor("avhopp")) as avhopp:
        assert own_cases(avhopp) == [full]
        assert own_cases(avhopp, [uuid4()]) == []
        (measure,) = full.measures.all()
        end_measure(actor=avhopp, measure=measure, ends_on=today)
        full.goals.update(ended_on=today, outcome="reached")
        close_case(
            actor=avhopp,
            case=full,
            ending="completed",
            closed_on=today,
            next_on=today + timedelta(days=30),
        )
        assert own_cases(avhopp) == []
    for name in ("kommun", "polis", "frivard"):
        with acting(cast.actor(name)) as other:
            assert own_cases(other) == []


def test_unknown_age_may_be_a_childs(cast, full):
    with acting(cast.actor("avhopp")):
        assert ages_of_cases([full])[full.ref].may_be_child


def test_a_given_case_is_read_until_the_day_or_until_it_is_taken_back(cast, full):
    made = given(cast, full, "kommun", ["case"])
    with acting(cast.actor("kommun")) as kommun:
        assert list(Case.objects.visible_to(kommun)) == [full]
        assert not Goal.objects.exists()
    with acting(cast.actor("avhopp")) as avhopp:
        (grant,) = CaseGrant.objects.all()
        assert grant.expires_at == made.ends_at
        assert decisions_about(avhopp, full) == [made]
        withdraw(actor=avhopp, disclosure=made, reason="Ändrat sig.")
    with acting(cast.actor("kommun")) as kommun:
        assert not Case.objects.visible_to(kommun).exists()
        assert not Case.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"form": "oral", "said_on": timezone.localdate()},
        {"form": "paper", "said_on": timezone.localdate()},
        {"question": "takeover"},
    ],
)
def test_what_is_said_or_asked_opens_no_row(cast, full, values):
    given(cast, full, "kommun", ["case"], **values)
    with acting(cast.actor("avhopp")):
        assert not CaseGrant.objects.exists()
    with acting(cast.actor("kommun")) as kommun:
        assert not Case.objects.visible_to(kommun).exists()


@pytest.mark.parametrize("name", ["frivard", "polis"])
def test_law_enforcement_reads_by_a_decision_that_names_it_and_by_no_other(cast, full, name):
    given(cast, full, "kommun", ["case"])
    with acting(cast.actor(name)) as other:
        assert not Case.objects.visible_to(other).exists()
    given(cast, full, name, ["case"])
    with acting(cast.actor(name)) as other:
        assert list(Case.objects.visible_to(other)) == [full]
