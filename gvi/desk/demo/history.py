"""Malmö 2016-2020: invented people and days on the published totals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from agencies.actors import acting
from agencies.models import LegalGround, Receiver
from agencies.scoping import Actor
from callins.models import Attendance, Callin, Invitation, Notification, TargetedGroup
from groups import actions as map_actions
from groups.models import Affiliation, GroupTie, Incident, Person, StreetGroup
from gvi.briefings.releasing import store_release
from gvi.desk.demo import figures
from gvi.desk.demo.tenants import actor, system
from offers.models import Case, DirectContact, Intake, Measure, Offer, OfferAnswer

HERE = timezone.get_default_timezone()
SOURCE = "Publicerade årssummor, dagar påhittade"
RECEIVERS = (
    ("malmo-kommunstyrelse", "coordination"),
    ("konsultationsteamet", "exit"),
    ("kriminalvarden-malmo", "casework"),
    ("malmo-socialnamnd", "casework"),
)


def write() -> None:
    """Everything that is over: the map, incidents, call-ins, talks, offers and help."""
    with acting(actor("koordinator@malmo.example")) as koordinator:
        groups = street_groups(koordinator)
    with acting(actor("polis2@malmo.example")) as second:
        people = proposed(second)
    with acting(actor("polis@malmo.example")) as polis:
        mapped(polis, people, groups)
        incidents(polis, groups)
    with acting(actor("koordinator@malmo.example")) as koordinator:
        callins(koordinator, people, groups)
        talks(koordinator, people, groups)
    with acting(actor("avhopp@malmo.example")) as avhopp:
        help_accepted(avhopp, people)
    with acting(actor("kommun@malmo.example")) as kommun:
        direct_contacts(kommun)
    with acting(system("konsultationsteamet")) as exit_side:
        store_release(
            actor=exit_side,
            month=figures.RELEASED_MONTH,
            accepted=figures.ACCEPTED,
            measures=figures.KINDS,
            released_on=figures.RELEASED_ON,
            source=figures.RELEASE_SOURCE,
        )


def spread(count: int, first: date, last: date) -> Iterator[date]:
    """`count` days, evenly over a period, both ends inside it."""
    days = (last - first).days
    for number in range(count):
        yield first + timedelta(days=days * (2 * number + 1) // (2 * count))


def street_groups(koordinator: Actor) -> list[StreetGroup]:
    groups = [
        map_actions.add_street_group(
            actor=koordinator, name=name, area=area, estimated_size=12 + 4 * number
        )
        for number, (name, area) in enumerate(figures.GROUPS)
    ]
    for pairs, kind in ((figures.CONFLICTS, "conflict"), (figures.ALLIANCES, "alliance")):
        for a, b in pairs:
            map_actions.tie_groups(
                actor=koordinator,
                group_a=groups[a],
                group_b=groups[b],
                kind=kind,
                since=date(2018, 5, 1),
            )
    # One conflict is over, so that the map has a past.
    GroupTie.objects.create(
        scope_id=koordinator.scope,
        group_a=groups[4],
        group_b=groups[5],
        kind="conflict",
        since=date(2018, 3, 1),
        until=date(2019, 8, 31),
    )
    return groups


def proposed(second: Actor) -> list[Person]:
    people = []
    for number, code_name in enumerate(figures.CODE_NAMES):
        person = map_actions.propose_person(
            actor=second,
            code_name=code_name,
            ground="Påhittat underlag för övning.",
            identity={
                "given_name": figures.GIVEN[number % len(figures.GIVEN)],
                "family_name": figures.FAMILY[number % len(figures.FAMILY)],
                "birth_year": 1985 + number % 18,
            },
        )
        people.append(person)
    return people


def mapped(polis: Actor, people: list[Person], groups: list[StreetGroup]) -> None:
    """A second officer confirms, one decision discloses the whole list, links are drawn."""
    for person in people:
        map_actions.confirm_person(actor=polis, person=person)
    receivers = Receiver.objects.filter(participation__partnership__slug="malmo")
    map_actions.disclose_people(
        actor=polis,
        people=people,
        receivers=[
            receivers.get(participation__agency__slug=slug, function=function)
            for slug, function in RECEIVERS
        ],
        ground=LegalGround.objects.get(code="15A-1"),
        operation=LegalGround.objects.get(code="MENPROV"),
        purpose="Kartläggning",
        need="Alla kartlagda ska kunna kallas och erbjudas hjälp. Bara kodnamn och läge lämnas.",
        ends_on=timezone.localdate() + timedelta(days=700),
    )
    for number, person in enumerate(people):
        Affiliation.objects.create(
            scope_id=polis.scope,
            person=person,
            person_scope_id=person.scope_id,
            street_group=groups[number % len(groups)],
            role=("driving", "member", "member", "associate")[number // 6 % 4],
            confidence=("confirmed", "probable", "possible")[number % 3],
            category="convicted" if number % 5 == 0 else "suspected",
            since=date(2018, 3, 1),
            review_on=timezone.localdate() + timedelta(days=90),
        )
    for number in range(0, len(people) - 6, 2):
        map_actions.tie_people(
            actor=polis,
            person_a=people[number],
            person_b=people[number + 6],
            kind=("seen_together", "co_offending")[number % 4 // 2],
            since=date(2018, 6, 1),
        )


def incidents(polis: Actor, groups: list[StreetGroup]) -> None:
    rows = []
    for year, (shootings, dead, injured) in figures.SHOOTINGS.items():
        if year == 2019:
            days, dead_on = _year_2019()
        else:
            days = list(spread(shootings, date(year, 1, 1), date(year, 12, 31)))
            dead_on = {days[index * len(days) // max(dead, 1)] for index in range(dead)}
        harmed = _injured(days, dead_on, injured)
        rows += [
            _incident(polis, "shooting", day, groups, int(day in dead_on), harmed.get(day, 0))
            for day in days
        ]
    for year, count in figures.DETONATIONS.items():
        last = date(2019, 11, 30) if year == 2019 else date(year, 12, 31)
        rows += [
            _incident(polis, "detonation", day, groups, 0, 0)
            for day in spread(count, date(year, 1, 1), last)
        ]
    Incident.objects.bulk_create(rows)


def _year_2019() -> tuple[list[date], set[date]]:
    """2019 as it was told in November: each stretch has its own counts."""
    days: list[date] = []
    dead_on: set[date] = set()
    first, before, dead_before = date(2019, 1, 1), 0, 0
    for last, shootings, dead, _injured_so_far in figures.YEAR_2019:
        stretch = list(spread(shootings - before, first, last))
        count = dead - dead_before
        dead_on |= {stretch[index * len(stretch) // count] for index in range(count)}
        days += stretch
        first, before, dead_before = last + timedelta(days=1), shootings, dead
    return days, dead_on


def _injured(days: list[date], dead_on: set[date], injured: int) -> dict[date, int]:
    """All the year's injured, on days without a death, in 2019 before 12 November."""
    told = [day for day in days if day not in dead_on and day <= date(day.year, 11, 11)]
    chosen = told[:: max(len(told) // max(injured, 1), 1)][:injured]
    return dict.fromkeys(chosen, 1) if len(chosen) == injured else _piled(told, injured)


def _piled(days: list[date], injured: int) -> dict[date, int]:
    piled: dict[date, int] = {}
    for index in range(injured):
        day = days[index % len(days)]
        piled[day] = piled.get(day, 0) + 1
    return piled


def _incident(
    polis: Actor, kind: str, day: date, groups: list[StreetGroup], dead: int, injured: int
) -> Incident:
    is_linked = day.toordinal() % 3 != 0
    return Incident(
        scope_id=polis.scope,
        kind=kind,
        occurred_on=day,
        occurred_at=time(day.toordinal() % 24, 15),
        municipality="1280",
        area=figures.GROUPS[day.toordinal() % 6][1],
        dead=dead,
        injured=injured,
        confirmation="confirmed",
        street_group=groups[day.toordinal() % 4] if is_linked else None,
        link="probable" if is_linked else "none",
        source=SOURCE,
    )


def callins(koordinator: Actor, people: list[Person], groups: list[StreetGroup]) -> None:
    taken = 0
    for held in figures.CALLINS:
        callin = Callin.objects.create(
            scope_id=koordinator.scope,
            number=held.number,
            held_on=held.day,
            starts_at=time(18, 0),
            venue="Stadion",
            state="closed",
        )
        for group in groups[:4]:
            TargetedGroup.objects.create(
                scope_id=koordinator.scope, callin=callin, street_group=group
            )
        outcomes = (
            ["took_part"] * held.took_part
            + ["left"] * (held.arrived - held.took_part)
            + ["absent"] * (held.called - held.arrived)
        )
        for person, outcome in zip(people[taken:], outcomes, strict=False):
            _attended(koordinator, callin, person, outcome)
        taken += held.called


def _attended(koordinator: Actor, callin: Callin, person: Person, outcome: str) -> None:
    about = {
        "scope_id": koordinator.scope,
        "person": person,
        "person_scope_id": person.scope_id,
    }
    invitation = Invitation.objects.create(
        **about, callin=callin, route="supervision", served_on=callin.held_on - timedelta(days=7)
    )
    Attendance.objects.create(
        **about, invitation=invitation, outcome=outcome, marked_by_id=koordinator.user_id
    )
    if outcome == "took_part":
        Offer.objects.create(
            **about,
            occasion="callin",
            is_joint=True,
            callin=callin,
            made_on=callin.held_on,
            made_by_id=koordinator.user_id,
        )


def talks(koordinator: Actor, people: list[Person], groups: list[StreetGroup]) -> None:
    """49 talks to 44 people: five were talked to twice."""
    order = [*people[: figures.TALKED_TO], *people[: figures.TALKS - figures.TALKED_TO]]
    days = spread(figures.TALKS, date(2018, 11, 1), figures.LAST_TALK)
    for number, (person, day) in enumerate(zip(order, days, strict=True)):
        about = {
            "scope_id": koordinator.scope,
            "person": person,
            "person_scope_id": person.scope_id,
        }
        talk = Notification.objects.create(
            **about,
            street_group=groups[number % len(groups)],
            reason="after_callin",
            place="home",
            planned_on=day,
            outcome="completed",
            done_on=day,
        )
        Offer.objects.create(
            **about,
            occasion="talk",
            is_joint=True,
            notification=talk,
            made_on=day,
            made_by_id=koordinator.user_id,
        )


def help_accepted(avhopp: Actor, people: list[Person]) -> None:
    """The exit side's own: who said yes, their cases and measures. No other agency sees a row."""
    count = figures.ACCEPTED - figures.ACCEPTED_DIRECTLY
    kinds = [kind for kind, number in figures.KINDS.items() for _each in range(number)]
    offers = {}
    for offer in Offer.objects.visible_to(avhopp).filter(is_joint=True).order_by("made_on"):
        offers.setdefault(offer.person_id, offer)
    yes = list(offers.values())[:count]
    for number, offer in enumerate(yes):
        day = min(offer.made_on + timedelta(days=3), date(2019, 11, 15))
        OfferAnswer.objects.create(
            scope_id=avhopp.scope,
            offer=offer,
            answer="yes",
            channel="phone",
            answered_on=day,
            recorded_by_id=avhopp.user_id,
        )
        case = Case.objects.create(
            scope_id=avhopp.scope,
            number=f"{day.year}-{number + 1}",
            called=f"Klient {number + 1}",
            person_id=offer.person_id,
            opened_on=day,
            closed_on=day + timedelta(days=500),
            ending="completed",
            aftercare_until=day + timedelta(days=865),
            responsible_id=avhopp.user_id,
        )
        for kind in kinds[number::count]:
            Measure.objects.create(
                scope_id=avhopp.scope,
                case=case,
                kind=kind,
                starts_on=day,
                ends_on=day + timedelta(days=400),
            )
    Intake.objects.create(
        scope_id=avhopp.scope,
        number="2019-1",
        source="phone",
        called="Fick ett kort",
        first_contact_at=datetime(2019, 5, 7, 10, 40, tzinfo=HERE),
        first_meeting_at=datetime(2019, 5, 7, 15, 0, tzinfo=HERE),
        state="closed",
        responsible_id=avhopp.user_id,
    )


def direct_contacts(kommun: Actor) -> None:
    """Some went straight to social services and never passed the exit team: only counted."""
    for month, accepted in ((date(2019, 3, 1), 2), (date(2019, 6, 1), 2), (date(2019, 10, 1), 2)):
        DirectContact.objects.create(
            scope_id=kommun.scope, month=month, count=accepted + 1, accepted=accepted
        )
