"""The cast: two partnerships, their agencies and staff, and a few rows of each kind.

North is a whole partnership, South a police agency and a coordinator that must never learn
anything of it. Rows are made by the same actions the pages use.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from agencies import founding
from agencies.actions import (
    Decision,
    alike,
    approve_template,
    disclose,
    make_template,
    take_consent,
)
from agencies.actors import acting, actor_for
from agencies.grounds import Ages
from agencies.models import (
    Agreement,
    AgreementParty,
    AgreementReview,
    Interest,
    LegalGround,
    Office,
    Participation,
    Receiver,
    User,
)
from agencies.scoping import Actor, Function
from callins.actions.inviting import invitable, invite
from callins.actions.planning import advance_callin, plan_callin
from callins.actions.talks import plan_talk
from callins.models import Attendance
from groups import actions as groups_actions
from groups.models import Person, StreetGroup
from gvi.briefings.models import AgencyFigures, Issue, Release
from offers.actions.cases import open_case
from offers.actions.intakes import count_direct_contacts, take_intake
from offers.actions.offers import make_offer, record_answer
from offers.actions.plans import add_measure
from offers.models import Case
from tests import crossing
from tests.case_parts import add_parts

Row = TypeVar("Row", bound=Model)
START = date(2018, 1, 1)
PASSWORD = "samverkan-demo"

# name: (agency slug, functions)
STAFF = {
    "polis": ("polis-norr", [Function.ANALYSIS, Function.DECISION]),
    "polis2": ("polis-norr", [Function.ANALYSIS]),
    "frivard": ("frivard-norr", [Function.CASEWORK]),
    "frivard2": ("frivard-norr", [Function.CASEWORK, Function.DECISION]),
    "koordinator": ("styrelse-norr", [Function.COORDINATION]),
    "admin": ("styrelse-norr", [Function.ADMINISTRATION]),
    "kommun": ("social-norr", [Function.CASEWORK]),
    "avhopp": ("avhopp-norr", [Function.EXIT]),
    "avhopp2": ("avhopp-norr", [Function.EXIT]),
    "styrgrupp": ("polis-norr", [Function.STEERING]),
    "dso": ("avhopp-norr", [Function.AUDIT]),
    "avhopp_admin": ("avhopp-norr", [Function.ADMINISTRATION]),
    "registrator": ("frivard-norr", [Function.REGISTRY]),
    "polis_soder": ("polis-soder", [Function.ANALYSIS, Function.DECISION]),
    "koordinator_soder": ("styrelse-soder", [Function.COORDINATION]),
}
AGENCIES = {
    "polis-norr": ("Polisområde Norr", "police", "police"),
    "frivard-norr": ("Frivården Norr", "probation", "probation"),
    "styrelse-norr": ("Norrstad kommunstyrelse", "municipality", "executive_board"),
    "social-norr": ("Norrstad socialnämnd", "municipality", "social_board"),
    "avhopp-norr": ("Norrstad avhoppargrupp", "exit_service", "social_board"),
    "polis-soder": ("Polisområde Söder", "police", "police"),
    "styrelse-soder": ("Söderstad kommunstyrelse", "municipality", "executive_board"),
}


class Cast:
    """Finds the cast by name. Rows come through the owner's connection, whoever may see them."""

    def user(self, name: str) -> User:
        return User.objects.get(email=f"{name}@cast.example")

    def actor(self, name: str) -> Actor:
        return actor_for(self.user(name))

    def participation(self, name: str) -> Participation:
        return Participation.objects.get(agency__slug=STAFF[name][0])

    def receiver(self, name: str, function: str | None = None) -> Receiver:
        slug, functions = STAFF[name]
        return Receiver.objects.get(
            participation__agency__slug=slug, function=function or functions[0]
        )

    def ground(self, code: str = "MENPROV") -> LegalGround:
        return LegalGround.objects.get(code=code)

    def row(self, model: type[Row], **lookup: object) -> Row:
        """One committed row of the template, seen past the wall."""
        found = model._default_manager.using("owner").get(**lookup)
        found._state.db = "default"
        return found


def build() -> None:
    """Fill an empty, migrated database."""
    today = timezone.localdate()
    founding.lay_grounds(today)
    staff = _found()
    for name, (slug, functions) in STAFF.items():
        founding.post(
            staff[name],
            Participation.objects.using("owner").get(agency__slug=slug),
            functions,
            approved_by=founding.founder(),
            from_on=START,
            years=40,
        )
    _map(Cast(), today)
    _meetings(Cast(), today)
    _exit_side(Cast(), today)
    _figures(Cast(), today)
    _papers(Cast(), today)
    _round(Cast(), today)
    crossing.build(Cast(), today)


def _found() -> dict[str, User]:
    for place, codes in (("norr", ["1280"]), ("soder", ["0180"])):
        partnership = founding.found_partnership(
            slug=place, name=place.capitalize(), state="operative", municipalities=codes
        )
        founding.sign_agreement(partnership, signed_on=START, valid_to=date(2040, 1, 1))
        for slug, (name, kind, home) in AGENCIES.items():
            if slug.endswith(place):
                founding.join(
                    partnership,
                    slug=slug,
                    name=name,
                    kind=kind,
                    legal_home=home,
                    from_on=START,
                    is_coordinating=slug.startswith("styrelse"),
                )
    return {
        name: founding.hire(email=f"{name}@cast.example", name=name.title(), password=PASSWORD)
        for name in STAFF
    }


def _map(cast: Cast, today: date) -> None:
    """North: two groups in conflict, three of the police's people (one told to nobody)."""
    with acting(cast.actor("koordinator")) as koordinator:
        ask = groups_actions.add_street_group(actor=koordinator, name="Ask", area="Öster")
        bok = groups_actions.add_street_group(actor=koordinator, name="Bok", area="Väster")
        groups_actions.tie_groups(
            actor=koordinator, group_a=ask, group_b=bok, kind="conflict", since=START
        )
    identity = {"given_name": "Kanarie", "family_name": "Fågelsång", "birth_year": 1998}
    with acting(cast.actor("polis")) as polis:
        kraka, skata, uggla = (
            groups_actions.propose_person(
                actor=polis, code_name=name, ground="Underlag", identity=identity
            )
            for name in ("Kråka", "Skata", "Uggla")
        )
    with acting(cast.actor("polis2")) as polis2:
        receivers = [
            cast.receiver("koordinator"),
            cast.receiver("avhopp"),
            cast.receiver("frivard"),
            cast.receiver("kommun"),
        ]
        for person in (kraka, skata):
            groups_actions.confirm_person(
                actor=polis2,
                person=person,
                receivers=receivers,
                ground=cast.ground(),
                need="Behövs för erbjudande om hjälp.",
                ends_on=today + timedelta(days=365),
            )
        groups_actions.confirm_person(actor=polis2, person=uggla)
    with acting(cast.actor("polis")) as polis:
        for person, group in ((kraka, ask), (skata, bok), (uggla, ask)):
            groups_actions.affiliate(
                actor=polis,
                person=person,
                street_group=group,
                role="member",
                confidence="probable",
                category="suspected",
                since=START,
            )
        groups_actions.tie_people(actor=polis, person_a=kraka, person_b=uggla, kind="seen_together")
        for day in (1, 2):
            groups_actions.record_incident(
                actor=polis,
                kind="shooting",
                occurred_on=today - timedelta(days=day),
                municipality="1280",
                area="Öster",
                place="Hemliga gatan 1",
                note="Kanariefågel",
            )
    with acting(cast.actor("polis_soder")) as soder:
        groups_actions.add_street_group(actor=soder, name="Söderalm")
        groups_actions.propose_person(actor=soder, code_name="Tärna", ground="Underlag")


def _meetings(cast: Cast, today: date) -> None:
    """A call-in with two invited, one mark at the door, and a planned talk."""
    with acting(cast.actor("koordinator")) as koordinator:
        groups = StreetGroup.objects.visible_to(koordinator)
        callin = plan_callin(
            actor=koordinator,
            held_on=today + timedelta(days=7),
            venue="Stadion",
            street_groups=[groups.get(name="Ask"), groups.get(name="Bok")],
            reason="Båda behöver höra budskapet.",
            arrival_and_seating="Skilda ingångar.",
        )
        invited = invite(
            actor=koordinator,
            callin=callin,
            people=[(each.person, each.street_group) for each in invitable(koordinator, callin)],
            route="supervision",
        )
        advance_callin(actor=koordinator, callin=callin, state="decided")
        advance_callin(actor=koordinator, callin=callin, state="invited")
        Attendance.objects.create(
            scope_id=koordinator.scope,
            invitation=invited[0],
            person=invited[0].person,
            person_scope_id=invited[0].person_scope_id,
            outcome="arrived",
            marked_by_id=koordinator.user_id,
        )
        plan_talk(
            actor=koordinator,
            person=invited[0].person,
            reason="prevention",
            place="home",
            planned_on=today,
        )


def _exit_side(cast: Cast, today: date) -> None:
    """A joint offer by frivården, and what only the exit side knows: answer, intake, case."""
    with acting(cast.actor("frivard")) as frivard:
        make_offer(
            actor=frivard,
            person=Person.objects.visible_to(frivard).get(code_name="Kråka"),
            occasion="probation_visit",
            made_on=today,
        )
    with acting(cast.actor("avhopp")) as avhopp:
        offer = make_offer(
            actor=avhopp,
            person=Person.objects.visible_to(avhopp).get(code_name="Kråka"),
            occasion="elsewhere",
            made_on=today,
        )
        record_answer(
            actor=avhopp,
            offer=offer,
            answer="waiting",
            channel="phone",
            answered_on=today,
            offer_again_on=today + timedelta(days=9),
        )
        take_intake(
            actor=avhopp,
            source="phone",
            first_contact_at=timezone.now(),
            responsible=cast.user("avhopp"),
            called="Kanarie i luren",
        )
        case = open_case(actor=avhopp, responsible=cast.user("avhopp"), called="Kanarie klient")
        add_measure(actor=avhopp, case=case, kind="talks", starts_on=today)
        take_consent(
            actor=avhopp,
            about_kind="case",
            about=case.ref,
            label="Kanarie klient",
            ages=Ages(20, 20),
            data="Kanarie vill att frivården vet.",
            parts=["case"],
            receivers=[cast.receiver("frivard")],
            purpose="Planera stödet",
            form="oral",
            given_on=today,
            expires_on=today + timedelta(days=90),
        )
    committed = cast.row(Case, ref=case.ref)
    add_parts(committed, cast.user("avhopp"), cast.user("avhopp2"), today)
    with acting(cast.actor("kommun")) as kommun:
        count_direct_contacts(actor=kommun, month=today.replace(day=1), count=3, accepted=1)


def _papers(cast: Cast, today: date) -> None:
    """The next version of the agreement, a review that is due, who sits where, one's interest."""
    scope = cast.participation("admin")
    agreement = Agreement.objects.get(partnership=scope.partnership)
    later = {"from_on": today + timedelta(days=30), "valid_to": today + timedelta(days=900)}
    draft = Agreement(partnership=scope.partnership, replaces=agreement, version=2, **later)
    draft.save(using="owner", force_insert=True)
    rows = (
        AgreementParty(agreement_id=draft.pk, participation=scope),
        AgreementParty(agreement_id=draft.pk, participation=cast.participation("polis")),
        AgreementReview(scope=scope, agreement=agreement, due_on=today + timedelta(days=5)),
        Office(
            scope=scope,
            kind="coordinator",
            holder=cast.user("koordinator"),
            deputy=cast.user("admin"),
            from_on=START,
        ),
        Interest(scope=scope, interest="Våldet har ökat.", answer="yes", answered_on=START),
    )
    for row in rows:
        row.save(using="owner", force_insert=True)


def _round(cast: Cast, today: date) -> None:
    """The police ask frivården about one person; frivården has a template to answer by."""
    with acting(cast.actor("polis")) as polis:
        people = groups_actions.own_people(
            polis, [Person.objects.visible_to(polis).get(code_name="Skata").ref]
        )
        receivers = [cast.receiver("frivard"), cast.receiver("koordinator")]
        disclosure = disclose(
            actor=polis,
            decision=Decision(
                items=groups_actions.items_of(people, ["code_name"]),
                receivers=receivers,
                purpose="Förberedelse av call-in",
                need="Behövs för kallelsen.",
                ends_on=today + timedelta(days=60),
                assessed=alike(polis, ["code_name"], cast.ground(), "Ingen lider men."),
                ages=groups_actions.ages_of(people),
                question="supervision",
            ),
        )
        groups_actions.give_people(disclosure, people, receivers)
    said = dict.fromkeys(cast.ground().asks, "Ingen.")
    with acting(cast.actor("frivard")) as frivard:
        template = make_template(
            actor=frivard,
            name="Svar om övervakning",
            kind="answer",
            parts=["answer"],
            receivers=[cast.receiver("polis").pk],
            question="supervision",
            purpose="Svar på omgång",
            need="Polisen behöver veta vem som kallar.",
            child_note="Alla är bedömda som vuxna.",
            assessments=[
                {
                    "part": "answer",
                    "provision": "35:15",
                    "ground": "MENPROV",
                    "reasoning": "Ingen lider men av svaret.",
                    "answers": said,
                }
            ],
        )
    with acting(cast.actor("frivard2")) as decider:
        approve_template(actor=decider, template=template, lawyer="Jurist Juristsson")


def _figures(cast: Cast, today: date) -> None:
    monday = today - timedelta(days=today.weekday() + 7)
    scope = cast.participation("koordinator")
    rows = (
        AgencyFigures(scope=scope, monday=monday, computed_at=timezone.now()),
        Release(
            scope=cast.participation("avhopp"), month=monday.replace(day=1), released_on=monday
        ),
        Issue(scope=scope, monday=monday),
    )
    for row in rows:
        row.save(using="owner", force_insert=True)
