"""What the briefing tests start from: North in the autumn of 2019, and hands to fill it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from agencies.actors import acting, system_actor
from agencies.models import Participation
from callins.models import Attendance, Callin, Invitation, Notification
from groups import actions as groups_actions
from groups.models import Incident, Person, StreetGroup
from gvi.briefings import issuing
from gvi.briefings.models import Issue
from gvi.core import pdf
from gvi.core.week import Week
from tests.cast import Cast


@pytest.fixture(autouse=True)
def quick_pdf(request, monkeypatch) -> None:
    """A PDF takes a second; tests that do not ask for `real_pdf` get the page it is made of."""
    if "real_pdf" not in request.fixturenames:
        monkeypatch.setattr(pdf, "render", lambda html, *, title: f"{title}\n{html}".encode())


@pytest.fixture
def real_pdf() -> None:
    """This test looks at the file itself."""


@pytest.fixture
def week() -> Week:
    return Week.from_iso("2019-W47")


@pytest.fixture
def norr(cast: Cast) -> Participation:
    """Who issues for North, which issues when nobody acts."""
    return issuer("norr")


def issuer(slug: str) -> Participation:
    participation = issuing.coordinating().get(partnership__slug=slug)
    participation.partnership.issues_without_approval = True
    return participation


@pytest.fixture
def issue(norr: Participation, week: Week) -> Callable[..., Issue]:
    """`issue("public")` makes what is due of the week and gives the one for that audience."""

    def issued(audience: str = "steering", of: Week = week) -> Issue:
        issuing.make_due(norr, of)
        issuing.issue_week(norr, of)
        with acting(system_actor(norr)) as actor:
            rows = Issue.objects.visible_to(actor).filter(monday=of.monday, audience=audience)
            return rows.latest("version")

    return issued


def violence(cast: Cast, day: date, kind: str = "shooting", **values) -> Incident:
    """A confirmed incident of the police's; `group` and `link` tell whom it is linked to."""
    confirmation = values.pop("confirmation", "confirmed")
    group, link = values.pop("group", None), values.pop("link", "none")
    with acting(cast.actor(values.pop("who", "polis"))) as polis:
        incident = groups_actions.record_incident(actor=polis, kind=kind, occurred_on=day, **values)
        return groups_actions.review_incident(
            actor=polis,
            incident=incident,
            confirmation=confirmation,
            street_group=StreetGroup.objects.filter(name=group).first(),
            link=link,
        )


def held_callin(cast: Cast, number: int, day: date, marks: dict[str, list[str]]) -> Callin:
    """A call-in that took place, and each invited person's marks in the order they were made."""
    with acting(cast.actor("koordinator")) as koordinator:
        callin = Callin.objects.create(
            scope_id=koordinator.scope, number=number, held_on=day, venue="Stadion", state="held"
        )
        for code_name, outcomes in marks.items():
            person = Person.objects.get(code_name=code_name)
            about = {
                "scope_id": koordinator.scope,
                "person": person,
                "person_scope_id": person.scope_id,
            }
            invitation = Invitation.objects.create(callin=callin, route="letter", **about)
            for outcome in outcomes:
                Attendance.objects.create(
                    invitation=invitation,
                    outcome=outcome,
                    marked_by_id=koordinator.user_id,
                    **about,
                )
    return callin


def talk(cast: Cast, code_name: str, day: date, outcome: str = "completed") -> Notification:
    with acting(cast.actor("koordinator")) as koordinator:
        person = Person.objects.get(code_name=code_name)
        return Notification.objects.create(
            scope_id=koordinator.scope,
            person=person,
            person_scope_id=person.scope_id,
            reason="prevention",
            planned_on=day,
            done_on=day,
            outcome=outcome,
        )


def at(day: date, hour: int = 12) -> datetime:
    """A moment of a day by the clock on the wall."""
    moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
    return timezone.make_aware(moment)
