"""Writing the ledger, sealing it and checking the seals.

Every reading of personal data and every write is one entry: a list is one entry with the
references it showed. Entries hold no content and no search words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import models
from django.utils import timezone

from agencies.models import Entry, Seal
from agencies.scoping import Actor, Function

channel: ContextVar[str] = ContextVar("channel", default="system")
_waiting: ContextVar[list[Entry] | None] = ContextVar("waiting", default=None)
EXIT_GROUPS = frozenset({Function.EXIT, Function.POLICE_EXIT})
SETTLED = timedelta(minutes=5)  # older than any request: no earlier entry can still appear


def told_to(actor: Actor, row: models.Model | None) -> int | None:
    """Whose auditors hear of it besides the actor's own: the row's owner, as a rule.

    Never when social services or an exit group acts: that they read about someone would tell
    that they work with them (OSL 26:1).
    """
    owner: int | None = getattr(row, "scope_id", None)
    is_secret = actor.legal_home == "social_board" or actor.has(EXIT_GROUPS)
    return None if is_secret and owner != actor.scope else owner


def record(
    actor: Actor,
    action: str,
    row: models.Model | None = None,
    *,
    context: str = "",
    ground: str = "",
) -> None:
    """One act or one reading of one row. Raises nothing of its own: no entry, no transaction."""
    _write(
        scope_id=actor.scope,
        user_id=actor.user_id,
        functions=",".join(sorted(actor.functions)),
        channel=channel.get(),
        action=action,
        kind=str(row._meta.model_name) if row is not None else "",
        ref=getattr(row, "ref", None),
        owner_id=told_to(actor, row),
        context=context,
        ground=ground,
    )


def record_list(actor: Actor, action: str, rows: Iterable[models.Model], context: str = "") -> None:
    """One reading of a list: what it showed, by reference."""
    shown = list(rows)
    _write(
        scope_id=actor.scope,
        user_id=actor.user_id,
        functions=",".join(sorted(actor.functions)),
        channel=channel.get(),
        action=action,
        kind=str(shown[0]._meta.model_name) if shown else "",
        refs=[str(getattr(row, "ref", "")) for row in shown],
        context=context,
    )


def _write(**values: object) -> None:
    waiting = _waiting.get()
    if waiting is None:
        Entry.objects.create(**values)
    else:
        waiting.append(Entry(**values))


@contextmanager
def in_one_statement() -> Iterator[None]:
    """What is recorded inside is written when it ends: a page of many lists, one statement.

    Only round reading, in one transaction: where it breaks off nothing was shown.
    """
    waiting: list[Entry] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    Entry.objects.bulk_create(waiting)


def line(entry: Entry) -> str:
    """An entry as the text that is hashed."""
    values = (
        entry.pk,
        entry.at.isoformat(),
        entry.scope_id,
        entry.user_id,
        entry.functions,
        entry.channel,
        entry.action,
        entry.kind,
        entry.ref,
        entry.owner_id,
        ",".join(entry.refs),
        entry.context,
        entry.ground,
    )
    return "\x1f".join("" if value is None else str(value) for value in values)


def digest(before: str, entries: Iterable[Entry]) -> str:
    """The hash of a stretch, chained to the one before it."""
    total = hashlib.sha256(before.encode())
    for entry in entries:
        total.update(line(entry).encode())
        total.update(b"\x1e")
    return total.hexdigest()


def seal(actor: Actor) -> Seal | None:
    """Close the settled entries of the actor's participation; None when there are none."""
    last = Seal.objects.filter(scope_id=actor.scope).last()
    entries = list(
        Entry.objects.filter(
            scope_id=actor.scope,
            pk__gt=last.last if last else 0,
            at__lt=timezone.now() - SETTLED,
        ).order_by("pk")
    )
    if not entries:
        return None
    return Seal.objects.create(
        scope_id=actor.scope,
        first=entries[0].pk,
        last=entries[-1].pk,
        count=len(entries),
        digest=digest(last.digest if last else "", entries),
    )


def broken_seals(actor: Actor) -> list[Seal]:
    """Seals of the actor's participation that no longer fit the entries they closed."""
    broken, before = [], ""
    for seal in Seal.objects.filter(scope_id=actor.scope).order_by("pk"):
        entries = Entry.objects.filter(
            scope_id=actor.scope, pk__gte=seal.first, pk__lte=seal.last
        ).order_by("pk")
        if digest(before, entries.iterator()) != seal.digest or entries.count() != seal.count:
            broken.append(seal)
        before = seal.digest
    return broken
