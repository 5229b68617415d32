"""What each agency counts, and what it leaves out."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies import founding
from agencies.actors import acting, system_actor
from agencies.models import Participation, User
from agencies.scoping import Function
from callins.models import Attendance, Invitation
from groups import actions as groups_actions
from groups.models import GroupTie, Incident, StreetGroup
from gvi.briefings.figures import (
    Compared,
    Dispute,
    Linked,
    Period,
    Reached,
    method,
    violence,
    years_of,
)
from gvi.core.week import Week
from tests.briefings.conftest import held_callin, talk
from tests.briefings.conftest import violence as shot
from tests.cast import START

NONE = Compared(0, 0, 0, 0)


@pytest.fixture
def counted(cast, week):
    """The police's figures of the week."""

    def count(of=week):
        with acting(system_actor(cast.participation("polis"))) as actor:
            return violence(actor, of)

    return count


@pytest.fixture
def reached(norr, week):
    """The coordinator's figures of the week."""

    def count(of=week):
        with acting(system_actor(norr)) as actor:
            return method(actor, of)

    return count


@pytest.mark.parametrize(
    ("iso", "year", "year_before"),
    [
        ("2019-W47", Period(date(2019, 1, 1), date(2019, 11, 24)), date(2018, 11, 24)),
        ("2020-W01", Period(date(2020, 1, 1), date(2020, 1, 5)), date(2019, 1, 5)),
        ("2032-W09", Period(date(2032, 1, 1), date(2032, 2, 29)), date(2031, 2, 28)),
    ],
)
def test_a_week_is_set_beside_the_same_days_of_the_year_before(iso, year, year_before):
    periods = years_of(Week.from_iso(iso))
    assert periods["year"] == year
    assert periods["year_before"] == Period(date(year_before.year, 1, 1), year_before)
    assert periods["whole_year_before"].last == date(year_before.year, 12, 31)


def test_shootings_are_counted_for_the_week_and_the_years(cast, counted):
    for day in (
        date(2019, 11, 17),
        date(2019, 11, 18),
        date(2019, 11, 24),
        date(2019, 11, 25),
        date(2018, 11, 24),
        date(2018, 11, 25),
        date(2017, 12, 31),
    ):
        shot(cast, day, dead=1, injured=2)
    figures = counted()
    assert figures.shootings == Compared(week=2, year=3, year_before=1, whole_year_before=2)
    assert figures.dead == Compared(2, 3, 1, 2)
    assert figures.injured == Compared(4, 6, 2, 4)
    assert figures.detonations == NONE


def test_only_what_is_confirmed_counts(cast, counted):
    shot(cast, date(2019, 11, 20), confirmation="unconfirmed")
    shot(cast, date(2019, 11, 20), confirmation="dismissed")
    shot(cast, date(2019, 11, 20), kind="attempted_explosion")
    shot(cast, date(2019, 11, 20), kind="detonation", dead=1)
    figures = counted()
    assert figures.shootings == figures.dead == NONE
    assert figures.detonations == Compared(1, 1, 0, 0)
    assert figures.unreviewed == 1


def test_the_police_count_their_own_rows_alone(cast, counted):
    shot(cast, date(2019, 11, 20), who="koordinator")
    assert counted().shootings == NONE


def test_a_sealed_row_leaves_no_trace(cast, counted):
    incident = shot(cast, date(2019, 11, 20), group="Ask", link="confirmed")
    with acting(cast.actor("polis")):
        Incident.objects.filter(pk=incident.pk).update(sealed=True)
    figures = counted()
    assert figures.shootings == figures.linked == NONE
    assert figures.groups == ()


def test_a_group_is_named_when_the_link_is_at_least_probable(cast, counted):
    shot(cast, date(2019, 11, 20), group="Ask", link="probable")
    shot(cast, date(2019, 2, 1), group="Ask", link="confirmed", kind="detonation")
    shot(cast, date(2019, 11, 20), group="Bok", link="possible")
    figures = counted()
    assert figures.linked == Compared(1, 1, 0, 0)
    assert figures.groups == (Linked("Ask", week=1, year=2),)


def test_a_sealed_group_is_not_named(cast, counted):
    shot(cast, date(2019, 11, 20), group="Ask", link="confirmed")
    with acting(cast.actor("koordinator")):
        StreetGroup.objects.filter(name="Ask").update(sealed=True)
    assert counted().groups == ()


def test_twelve_months_end_with_the_week_and_not_after_it(cast, counted):
    for day in (date(2018, 11, 30), date(2018, 12, 1), date(2019, 11, 24), date(2019, 11, 25)):
        shot(cast, day)
    months = counted().months
    assert [month.month for month in (months[0], months[-1])] == ["2018-12", "2019-11"]
    assert [month.shootings for month in months] == [1, *[0] * 10, 1]


def test_someone_took_part_when_the_last_mark_says_so(cast, reached):
    held_callin(cast, 91, date(2019, 4, 15), {"Kråka": ["took_part"], "Skata": ["took_part"]})
    held_callin(
        cast,
        92,
        date(2019, 11, 19),
        {"Kråka": ["absent", "arrived", "took_part"], "Skata": ["took_part", "left"]},
    )
    figures = reached()
    assert figures.callins == Reached(week=1, year=2, start=2)
    assert figures.took_part == Reached(week=1, year=2, start=2)
    assert [held.number for held in figures.held] == [91, 92]


def test_a_person_is_counted_once_however_often_they_came(cast, reached):
    for number, day in ((91, date(2018, 10, 15)), (92, date(2019, 4, 15))):
        held_callin(cast, number, day, {"Kråka": ["took_part"]})
    assert reached().took_part == Reached(week=0, year=1, start=1)


def test_a_mark_taken_back_does_not_count(cast, reached):
    held_callin(cast, 91, date(2019, 11, 19), {"Kråka": ["took_part", "undone"]})
    assert reached().took_part == Reached(0, 0, 0)


def test_what_comes_after_the_week_is_not_counted(cast, reached):
    held_callin(cast, 91, date(2019, 11, 25), {"Kråka": ["took_part"]})
    talk(cast, "Kråka", date(2019, 11, 25))
    figures = reached()
    assert figures.callins == figures.took_part == figures.talks == Reached(0, 0, 0)


def test_talks_and_the_people_in_them_are_two_figures(cast, reached):
    talk(cast, "Kråka", date(2019, 11, 20))
    talk(cast, "Kråka", date(2019, 5, 20))
    talk(cast, "Skata", date(2018, 5, 20))
    talk(cast, "Skata", date(2019, 11, 20), outcome="not_found")
    figures = reached()
    assert figures.talks == Reached(week=1, year=2, start=3)
    assert figures.talked_to == Reached(week=1, year=1, start=2)


def test_conflicts_are_those_open_on_the_sunday(cast, reached):
    assert reached().disputes == (Dispute(("Ask", "Bok"), "2018-01-01"),)
    with acting(cast.actor("koordinator")) as koordinator:
        tie = GroupTie.objects.get(kind="conflict")
        groups_actions.end_group_tie(actor=koordinator, tie=tie, until=date(2019, 11, 23))
    assert reached().conflicts == 0


def test_a_conflict_told_by_two_agencies_is_one(cast, reached):
    with acting(cast.actor("polis")) as polis:
        ask, bok = (StreetGroup.objects.get(name=name) for name in ("Ask", "Bok"))
        groups_actions.tie_groups(
            actor=polis, group_a=bok, group_b=ask, kind="conflict", since=date(2019, 1, 1)
        )
    assert reached().conflicts == 1


def test_how_many_groups_were_active_long_ago_is_not_known(reached, week):
    assert reached().groups is None


def test_counting_costs_the_same_for_few_and_many(cast, counted, reached):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            counted()
            reached()
        return len(queries)

    shot(cast, date(2019, 11, 20), group="Ask", link="confirmed")
    few = cost()
    for day in range(1, 13):
        shot(cast, date(2019, 11, day), group="Bok", link="confirmed")
        talk(cast, "Kråka", date(2019, 10, day))
    assert cost() == few


def test_marks_of_other_agencies_count_once_the_system_is_posted_to_see_them(fresh):
    """The coordinator's figures are of the rows its system user is posted to see."""
    day = date(2019, 11, 19)
    callin = held_callin(fresh, 91, day, {"Kråka": []})
    with acting(fresh.actor("frivard")) as frivard:
        invitation = Invitation.objects.visible_to(frivard).get(callin=callin)
        Attendance.objects.create(
            scope_id=frivard.scope,
            invitation=invitation,
            person_id=invitation.person_id,
            person_scope_id=invitation.person_scope_id,
            outcome="took_part",
            marked_by_id=frivard.user_id,
        )
    coordinating = fresh.participation("koordinator")
    before = system_actor(coordinating)
    founding.post(
        User.objects.using("owner").get(pk=before.user_id),
        Participation.objects.using("owner").get(pk=coordinating.pk),
        [Function.COORDINATION],
        approved_by=founding.founder(),
        from_on=START,
    )
    with acting(system_actor(coordinating)) as actor:
        assert method(actor, Week.of(day)).took_part.week == 1
