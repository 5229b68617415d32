"""A small world in which things happen one after the other; after each, the wall is asked.

What happens is laid down past the wall, as facts; the oracle, the ORM and the database then have
to agree on who sees what, and nobody may see more than before when something has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from random import Random

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agencies.actors import actor_for
from agencies.models import (
    Agency,
    Agreement,
    Delivery,
    DisclosedItem,
    Disclosure,
    LegalGround,
    Participation,
    Partnership,
    Posting,
    Receiver,
    StandingDecision,
    User,
)
from agencies.scoping import NEVER_RECEIVING, NOBODY, Function
from groups.models import Affiliation, Identity, Person, PersonGrant, PersonTie, StreetGroup
from gvi.core.database.actor import speaking_as
from offers.models import Case, CaseGrant, FollowUp, Offer
from tests.wall.oracle import Eyes
from tests.wall.world import World

NUMBER = count(1)  # worlds of one run stand beside one another in one database
SPANS = {  # what has a first and a last day or moment
    Posting: ("from_on", "to_on"),
    Participation: ("from_on", "to_on"),
    Agreement: ("from_on", "valid_to"),
    StandingDecision: ("from_on", "to_on"),
    Disclosure: ("decided_at", "ends_at"),
    Delivery: ("ends_at",),
    PersonGrant: ("expires_at",),
    CaseGrant: ("expires_at",),
}
ASKED = (StreetGroup, Person, Identity, Affiliation, PersonTie, Offer, Case, FollowUp, Disclosure)
SEALABLE = (StreetGroup, Affiliation, PersonTie, Offer)
WORK = [each for each in Function if each not in (*NEVER_RECEIVING, Function.FIGURES)]
KINDS = [("police", "police"), ("probation", "probation"), ("exit_service", "social_board")]

pick = st.integers(0, 999)
Seen = dict[tuple[int, int], set[tuple[str, int]]]


class WallMachine(RuleBasedStateMachine):
    """Three agencies in one partnership and one in another, six users, a few rows of each kind."""

    @initialize(seed=pick)
    def found(self, seed: int) -> None:
        self.world = World(timezone.localdate(), timezone.now(), Random(seed))
        self.number, self.shrinks = next(NUMBER), False
        self.last: Seen = {}
        with transaction.atomic(using="owner"):
            self._found_tenants()
            self._fill()

    def _found_tenants(self) -> None:
        world, long_ago = self.world, self.world.today - timedelta(days=2000)
        ahead = self.world.today + timedelta(days=500)
        for place in range(2):
            partnership = Partnership(
                slug=f"m{self.number}-{place}", name=f"M{self.number}", state="operative"
            )
            self._keep(partnership, world.partnerships)
            agreement = Agreement(
                partnership=partnership, signed_on=long_ago, from_on=long_ago, valid_to=ahead
            )
            self._keep(agreement, world.agreements)
        for number, (kind, home) in enumerate([*KINDS, ("police", "police")]):
            slug = f"m{self.number}-{number}"
            agency = Agency(slug=slug, name=slug, kind=kind, legal_home=home)
            agency.save(using="owner")
            scope = Participation(
                partnership=world.partnerships[number // 3], agency=agency, from_on=long_ago
            )
            self._keep(scope, world.participations)
            decision = StandingDecision(
                participation=scope, kind="street_group", number="1", from_on=long_ago, to_on=ahead
            )
            self._keep(decision, world.decisions)
            for function in WORK:
                group = Group(name=f"{slug}/{function}")
                group.save(using="owner")
                receiver = Receiver(participation=scope, function=function, group=group)
                self._keep(receiver, world.receivers)
        self.approver = User(email=f"m{self.number}@machine.example", name="A", password="!")
        self.approver.save(using="owner")
        for number in range(6):
            email = f"m{self.number}-{number}@machine.example"
            self._keep(User(email=email, name=email, password="!"), world.users)
            self._post(world.users[-1], number, number)

    def _fill(self) -> None:
        for kind in ("person", "person", "person", "group", "case", "offer", "tie", "affiliation"):
            for scope in range(len(self.world.participations)):
                self._make(kind, scope)
        self._disclose(0, 1, 1)
        self._disclose(1, 2, 2)

    def _keep(self, row, rows: list) -> None:
        row.save(using="owner", force_insert=True)
        rows.append(row)

    def _some(self, rows: list, number: int):
        return rows[number % len(rows)]

    def _change(self, row, **values: object) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(using="owner", update_fields=list(values))

    # What happens.

    @rule(kind=st.sampled_from(["person", "group", "case", "offer", "tie", "affiliation"]), at=pick)
    def somebody_writes(self, kind: str, at: int) -> None:
        self._make(kind, at)

    def _make(self, kind: str, at: int) -> None:
        world, day = self.world, self.world.today
        scope, user = self._some(world.participations, at), world.users[0]
        name = f"{kind} {sum(map(len, world.rows.values()))}"
        if kind == "person":
            person = world.add(Person(scope=scope, code_name=name, proposed_by=user))
            world.add(Identity(scope=scope, person=person, given_name="Canary"))
        elif kind == "group":
            world.add(StreetGroup(scope=scope, name=name))
        elif kind == "case":
            case = world.add(Case(scope=scope, number=name, opened_on=day, responsible=user))
            world.add(FollowUp(scope=scope, case=case, due_on=day, responsible=user))
        else:
            self._about(kind, scope, at)

    def _about(self, kind: str, scope: Participation, at: int) -> None:
        world, day = self.world, self.world.today
        one = self._some(world.rows[Person], at)
        other = self._some([each for each in world.rows[Person] if each is not one], at // 3)
        about = {"scope": scope, "person": one, "person_scope": one.scope}
        if kind == "offer":
            joint = at % 3 > 0
            occasion = "callin" if joint else "elsewhere"
            user = world.users[0]
            world.add(Offer(**about, occasion=occasion, is_joint=joint, made_on=day, made_by=user))
        elif kind == "affiliation":
            ended = {"until": day, "review_on": day, "category": "suspected"}
            world.add(Affiliation(**about, street_group=world.any(StreetGroup), **ended))
        elif not any(
            (each.scope_id, each.person_a_id, each.person_b_id) == (scope.pk, one.pk, other.pk)
            for each in world.rows.get(PersonTie, [])
        ):
            ends = {"person_a": one, "person_a_scope": one.scope, "person_b": other}
            world.add(PersonTie(scope=scope, **ends, person_b_scope=other.scope, kind="kin"))

    @rule(row=pick, person=pick)
    def a_row_is_moved_to_another_person(self, row: int, person: int) -> None:
        person = self._some(self.world.rows[Person], person)
        moved = self._some(self.world.rows[Affiliation], row)
        self._change(moved, person=person, person_scope=person.scope)

    @rule(user=pick, scope=pick, function=pick)
    def somebody_is_posted(self, user: int, scope: int, function: int) -> None:
        self._post(self._some(self.world.users, user), scope, function)

    def _post(self, user: User, scope: int, function: int) -> None:
        place, work = self._some(self.world.participations, scope), self._some(WORK, function)
        there = {(each.user_id, each.participation_id, each.function) for each in self._posted()}
        if (user.pk, place.pk, work) not in there:
            posting = Posting(
                user=user,
                participation=place,
                function=work,
                from_on=self.world.today,
                to_on=self.world.today + timedelta(days=300),
                approved_by=self.approver,
            )
            self._keep(posting, self.world.postings)

    def _posted(self) -> list[Posting]:
        return [each for each in self.world.postings if each.from_on == self.world.today]

    @rule(at=pick)
    def a_posting_ends(self, at: int) -> None:
        posting = self._some(self.world.postings, at)
        self._change(posting, to_on=self.world.today - timedelta(days=1))
        self.shrinks = True

    @rule(user=pick, scope=pick, function=pick)
    def somebody_moves_to_another_agency(self, user: int, scope: int, function: int) -> None:
        mover = self._some(self.world.users, user)
        for posting in self.world.postings:
            if posting.user_id == mover.pk:
                self._change(posting, to_on=self.world.today - timedelta(days=1))
        self._post(mover, scope, function)

    @rule(user=pick, active=st.booleans())
    def an_account_is_turned(self, user: int, active: bool) -> None:
        self._change(self._some(self.world.users, user), is_active=active)
        self.shrinks = not active

    @rule(scope=pick, leaves=st.booleans())
    def an_agency_leaves_or_joins(self, scope: int, leaves: bool) -> None:
        place = self._some(self.world.participations, scope)
        self._change(place, to_on=self.world.today - timedelta(days=1) if leaves else None)
        self.shrinks = leaves

    @rule(scope=pick, shared=st.booleans())
    def a_kind_is_shared_or_not(self, scope: int, shared: bool) -> None:
        decision = self._some(self.world.decisions, scope)
        self._change(decision, revoked_on=None if shared else self.world.today)
        self.shrinks = not shared

    @rule(kind=st.sampled_from(SEALABLE), row=pick, sealed=st.booleans())
    def a_row_is_sealed_or_opened(self, kind: type, row: int, sealed: bool) -> None:
        self._change(self._some(self.world.rows[kind], row), sealed=sealed)
        self.shrinks = sealed

    @rule(row=pick, receiver=pick, days=st.sampled_from([1, 30, 400]))
    def somebody_discloses(self, row: int, receiver: int, days: int) -> None:
        self._disclose(row, receiver, days)

    def _disclose(self, row: int, receiver: int, days: int) -> None:
        world = self.world
        given = self._some(world.rows[Person] + world.rows[Case], row)
        to, ends = self._some(world.receivers, receiver), world.now + timedelta(days=days)
        table, word = (PersonGrant, "person") if isinstance(given, Person) else (CaseGrant, "case")
        disclosure = world.add(
            Disclosure(
                scope=given.scope,
                number=str(len(world.rows.get(Disclosure, []))),
                ground=LegalGround.objects.using("owner").first(),
                purpose="x",
                need="x",
                decided_by=world.users[0],
                decided_at=world.now - timedelta(days=1),
                ends_at=ends,
            )
        )
        item = world.add(
            DisclosedItem(scope=given.scope, disclosure=disclosure, kind=word, about=given.ref)
        )
        to_whom = {"scope": given.scope, "group": to.group}
        world.add(Delivery(**to_whom, disclosure=disclosure, receiver=to, ends_at=ends))
        permission = Permission.objects.using("owner").get(codename=f"view_{word}")
        world.add(
            table(
                **to_whom,
                item=item,
                permission=permission,
                content_object=given,
                expires_at=ends,
            )
        )

    @rule(at=pick)
    def a_disclosure_is_withdrawn(self, at: int) -> None:
        disclosure = self._some(self.world.rows[Disclosure], at)
        self._change(disclosure, withdrawn_at=self.world.now)
        for each in self.world.rows[Delivery]:
            if each.disclosure_id == disclosure.pk:
                self._change(each, withdrawn_at=self.world.now)
        for table in (PersonGrant, CaseGrant):
            for each in self.world.rows.get(table, []):
                if each.item.disclosure_id == disclosure.pk:
                    self._change(each, revoked_at=self.world.now)
        self.shrinks = True

    @rule(days=st.sampled_from([1, 29, 301]))
    def time_passes(self, days: int) -> None:
        """The clock stands; everything that has a date is moved back."""
        lists = (
            self.world.postings,
            self.world.participations,
            self.world.agreements,
            self.world.decisions,
            *self.world.rows.values(),
        )
        with transaction.atomic(using="owner"):
            for row in (row for rows in lists for row in rows if type(row) in SPANS):
                before = {name: getattr(row, name) for name in SPANS[type(row)]}
                moved = {name: at - timedelta(days=days) for name, at in before.items() if at}
                self._change(row, **moved)
        self.shrinks = True

    @rule(at=pick)
    def a_savepoint_is_rolled_back(self, at: int) -> None:
        """What is taken back leaves nothing, and the actor is the same after as before."""
        user, scope = self._some(list(self._who()), at)
        with speaking_as(f"{user.pk}:{scope.pk}"), transaction.atomic():
            before = self._by_wall()
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("select set_config('app.actor', '', true)")
                    assert self._by_wall() == set()
                    raise LookupError
            except LookupError:
                assert self._by_wall() == before
        self.shrinks = True

    # What holds after each of them.

    def _who(self) -> Iterator[tuple[User, Participation]]:
        for user in self.world.users:
            places = {each.participation for each in self.world.postings if each.user_id == user.pk}
            for place in sorted(places, key=lambda each: each.pk):
                yield user, place

    def _by_wall(self) -> set[tuple[str, int]]:
        rows = " union all ".join(
            f"select '{model.__name__}', id from {model._meta.db_table}"  # noqa: S608 - ours
            for model in ASKED
        )
        with connection.cursor() as cursor:
            cursor.execute(rows)
            return {row for row in cursor.fetchall() if row in self.made}

    @property
    def made(self) -> set[tuple[str, int]]:
        rows = self.world.rows
        return {(model.__name__, row.pk) for model in ASKED for row in rows.get(model, [])}

    def _by_orm(self, user: User, scope: Participation) -> set[tuple[str, int]]:
        found = actor_for(user, scope.pk)
        actor = found if found.scope == scope.pk else NOBODY
        seen = set()
        for model in ASKED:
            rows = model.objects.using("owner").visible_to(actor).values_list("pk", flat=True)
            seen |= {(model.__name__, pk) for pk in rows}
        return seen & self.made

    def _by_hand(self, eyes: Eyes) -> set[tuple[str, int]]:
        return {
            (model.__name__, row.pk)
            for model in ASKED
            for row in self.world.rows.get(model, [])
            if eyes.sees(row)
        }

    @invariant()
    def all_agree_and_nothing_grows_when_something_ends(self) -> None:
        if not hasattr(self, "world"):
            return
        now: Seen = {}
        for user, scope in self._who():
            eyes = Eyes(self.world, user, scope)
            with speaking_as(f"{user.pk}:{scope.pk}"), transaction.atomic():
                seen = self._by_wall()
            assert seen == self._by_hand(eyes) == self._by_orm(user, scope), (user, scope)
            self._no_case_reaches_the_police(eyes, seen)
            before = self.last.get((user.pk, scope.pk), set())
            assert not self.shrinks or seen <= before, (user, scope, seen - before)
            now[user.pk, scope.pk] = seen
        assert self._by_wall() == set()  # no actor, no rows
        self.last, self.shrinks = now, False

    def _no_case_reaches_the_police(self, eyes: Eyes, seen: set[tuple[str, int]]) -> None:
        """Neither another agency's case nor what hangs on it, but for a grant of that very case."""
        if eyes.scope.agency.kind != "police":
            return
        for case in self.world.rows[Case]:
            own = case.scope_id == eyes.scope.pk and "exit" in eyes.functions
            if ("Case", case.pk) in seen:
                assert own or eyes.is_granted(case, CaseGrant)
        for row in self.world.rows[FollowUp]:
            assert ("FollowUp", row.pk) not in seen or row.scope_id == eyes.scope.pk
