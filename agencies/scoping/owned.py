"""Rules of rows that stay with their owner, or that the partnership reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from agencies.scoping.actor import Actor

NO_ROWS = Q(pk__in=[])


def literal(functions: Iterable[str]) -> str:
    """A set of functions as a PostgreSQL array literal."""
    return "'{" + ",".join(sorted(functions)) + "}'::text[]"


def _seen(column: str, target: str) -> str:
    if target.startswith("wall."):
        return f"{column} = any((select {target})::int[])"
    return f"exists (select from {target} t where t.id = {column})"


@dataclass(frozen=True)
class Owned:
    """Read and written by some functions of the owner alone: an agency's own part.

    With `ringed`, a row that names a function in its column `ring` is that function's alone:
    an exit group's decisions are not the caseworkers' in the same agency (OSL 8:2).
    `sees` names each column that points across the wall, and its table or the function that gives
    the ids: a row points only at what its writer sees, so that pointing at a guess tells nothing.
    """

    read: frozenset[str]
    write: frozenset[str]
    ringed: bool = field(default=False, kw_only=True)
    sees: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)

    def _owner(self, actor: Actor, functions: frozenset[str]) -> Q:
        if not actor.has(functions):
            return NO_ROWS
        own = Q(scope_id=actor.scope)
        return own & Q(ring__in=["", *sorted(actor.functions)]) if self.ringed else own

    def _sql_owner(self, functions: frozenset[str]) -> str:
        own = f"scope_id = any((select wall.own({literal(functions)}))::int[])"
        ring = "(ring = '' or ring = any((select wall.functions())::text[]))"
        return f"({own} and {ring})" if self.ringed else own

    def q(self, actor: Actor) -> Q:
        return self._owner(actor, self.read)

    def writable(self, actor: Actor) -> Q:
        return self._owner(actor, self.write)

    def sql(self) -> str:
        return self._sql_owner(self.read)

    def sql_write(self) -> str:
        return self._sql_owner(self.write)

    def sql_add(self) -> str:
        return self.sql_change()

    def sql_change(self) -> str:
        """What a row may become."""
        seen = [f"({column} is null or {_seen(column, target)})" for column, target in self.sees]
        return " and ".join([self.sql_write(), *seen])


@dataclass(frozen=True)
class Personal(Owned):
    """One's own and nobody else's, not even a colleague's of the same function."""

    def q(self, actor: Actor) -> Q:
        return super().q(actor) & Q(user_id=actor.user_id)

    def writable(self, actor: Actor) -> Q:
        return super().writable(actor) & Q(user_id=actor.user_id)

    def sql(self) -> str:
        return f"{super().sql()} and user_id = (select wall.user_id())"

    def sql_write(self) -> str:
        return f"{super().sql_write()} and user_id = (select wall.user_id())"


@dataclass(frozen=True)
class Partly(Owned):
    """The owner's, where more of its functions read the rows that hang on nothing of `apart`.

    An exit group and a casework unit may sit in one agency (OSL 8:2): caseworkers log their own
    follow-ups on offers, and never see the exit group's on a contact or a case.
    """

    also: frozenset[str] = frozenset()
    apart: tuple[str, ...] = ()

    def _q(self, actor: Actor, functions: frozenset[str]) -> Q:
        if actor.has(functions):
            return Q(scope_id=actor.scope)
        if actor.has(self.also):
            return Q(scope_id=actor.scope, **{f"{name}__isnull": True for name in self.apart})
        return NO_ROWS

    def q(self, actor: Actor) -> Q:
        return self._q(actor, self.read)

    def writable(self, actor: Actor) -> Q:
        return self._q(actor, self.write)

    def _sql(self, own: str) -> str:
        free = " and ".join(f"{name}_id is null" for name in self.apart)
        also = f"scope_id = any((select wall.own({literal(self.also)}))::int[])"
        return f"{own} or ({free} and {also})"

    def sql(self) -> str:
        return self._sql(super().sql())

    def sql_write(self) -> str:
        return self._sql(super().sql_write())


@dataclass(frozen=True)
class Shared(Owned):
    """Group-level: the partnership reads it on each participation's standing decision.

    Row by row revocable (`sealed`). What OSL 18 kap. says of such rows is answered in the
    standing decision.
    """

    kind: str = ""

    def q(self, actor: Actor) -> Q:
        if not actor.has(self.read):
            return NO_ROWS
        partners = actor.partners.get(self.kind, ())
        return Q(scope_id=actor.scope) | Q(sealed=False, scope_id__in=partners)

    def sql(self) -> str:
        partners = f"(select wall.shared('{self.kind}', {literal(self.read)}))::int[]"
        return f"{super().sql()} or (not sealed and scope_id = any({partners}))"
