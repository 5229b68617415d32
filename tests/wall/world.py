"""Random worlds: tenants, staff, disclosures and rows with every reason to be hidden.

A world is built through the owner's connection, past the wall, so that the three oracles can be
asked about rows that no action would leave behind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from agencies.models import (
    Agency,
    Agreement,
    AgreementParty,
    Entry,
    Office,
    Participation,
    Partnership,
    Posting,
    Receiver,
    StandingDecision,
    User,
)
from agencies.scoping import NEVER_RECEIVING, Function
from groups.models import (
    Affiliation,
    Identity,
    Incident,
    Person,
    PersonTie,
    StreetGroup,
)
from offers.models import Absence, Case, FollowUp, Letter, Note, Offer, Provider
from tests.wall.crossings import add_crossings
from tests.wall.gifts import add_disclosures, add_gifts_of_leavers

KINDS = ("street_group", "incident", "callin")
FUNCTIONS = [each for each in Function if each != Function.FIGURES]
# For each partnership: its state, and how and from when to when its agreement was signed.
PLACES = (
    ("operative", "paper", -9, 0),
    ("paused", "paper", -9, 9),
    ("preparing", "all", 0, 9),
    ("ordinary", "two", -9, 9),
    ("operative", "paper", -9, -1),  # lapsed
    ("operative", "all", 1, 9),  # not begun
    ("decided", "paper", -9, 9),
    ("operative", "missing", -9, 9),
    ("operative", "replaced", -9, 9),
    ("operative", "draft", -9, 9),
    ("operative", "nobody", -9, 9),
)
RECEIVING = [each for each in FUNCTIONS if each not in NEVER_RECEIVING]


@dataclass
class World:
    """What was made, by model, with the plain facts beside it."""

    today: date
    now: datetime
    random: Random
    partnerships: list[Partnership] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    parties: list[AgreementParty] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)
    decisions: list[StandingDecision] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)
    receivers: list[Receiver] = field(default_factory=list)
    rows: dict[type, list] = field(default_factory=dict)

    def add(self, row):
        row.save(using="owner", force_insert=True)
        self.rows.setdefault(type(row), []).append(row)
        return row

    def any(self, model):
        return self.random.choice(self.rows[model])

    def chance(self, share: float) -> bool:
        return self.random.random() < share


@transaction.atomic(using="owner")
def make(seed: int) -> World:
    """One world: the same for the same seed and day."""
    world = World(timezone.localdate(), timezone.now(), Random(seed))
    _tenants(world, seed)
    _staff(world, seed)
    _rows(world)
    add_disclosures(world)
    add_gifts_of_leavers(world)
    add_crossings(world)
    return world


def _span(world: World) -> tuple[date, date]:
    """A period that is over, not begun, or in force, with days that begin or end today."""
    day = world.today
    choices = [(-400, 400)] * 5 + [(-400, -1), (1, 400), (-400, 0), (0, 400)]
    first, last = world.random.choice(choices)
    return day + timedelta(days=first), day + timedelta(days=last)


def _tenants(world: World, seed: int) -> None:
    agencies = [
        Agency(
            slug=f"w{seed}-{number}", name=f"Agency {number}", kind="police", legal_home="police"
        )
        for number in range(4)
    ]
    for agency in agencies:
        agency.save(using="owner")
    for number, (state, signed, begins, ends) in enumerate(PLACES):
        partnership = Partnership(slug=f"w{seed}-p{number}", name=f"P{number}", state=state)
        partnership.save(using="owner")
        world.partnerships.append(partnership)
        for agency in world.random.sample(agencies, 3):
            _participation(world, partnership, agency)
        _agreement(world, partnership, signed, begins, ends)


def _agreement(world: World, partnership: Partnership, signed: str, begins: int, ends: int) -> None:
    """Signed on paper, by all, by all but one, by nobody, by two while the third signs another.

    Or on paper and replaced, by one that has lapsed or by one that nobody has signed.
    """
    first, last = world.today + timedelta(begins), world.today + timedelta(ends)
    on_paper = first if signed in ("paper", "replaced", "draft") else None
    agreement = Agreement(partnership=partnership, signed_on=on_paper, from_on=first, valid_to=last)
    agreement.save(using="owner")
    world.agreements.append(agreement)
    if signed in ("replaced", "draft"):
        ended = world.today - timedelta(days=1)
        signed_on = first if signed == "replaced" else None
        next_one = Agreement(
            partnership=partnership,
            replaces=agreement,
            signed_on=signed_on,
            from_on=first,
            valid_to=ended,
        )
        next_one.save(using="owner")
        world.agreements.append(next_one)
    here = [each for each in world.participations if each.partnership_id == partnership.pk]
    bound = {"all": here, "missing": here, "two": here[:2]}.get(signed, [])
    for scope in bound:
        missing = signed == "missing" and scope is bound[-1]
        _party(world, agreement, scope, None if missing else world.today)
    if signed == "two":
        apart = Agreement(partnership=partnership, from_on=first, valid_to=last)
        apart.save(using="owner")
        world.agreements.append(apart)
        _party(world, apart, here[2], world.today)


def _party(world: World, agreement: Agreement, scope: Participation, day: date | None) -> None:
    party = AgreementParty(
        agreement=agreement, participation=scope, signatory_name="x", signed_on=day
    )
    party.save(using="owner")
    world.parties.append(party)


def _participation(world: World, partnership: Partnership, agency: Agency) -> None:
    first, last = _span(world)
    if world.chance(0.6):
        first, last = world.today - timedelta(days=100), None
    scope = Participation(partnership=partnership, agency=agency, from_on=first, to_on=last)
    scope.save(using="owner")
    world.participations.append(scope)
    for kind in KINDS:
        if world.chance(0.7):
            first, last = _span(world)
            decision = StandingDecision(
                participation=scope,
                kind=kind,
                number="1",
                from_on=first,
                to_on=last,
                revoked_on=world.today if world.chance(0.2) else None,
            )
            decision.save(using="owner")
            world.decisions.append(decision)
    for function in world.random.sample(RECEIVING, 4):
        group = Group(name=f"w/{scope.pk}/{function}")
        group.save(using="owner")
        receiver = Receiver(participation=scope, function=function, group=group)
        receiver.save(using="owner")
        world.receivers.append(receiver)


def _staff(world: World, seed: int) -> None:
    for number in range(35):
        user = User(
            email=f"w{seed}-{number}@world.example",
            name=f"User {number}",
            is_active=world.chance(0.9),
            password="!",
        )
        user.save(using="owner")
        world.users.append(user)
        for scope in world.random.sample(world.participations, world.random.choice([1, 1, 2])):
            for function in world.random.sample(FUNCTIONS, world.random.choice([1, 2])):
                first, last = _span(world)
                approver = world.users[0] if user is not world.users[0] else _other(seed)
                posting = Posting(
                    user=user,
                    participation=scope,
                    function=function,
                    from_on=first,
                    to_on=last,
                    approved_by=approver if world.chance(0.9) else None,
                )
                posting.save(using="owner")
                world.postings.append(posting)


def _other(seed: int) -> User:
    user, _made = User.objects.using("owner").get_or_create(
        email=f"w{seed}-approver@world.example", defaults={"name": "Approver", "password": "!"}
    )
    return user


def _beside_cases(world: World, scope: Participation, user: User) -> None:
    """What is read by others in an agency than those who read its cases."""
    day, other = world.today, world.users[1]
    world.add(Provider(scope=scope, name="x"))
    world.add(Letter(scope=scope, kind="card", language="sv", changed_by=user))
    world.add(Absence(scope=scope, user=user, deputy=other, from_on=day, to_on=day))


def _rows(world: World) -> None:
    user = world.users[0]
    for scope in world.participations:
        world.add(Office(scope=scope, holder=user, kind="coordination", from_on=world.today))
        for number in range(3):
            world.add(StreetGroup(scope=scope, name=f"Group {number}", sealed=world.chance(0.3)))
            world.add(
                Incident(
                    scope=scope,
                    kind="shooting",
                    occurred_on=world.today,
                    sealed=world.chance(0.3),
                )
            )
            person = world.add(Person(scope=scope, code_name=f"P{number}", proposed_by=user))
            world.add(Identity(scope=scope, person=person, given_name="Canary"))
            case = Case(scope=scope, number=f"C{number}", opened_on=world.today, responsible=user)
            world.add(case)
            world.add(Note(scope=scope, case=case, text="x", written_by=user))
        _beside_cases(world, scope, user)
    followed: set[int | None] = set()
    for number in range(70):
        scope = world.random.choice(world.participations)
        person, other = world.random.sample(world.rows[Person], 2)
        if world.chance(0.7):  # near one another, or hardly anybody would see both
            near = [each for each in world.rows[Person] if each.scope_id == person.scope_id]
            other = world.random.choice([each for each in near if each is not person])
            place = person.scope.partnership_id
            scope = world.random.choice(
                [each for each in world.participations if each.partnership_id == place]
            )
        about = {"scope": scope, "person": person, "person_scope": person.scope}
        world.add(
            Affiliation(
                **about,
                street_group=world.any(StreetGroup),
                category="suspected",
                since=world.today - timedelta(days=number),
                until=world.today,
                review_on=world.today,
                sealed=world.chance(0.3),
            )
        )
        joint = world.chance(0.6)
        world.add(
            Offer(
                **about,
                occasion="callin" if joint else "elsewhere",
                is_joint=joint,
                made_on=world.today,
                made_by=user,
                sealed=world.chance(0.2),
            )
        )
        cases = [case for case in world.rows[Case] if case.scope_id == scope.pk]
        free = [case for case in cases if case.pk not in followed]
        case = world.random.choice([*free, None])
        followed.add(case.pk if case else None)
        world.add(FollowUp(scope=scope, case=case, due_on=world.today, responsible=user))
        world.add(
            Entry(
                scope=scope,
                user=world.random.choice(world.users),
                functions="",
                channel="test",
                action="x",
                owner=world.random.choice([*world.participations, None]),
            )
        )
        ties = {
            (each.scope_id, each.person_a_id, each.person_b_id)
            for each in world.rows.get(PersonTie, [])
        }
        if (scope.pk, person.pk, other.pk) not in ties:
            world.add(
                PersonTie(
                    scope=scope,
                    person_a=person,
                    person_a_scope=person.scope,
                    person_b=other,
                    person_b_scope=other.scope,
                    kind="kin",
                    sealed=world.chance(0.3),
                )
            )
