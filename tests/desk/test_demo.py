"""The demo stands on published totals (domain.md 3.4), and each account sees its own side of it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db.models import Sum

from agencies.actors import acting
from agencies.models import Disclosure, Partnership, User
from callins.models import Attendance, Callin, Notification
from groups.models import Incident, Person, PersonTie, StreetGroup
from gvi.briefings.models import Issue, Release
from gvi.core import pdf
from gvi.desk.demo.tenants import ACCOUNTS, PASSWORD, actor, system
from offers.models import Case, DirectContact, FollowUp, Measure, Offer, OfferAnswer

pytestmark = pytest.mark.xdist_group("browser")  # one demo serves both

MODELS = (Person, PersonTie, StreetGroup, Incident, Callin, Attendance, Notification, Offer)
EXIT_MODELS = (Case, OfferAnswer, Measure)


@pytest.mark.parametrize(
    ("year", "shootings"), [(2016, 59), (2017, 65), (2018, 47), (2019, 34), (2020, 20)]
)
def test_shootings_sum_to_the_published_years(demo, year, shootings):
    with acting(actor("polis@malmo.example")) as polis:
        rows = Incident.objects.visible_to(polis).filter(kind="shooting", occurred_on__year=year)
        assert rows.count() == shootings


@pytest.mark.parametrize(
    ("year", "dead", "injured"), [(2016, 7, 31), (2017, 7, 35), (2018, 12, 14)]
)
def test_dead_and_injured_sum_to_the_published_years(demo, year, dead, injured):
    with acting(actor("polis@malmo.example")) as polis:
        rows = Incident.objects.visible_to(polis).filter(kind="shooting", occurred_on__year=year)
        assert rows.aggregate(dead=Sum("dead"), injured=Sum("injured")) == {
            "dead": dead,
            "injured": injured,
        }


@pytest.mark.parametrize(
    ("day", "shootings", "dead"),
    [("2019-11-11", 24, 5), ("2019-11-24", 26, 5), ("2019-11-30", 27, 6), ("2019-12-31", 34, 6)],
)
def test_2019_runs_as_it_was_told(demo, day, shootings, dead):
    with acting(actor("polis@malmo.example")) as polis:
        rows = Incident.objects.visible_to(polis).filter(
            kind="shooting", occurred_on__gte="2019-01-01", occurred_on__lte=day
        )
        assert (rows.count(), rows.aggregate(n=Sum("dead"))["n"]) == (shootings, dead)


def test_call_ins_and_talks_are_as_published(demo):
    with acting(actor("koordinator@malmo.example")) as koordinator:
        marks = Attendance.objects.visible_to(koordinator).filter(outcome="took_part")
        assert marks.values("person").distinct().count() == 25
        third = Callin.objects.visible_to(koordinator).get(number=3)
        of_third = Attendance.objects.visible_to(koordinator).filter(invitation__callin=third)
        assert of_third.count() == 12
        assert of_third.exclude(outcome="absent").count() == 9
        assert of_third.filter(outcome="took_part").count() == 8
        talks = Notification.objects.visible_to(koordinator).completed()
        assert (talks.count(), talks.values("person").distinct().count()) == (49, 44)


def test_about_thirty_accepted_help_and_only_a_rounded_release_tells(demo):
    with acting(actor("avhopp@malmo.example")) as avhopp:
        yes = OfferAnswer.objects.visible_to(avhopp).filter(
            answer="yes", answered_on__lte="2019-11-30"
        )
        passed_the_team = yes.count()
    with acting(actor("kommun@malmo.example")) as kommun:
        counted = DirectContact.objects.visible_to(kommun).filter(month__lte="2019-11-01")
        direct = counted.aggregate(n=Sum("accepted"))["n"]
    assert passed_the_team + direct == 30
    with acting(actor("styrgrupp@malmo.example")) as styrgrupp:
        release = Release.objects.visible_to(styrgrupp).get(month="2019-10-01")
    assert release.values["accepted"] == 30


@pytest.mark.skipif(not pdf.is_available(), reason="Needs Pango: the issue stays due without it.")
def test_the_briefing_of_2019_w47_says_what_was_published(demo):
    with acting(actor("styrgrupp@malmo.example")) as styrgrupp:
        issue = Issue.objects.visible_to(styrgrupp).get(monday="2019-11-18", audience="steering")
    text = str(issue.content)
    for said in ("'Avlidna vid skjutningar'", "'Genomförda call-in'", "per 2019-10-31"):
        assert said.strip("'") in text
    rows = {row["label"]: row["values"] for row in _rows(issue.content)}
    assert rows["Avlidna vid skjutningar"][1] == 5
    assert rows["Avlidna vid skjutningar"][3] == 12
    assert rows["Genomförda call-in"][2] == 3
    assert rows["Personer som deltog i en call-in"][2] == 25
    assert rows["Personer som tog emot hjälp"] == [30]
    assert bytes(issue.pdf).startswith(b"%PDF")


def _rows(content: object) -> list[dict]:
    """Every labelled row of figures, wherever it stands."""
    if isinstance(content, dict):
        here = [content] if {"label", "values"} <= set(content) else []
        return here + [row for each in content.values() for row in _rows(each)]
    if isinstance(content, list):
        return [row for each in content for row in _rows(each)]
    return []


def test_no_name_stands_in_any_briefing(demo):
    with acting(system("polis-malmo")) as polis:
        names = list(Person.objects.visible_to(polis).values_list("code_name", flat=True))
    with acting(actor("koordinator@malmo.example")) as koordinator:
        issues = [str(issue.content) for issue in Issue.objects.visible_to(koordinator)]
    assert len(names) > 60
    assert [name for name in names for text in issues if f" {name} " in text] == []


def test_nobody_but_the_exit_side_sees_what_came_of_an_offer(demo):
    """But for the social worker whom one person lets know how it goes."""
    at_work = {"konsultationsteamet", "avhopp-jarfalla"}
    for account in ACCOUNTS:
        with acting(actor(account.email)) as acts:
            rows = [model.objects.visible_to(acts) for model in EXIT_MODELS]
            own = sum(each.filter(scope_id=acts.scope).count() for each in rows)
            given = sum(each.exclude(scope_id=acts.scope).count() for each in rows)
        assert bool(own) == (account.agency in at_work and "exit" in account.functions)
        assert given == (1 if account.email == "kommun@malmo.example" else 0)


def test_what_an_exit_service_asked_waits_for_those_alone_who_are_asked(demo):
    asked = {
        "polisavhopp@malmo.example": ["threat", "threat"],
        "avhopp@upplands-bro.example": ["takeover"],
        "avhopp2@upplands-bro.example": ["takeover"],
    }
    for account in ACCOUNTS:
        with acting(actor(account.email)) as acts:
            rows = Disclosure.objects.visible_to(acts).received_by(acts)
            came = rows.filter(question__in=["threat", "takeover"])
            assert list(came.values_list("question", flat=True)) == asked.get(account.email, [])


def test_every_account_can_sign_in_and_has_something_to_do(demo, client):
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(PASSWORD)
        client.force_login(user)
        assert client.get("/").status_code == 200


def test_running_the_demo_again_changes_nothing(demo):
    def counts() -> list[int]:
        with acting(system("polis-malmo")) as police:
            rows = [model.objects.visible_to(police).count() for model in MODELS]
        with acting(actor("avhopp@malmo.example")) as avhopp:
            rows += [model.objects.visible_to(avhopp).count() for model in (*EXIT_MODELS, FollowUp)]
        return [*rows, User.objects.count(), Partnership.objects.count()]

    before = counts()
    call_command("demo", verbosity=0)
    assert counts() == before


def test_every_partnership_is_marked_as_practice(demo):
    assert set(Partnership.objects.values_list("slug", "is_practice")) == {
        (slug, True) for slug in ("malmo", "jarfalla", "orebro", "norrkoping", "nationell")
    }
