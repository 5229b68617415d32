"""The heart: who acts, and the shapes a reading rule can have.

A rule is stated once and gives two locks: `q(actor)` for the ORM and `sql()` for row-level
security. They must say the same; the three oracles in `tests/wall` hold them to it. The arrays
are literal in the ORM and computed once per statement in SQL (a wrapped STABLE function), so
that both sides stay `int4 = any(array)`, which is leakproof and can use an index.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Function(models.TextChoices):
    """The rings inside an agency. A posting gives one of them, with dates and an approver."""

    COORDINATION = "coordination", _("Coordination")
    ANALYSIS = "analysis", _("Analysis")
    CASEWORK = "casework", _("Casework")
    EXIT = "exit", _("Exit group")
    POLICE_EXIT = "police_exit", _("Police exit group")
    DECISION = "decision", _("Decision")
    REGISTRY = "registry", _("Registry")
    AUDIT = "audit", _("Audit")
    STEERING = "steering", _("Steering group")
    ADMINISTRATION = "administration", _("Administration")
    FIGURES = "figures", _("Figures (system)")


NEVER_RECEIVING = frozenset({Function.ADMINISTRATION, Function.AUDIT, Function.STEERING})


@dataclass(frozen=True)
class Actor:
    """One user in one participation, with the functions in force today.

    `partners` maps a kind of group-level row to the scopes whose standing decision shares it;
    `receiving` holds the guardian groups whose grants this actor may use; `live` the scopes of
    the partnership from which anything crosses at all today.
    """

    user_id: int = 0
    scope: int = 0
    partnership_id: int = 0
    agency_id: int = 0
    agency_kind: str = ""
    legal_home: str = ""
    functions: frozenset[str] = frozenset()
    partners: dict[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    receiving: tuple[int, ...] = ()
    live: tuple[int, ...] = ()

    def has(self, functions: Iterable[str]) -> bool:
        """Whether one of these functions is in force for the actor."""
        return not self.functions.isdisjoint(functions)

    def __str__(self) -> str:
        """The actor as the database hears it."""
        return f"{self.user_id}:{self.scope}" if self.user_id else ""


NOBODY = Actor()
NO_ROWS = Q(pk__in=[])


class IdsOf(ArraySubquery):
    """A subquery of ids as an array, ready to follow `any`."""

    template = "(ARRAY(%(subquery)s))"


class IsAnyOf(Func):
    """`column = any(array(…))`, which can use the column's index beside another condition.

    `column in (subquery)` beside an `or` costs the whole table (permissions.md 5.2).
    """

    template = "%(expressions)s"
    arg_joiner = " = any "
    output_field = models.BooleanField()

    def __init__(self, column: str, rows: QuerySet[Any], value: str) -> None:
        super().__init__(F(column), IdsOf(rows.order_by().values(value)))


def literal(functions: Iterable[str]) -> str:
    """A set of functions as a PostgreSQL array literal."""
    return "'{" + ",".join(sorted(functions)) + "}'::text[]"


@dataclass(frozen=True)
class Owned:
    """Read and written by some functions of the owner alone: an agency's own part."""

    read: frozenset[str]
    write: frozenset[str]

    def q(self, actor: Actor) -> Q:
        return Q(scope_id=actor.scope) if actor.has(self.read) else NO_ROWS

    def writable(self, actor: Actor) -> Q:
        return Q(scope_id=actor.scope) if actor.has(self.write) else NO_ROWS

    def sql(self) -> str:
        return f"scope_id = any((select wall.own({literal(self.read)}))::int[])"

    def sql_write(self) -> str:
        return f"scope_id = any((select wall.own({literal(self.write)}))::int[])"

    def sql_add(self) -> str:
        return self.sql_write()


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


@dataclass(frozen=True)
class Granted(Owned):
    """The owner, and the functions to which the row was disclosed by a grant in force."""

    grant: str = ""
    definer: str = ""

    def granted(self, actor: Actor, column: str) -> Q:
        """Rows whose `column` is an id given to the actor by a grant in force."""
        grants = apps.get_model(self.grant)._default_manager.filter(
            group_id__in=actor.receiving,
            scope_id__in=actor.live,
            revoked_at__isnull=True,
            expires_at__gt=Now(),
        )
        return Q(IsAnyOf(column, grants, "content_object_id"))

    def q(self, actor: Actor) -> Q:
        own = super().q(actor)
        if not actor.receiving or not actor.live:
            return own
        return own | self.granted(actor, "id")

    def sql(self) -> str:
        return f"{super().sql()} or id = any((select wall.{self.definer}())::int[])"


@dataclass(frozen=True)
class Follows(Owned):
    """Person-level: the owner, and whoever sees every row it joins, unless sealed.

    `joins` names the foreign keys; beside each stands `<name>_scope`, the owner of the joined
    row (kept true by a composite foreign key), so that the owner's side needs no second lookup.
    """

    governor: Granted = None  # type: ignore[assignment]  # keyword-only in practice
    joins: tuple[str, ...] = ()
    only_if: str = ""
    keeping: frozenset[str] = frozenset()  # the owner's functions that also read the other rows

    def _own(self, actor: Actor) -> Q:
        """With `only_if`, the owner's wider functions read only such rows too."""
        own = super().q(actor)
        if not self.only_if or actor.has(self.keeping):
            return own
        return own & Q(**{self.only_if: True})

    def _sql_own(self) -> str:
        if not self.only_if:
            return super().sql()
        keeping = f"scope_id = any((select wall.own({literal(self.keeping)}))::int[])"
        return f"({super().sql()} and {self.only_if}) or {keeping}"

    def q(self, actor: Actor) -> Q:
        reached = Q(sealed=False, scope_id__in=actor.live)
        if self.only_if:
            reached &= Q(**{self.only_if: True})
        for name in self.joins:
            seen = NO_ROWS
            if actor.has(self.governor.read):
                seen |= Q(**{f"{name}_scope_id": actor.scope})
            if actor.receiving and actor.live:
                seen |= self.governor.granted(actor, f"{name}_id")
            reached &= seen
        return self._own(actor) | reached

    def sql_seen(self) -> str:
        own = f"(select wall.own({literal(self.governor.read)}))::int[]"
        given = f"(select wall.{self.governor.definer}())::int[]"
        return " and ".join(
            f"({name}_scope_id = any({own}) or {name}_id = any({given}))" for name in self.joins
        )

    def sql_add(self) -> str:
        """A row may be born only where its writer sees what it points at, and may outlive that."""
        return f"{self.sql_write()} and {self.sql_seen()}"

    def sql(self) -> str:
        condition = "not sealed and scope_id = any((select wall.live())::int[])"
        condition += f" and {self.only_if}" if self.only_if else ""
        return f"{self._sql_own()} or ({condition} and {self.sql_seen()})"


@dataclass(frozen=True)
class Delivered(Owned):
    """A disclosure and what hangs on it: the giver, and the functions it was delivered to."""

    key: str = "disclosure_id"

    def q(self, actor: Actor) -> Q:
        own = super().q(actor)
        if not actor.receiving or not actor.live:
            return own
        deliveries = apps.get_model("agencies.Delivery")._default_manager.filter(
            group_id__in=actor.receiving,
            scope_id__in=actor.live,
            withdrawn_at__isnull=True,
            ends_at__gt=Now(),
        )
        return own | Q(IsAnyOf(self.key, deliveries, "disclosure_id"))

    def sql(self) -> str:
        return f"{super().sql()} or {self.key} = any((select wall.delivered())::int[])"


@dataclass(frozen=True)
class Received(Owned):
    """A grant: its giver, and the functions it was given to."""

    def q(self, actor: Actor) -> Q:
        return super().q(actor) | Q(group_id__in=actor.receiving)

    def sql(self) -> str:
        return f"{super().sql()} or group_id = any((select wall.groups())::int[])"


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


Rule = Owned


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows with an owner. A subclass names its rule; `visible_to` is the one word for reading."""

    rule: ClassVar[Rule]

    def visible_to(self, actor: Actor) -> Self:
        if not actor.user_id:
            return self.none()
        return self.filter(self.rule.q(actor))

    def writable_by(self, actor: Actor) -> Self:
        """Rows an action may change: its owner's functions alone."""
        if not actor.user_id:
            return self.none()
        return self.filter(self.rule.writable(actor))
