"""Rules of what is known of the partnership itself, and of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from agencies.scoping.actor import TWO_PERSONS, Actor, Function
from agencies.scoping.owned import NO_ROWS, Owned, literal


@dataclass(frozen=True)
class Logged(Owned):
    """The ledger: the audit function of the actor's or the object's agency, and one's own."""

    def q(self, actor: Actor) -> Q:
        mine = Q(user_id=actor.user_id, scope_id=actor.scope)
        if not actor.has(self.read):
            return mine
        return mine | Q(scope_id=actor.scope) | Q(owner_id=actor.scope)

    def sql(self) -> str:
        own = f"(select wall.own({literal(self.read)}))::int[]"
        return f"({self.sql_write()}) or scope_id = any({own}) or owner_id = any({own})"

    def sql_write(self) -> str:
        here = f"(select wall.own({literal(Function)}))::int[]"  # any function in force will do
        return f"user_id = (select wall.user_id()) and scope_id = any({here})"


@dataclass(frozen=True)
class Together(Owned):
    """Read by everyone who works in the partnership, whatever has lapsed; written by its owner.

    What is known of the partnership itself: who sits where, what each agency thinks of it.
    """

    def q(self, actor: Actor) -> Q:
        return Q(scope__partnership_id=actor.partnership_id)

    def sql(self) -> str:
        return "scope_id = any((select wall.together())::int[])"


@dataclass(frozen=True)
class Governed(Owned):
    """Who is who: read before anyone is an actor, written by functions of its own participation."""

    key: str = "participation_id"

    def q(self, actor: Actor) -> Q:
        return Q()

    def writable(self, actor: Actor) -> Q:
        return Q(**{self.key: actor.scope}) if actor.has(self.write) else NO_ROWS

    def sql(self) -> str:
        return "true"

    def sql_write(self) -> str:
        return f"{self.key} = any((select wall.own({literal(self.write)}))::int[])"


@dataclass(frozen=True)
class Posted(Governed):
    """A posting: born in its proposer's name, and approved at once only where one is enough."""

    def sql_add(self) -> str:
        me = "(select wall.user_id())"
        alone = f"approved_by_id = {me} and not (function = any({literal(TWO_PERSONS)}))"
        return (
            f"{self.sql_write()} and proposed_by_id = {me} and function <> '{Function.FIGURES}'"
            f" and (approved_by_id is null or ({alone}))"
        )


@dataclass(frozen=True)
class Led(Governed):
    """The partnership's own papers: written by functions of the agency that coordinates it."""

    key: str = "partnership_id"
    path: str = "partnership_id"  # from the row to its partnership, in the ORM

    def writable(self, actor: Actor) -> Q:
        leads = actor.leads and actor.has(self.write)
        return Q(**{self.path: actor.partnership_id}) if leads else NO_ROWS

    def sql_write(self) -> str:
        return f"{self.key} = any((select wall.led({literal(self.write)}))::int[])"


@dataclass(frozen=True)
class Agreed(Led):
    """An agreement: drawn up by the agency that coordinates, never born as signed on paper."""

    def sql_add(self) -> str:
        return f"{self.sql_write()} and signed_on is null"


@dataclass(frozen=True)
class Signed(Governed):
    """A party to an agreement: put there by those who drew it up, signed by itself alone."""

    draw: frozenset[str] = frozenset()

    def sql_add(self) -> str:
        of_it = "p.partnership_id = a.partnership_id and p.id = participation_id"
        drawn = f"select a.id from agencies_agreement a join agencies_participation p on {of_it}"  # noqa: S608 - our own names
        led = f"a.partnership_id = any((select wall.led({literal(self.draw)}))::int[])"
        new = "signed_on is null and signed_by_id is null"
        return f"agreement_id in ({drawn} where {led}) and {new}"
