"""What had been disclosed for a meeting, read again by the rights of the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.models import Delivery, DisclosedItem, Disclosure, Receiver
from agencies.scoping import Actor
from offers.models import Case

MOST = 100  # received decisions to choose among, the latest first


def readable(actor: Actor) -> QuerySet[Disclosure]:
    """The agency's own decisions, and those received that reach the actor today."""
    reaching = Delivery.objects.reaching(actor).filter(disclosure=OuterRef("pk"))
    rows = Disclosure.objects.visible_to(actor).filter(Q(scope_id=actor.scope) | Exists(reaching))
    return rows.select_related("scope__agency")


def of(actor: Actor, papers: Iterable[UUID]) -> QuerySet[Disclosure]:
    """Those of a meeting's papers that the actor can still read."""
    return readable(actor).filter(ref__in=list(papers))


def to_choose(actor: Actor, case: Case, chosen: Collection[UUID] = ()) -> QuerySet[Disclosure]:
    """Own decisions about the case, and what others have disclosed, the latest first.

    What is chosen already stays among them.
    """
    items = DisclosedItem.objects.visible_to(actor).filter(disclosure=OuterRef("pk"))
    about = Exists(items.filter(about=case.ref))
    rows = readable(actor)
    received = rows.exclude(scope_id=actor.scope).order_by("-decided_at", "-pk")
    latest = list(received.values_list("pk", flat=True)[:MOST])
    own = Q(scope_id=actor.scope) & about
    return rows.filter(own | Q(pk__in=latest) | Q(ref__in=list(chosen))).order_by(
        "scope__agency__name", "-decided_at", "-pk"
    )


def lay_out(actor: Actor, meetings: Iterable[Any]) -> None:
    """Put on each meeting who took part, and of its papers what the actor can read today.

    `is_less` says that something of them can no longer be read: the meeting is the reader's own
    agency's row, so its own list of papers tells nothing that the reader did not know.
    """
    found = list(meetings)
    readable = {each.ref: each for each in of(actor, {ref for one in found for ref in one.papers})}
    there = Receiver.objects.filter(pk__in={pk for each in found for pk in each.receivers})
    functions = {each.pk: each for each in there.select_related("participation__agency")}
    for each in found:
        each.functions = [functions[pk] for pk in each.receivers if pk in functions]
        each.read = [readable[ref] for ref in each.papers if ref in readable]
        each.is_less = len(each.read) < len(each.papers)
