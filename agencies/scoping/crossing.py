"""Rules of rows that cross the wall: by a grant, a delivery, a request or an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from agencies.scoping.actor import Actor
from agencies.scoping.owned import NO_ROWS, Owned, literal


def _beside(own: Q) -> Q:
    """The owner's half; where there is none, one that nothing meets.

    An `exists` that stands alone becomes a join, which walks what was given row by row; beside an
    `or` it stays a condition, which is hashed.
    """
    return Q(scope_id=0) if own == NO_ROWS else own


@dataclass(frozen=True)
class Granted(Owned):
    """The owner, and the functions to which the row was disclosed by a grant in force.

    Both locks ask whether a grant exists, so that PostgreSQL looks up a few rows one by one and
    hashes the grants for many: an array of ten thousand ids is searched from end to end for every
    row it is held against. The giver is always one of the partnership's live scopes, which is
    what an index can find.
    """

    grant: str = ""
    given: str = ""  # the view of the ids given to the actor

    def granted(self, actor: Actor, column: str) -> Q:
        """Rows whose `column` is an id given to the actor by a grant in force."""
        grants = apps.get_model(self.grant)._default_manager.filter(
            content_object_id=OuterRef(column),
            group_id__in=actor.receiving,
            scope_id__in=actor.live,
            revoked_at__isnull=True,
            expires_at__gt=Now(),
        )
        return Q(Exists(grants))

    def q(self, actor: Actor) -> Q:
        own = super().q(actor)
        if not actor.receiving or not actor.live:
            return own
        return _beside(own) | (Q(scope_id__in=actor.live) & self.granted(actor, "pk"))

    def is_given(self, column: str) -> str:
        return f"exists (select from wall.{self.given} where given_id = {column})"

    def sql(self) -> str:
        live = "scope_id = any((select wall.live())::int[])"
        return f"{super().sql()} or ({live} and {self.is_given('id')})"


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
        return " and ".join(
            f"({name}_scope_id = any({own}) or {self.governor.is_given(f'{name}_id')})"
            for name in self.joins
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
    """A disclosure and what hangs on it: the giver, and the functions it was delivered to.

    Once it is over it lies in the receiver's closed archive: the registrar who has given a reason
    reads it for an hour.
    """

    key: str = "disclosure_id"

    def q(self, actor: Actor) -> Q:
        own = super().q(actor)
        deliveries = apps.get_model("agencies.Delivery")._default_manager
        if actor.receiving and actor.live:
            received = deliveries.reaching(actor).filter(disclosure_id=OuterRef(self.key))
            own = _beside(own) | (Q(scope_id__in=actor.live) & Q(Exists(received)))
        if actor.archive:
            own |= Q(Exists(deliveries.opened_by(actor).filter(disclosure_id=OuterRef(self.key))))
        return own

    def sql(self) -> str:
        live = "scope_id = any((select wall.live())::int[])"
        given = f"exists (select from wall.given_disclosure where given_id = {self.key})"
        return (
            f"{super().sql()} or ({live} and {given})"
            f" or {self.key} = any((select wall.opened())::int[])"
        )


@dataclass(frozen=True)
class Received(Owned):
    """What names a receiving group, a grant or a notice: its giver, and those it was given to.

    With `archived`, the receiver's registrar also sees that it was given once it is over.
    """

    archived: bool = False

    def q(self, actor: Actor) -> Q:
        seen = super().q(actor) | Q(group_id__in=actor.receiving)
        if self.archived:
            over = Q(withdrawn_at__isnull=False) | Q(ends_at__lte=Now())
            seen |= Q(group_id__in=actor.archive) & over
        return seen

    def sql(self) -> str:
        seen = f"{super().sql()} or group_id = any((select wall.groups())::int[])"
        if self.archived:
            over = "(withdrawn_at is not null or ends_at <= now())"
            seen += f" or (group_id = any((select wall.archive())::int[]) and {over})"
        return seen


@dataclass(frozen=True)
class Asked(Owned):
    """A request: the asker, and the function it was put to; or there one named person alone."""

    def q(self, actor: Actor) -> Q:
        named = Q(decider__isnull=True) | Q(decider_id=actor.user_id)
        put = Q(group_id__in=actor.receiving, scope_id__in=actor.live, withdrawn_at__isnull=True)
        return super().q(actor) | (put & named)

    def sql(self) -> str:
        return (
            f"{super().sql()} or (group_id = any((select wall.groups())::int[])"
            " and scope_id = any((select wall.live())::int[]) and withdrawn_at is null"
            " and (decider_id is null or decider_id = (select wall.user_id())))"
        )


@dataclass(frozen=True)
class Told(Owned):
    """An answer or a receipt: its writer, and the one participation (`told`) that hears of it."""

    def q(self, actor: Actor) -> Q:
        own = super().q(actor)
        if not actor.has(self.read):
            return own
        return own | Q(told_id=actor.scope, told_ring__in=["", *sorted(actor.functions)])

    def sql(self) -> str:
        return (
            f"{super().sql()} or (told_id = any((select wall.own({literal(self.read)}))::int[])"
            " and (told_ring = '' or told_ring = any((select wall.functions())::text[])))"
        )
