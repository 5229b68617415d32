"""Exit figures leave once a month, rounded, and never change."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from agencies.actors import acting, system_actor
from agencies.models import Entry
from groups.models import Person
from gvi.briefings.models import Release
from gvi.briefings.releasing import (
    MonthNotOver,
    accepted_help,
    end_of_month,
    measures_by_kind,
    release_month,
    rounded,
    store_release,
)
from offers.models import Case, DirectContact, Intake, Measure, Offer, OfferAnswer
from tests.briefings.conftest import at

OCTOBER = date(2019, 10, 1)
LAST = date(2019, 10, 31)


@pytest.fixture
def exit_system(cast):
    """The exit service's own system actor, within its transaction."""
    with acting(system_actor(cast.participation("avhopp"))) as actor:
        yield actor


def answered(cast, code_name: str, answer: str, day: date = LAST) -> None:
    with acting(cast.actor("avhopp")) as avhopp:
        person = Person.objects.get(code_name=code_name)
        offer = Offer.objects.create(
            scope_id=avhopp.scope,
            person=person,
            person_scope_id=person.scope_id,
            occasion="elsewhere",
            is_joint=False,
            made_on=day,
            made_by_id=avhopp.user_id,
        )
        OfferAnswer.objects.create(
            scope_id=avhopp.scope,
            offer=offer,
            answer=answer,
            channel="phone",
            answered_on=day,
            offer_again_on=None if answer == "yes" else day + timedelta(days=90),
            recorded_by_id=avhopp.user_id,
        )


def intake(cast, source: str, number: str, day: date = LAST) -> Intake:
    with acting(cast.actor("avhopp")) as avhopp:
        return Intake.objects.create(
            scope_id=avhopp.scope,
            number=number,
            source=source,
            first_contact_at=at(day),
            responsible_id=avhopp.user_id,
        )


def case(cast, number: str, day: date = LAST, **values) -> Case:
    code_name = values.pop("code_name", None)
    with acting(cast.actor("avhopp")) as avhopp:
        return Case.objects.create(
            scope_id=avhopp.scope,
            number=number,
            person=Person.objects.filter(code_name=code_name).first(),
            opened_on=day,
            responsible_id=avhopp.user_id,
            **values,
        )


@given(st.integers(min_value=0, max_value=10_000))
def test_a_figure_is_told_to_the_nearest_five_and_never_under_five(count):
    told = rounded(count)
    if count < 5:
        assert told is None
    else:
        assert told is not None
        assert told % 5 == 0
        assert abs(told - count) <= 2


@pytest.mark.parametrize(("day", "last"), [(date(2020, 2, 10), 29), (date(2019, 12, 1), 31)])
def test_a_month_ends_on_its_last_day(day, last):
    assert end_of_month(day) == day.replace(day=last)


def test_help_accepted_is_counted_once_for_each_person(cast):
    answered(cast, "Kråka", "yes")
    answered(cast, "Kråka", "yes")
    answered(cast, "Skata", "waiting")
    case(cast, "A-1", code_name="Kråka")
    with acting(cast.actor("avhopp")) as avhopp:
        assert accepted_help(avhopp, LAST) == 1


def test_help_accepted_without_an_offer_counts_too(cast):
    intake(cast, "phone", "I-1")
    intake(cast, "self", "I-2")
    intake(cast, "relative", "I-3")
    by_offer = intake(cast, "offer", "I-4")
    by_social_services = intake(cast, "social_services", "I-5")
    case(cast, "A-1", intake=by_offer)
    case(cast, "A-2", intake=by_social_services)
    with acting(cast.actor("avhopp")) as avhopp:
        assert accepted_help(avhopp, LAST) == 2 + 1


def test_what_caseworkers_counted_by_the_month_counts_too(cast):
    with acting(cast.actor("kommun")) as kommun:
        DirectContact.objects.create(scope_id=kommun.scope, month=OCTOBER, count=9, accepted=3)
        assert accepted_help(kommun, LAST) == 3


def test_what_comes_after_the_month_waits_for_the_next(cast):
    later = LAST + timedelta(days=1)
    answered(cast, "Kråka", "yes", day=later)
    intake(cast, "phone", "I-1", day=later)
    case(cast, "A-1", day=later)
    with acting(cast.actor("avhopp")) as avhopp:
        assert accepted_help(avhopp, LAST) == 0


def test_measures_are_counted_as_cases_by_kind(cast):
    row = case(cast, "A-1")
    with acting(cast.actor("avhopp")) as avhopp:
        for kind, day in (("talks", LAST), ("talks", LAST), ("move", LAST + timedelta(days=1))):
            Measure.objects.create(scope_id=avhopp.scope, case=row, kind=kind, starts_on=day)
        assert measures_by_kind(avhopp, LAST) == {"talks": 1}


def test_a_release_holds_rounded_figures_and_no_sum(exit_system):
    release = store_release(
        actor=exit_system,
        month=OCTOBER,
        accepted=28,
        measures={"talks": 22, "move": 4, "income": 13},
        released_on=date(2019, 11, 4),
    )
    assert release.values["accepted"] == 30
    assert release.values["measures"]["talks"] == 20
    assert release.values["measures"]["income"] == 15
    assert release.values["measures"]["move"] is release.values["measures"]["care"] is None
    assert set(release.values) == {"accepted", "measures", "rounded_to"}


def test_a_month_is_released_once(exit_system):
    first = release_month(actor=exit_system, month=OCTOBER)
    again = store_release(
        actor=exit_system, month=OCTOBER, accepted=99, measures={}, released_on=LAST
    )
    assert again == first
    assert Entry.objects.filter(action="release.made", ref=first.ref).count() == 1


def test_a_release_cannot_be_changed_or_taken_away(exit_system):
    release = release_month(actor=exit_system, month=OCTOBER)
    for forbid in (
        lambda: Release.objects.filter(pk=release.pk).update(month=date(2019, 9, 1)),
        lambda: Release.objects.filter(pk=release.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            forbid()


def test_a_month_that_is_not_over_is_not_released(exit_system):
    with pytest.raises(MonthNotOver):
        release_month(actor=exit_system, month=OCTOBER, today=LAST)


@pytest.mark.parametrize("who", ["avhopp", "kommun", "koordinator"])
def test_nobody_releases_figures_by_hand(cast, who):
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        release_month(actor=actor, month=OCTOBER)
