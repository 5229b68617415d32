"""Whatever happens in whichever order, the wall, the ORM and plain Python tell the same."""

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.wall import mutants
from tests.wall.machine import WallMachine

QUIET = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": True,
    "report_multiple_bugs": False,
}


def test_whatever_happens_the_three_oracles_agree(fresh):
    """A few stories, the same ones in every run."""
    few = settings(max_examples=6, stateful_step_count=12, derandomize=True, **QUIET)
    run_state_machine_as_test(WallMachine, settings=few)


@pytest.mark.prove
def test_whatever_happens_for_long(fresh):
    """Many long stories, new ones each time; a failure is told in its shortest form."""
    many = settings(max_examples=150, stateful_step_count=40, phases=list(Phase), **QUIET)
    run_state_machine_as_test(WallMachine, settings=many)


@pytest.mark.prove
@pytest.mark.parametrize(
    "mutant",
    [
        mutants.FunctionMutant("functions", "p.to_on >= day"),
        mutants.FunctionMutant("functions", "u.is_active"),
        mutants.FunctionMutant("delivered", "d.ends_at > now()"),
        mutants.PolicyMutant("offers_offer", "(NOT sealed)"),
        mutants.PolicyMutant("offers_followup", "(case_id IS NULL)"),
    ],
    ids=lambda mutant: mutant.name,
)
def test_a_story_notices_when_a_condition_is_missing(fresh, mutant):
    with connections["owner"].cursor() as cursor:
        mutant.apply(cursor)
    some = settings(max_examples=40, stateful_step_count=25, phases=[Phase.generate], **QUIET)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(WallMachine, settings=some)
