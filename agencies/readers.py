"""“Who can see this”: the panel on a record, the mark in a list, the line before saving.

All three ask `agencies.seats`, which asks the rules. What the actor may not know of others'
decisions stays unknown here too: the panel then says who does know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.models import (
    Agency,
    Delivery,
    DisclosedItem,
    Disclosure,
    Participation,
    Posting,
)
from agencies.scoping import Actor, Delivered, Follows, Granted, Rule, Shared
from agencies.seats import Seat, live, seats

Words = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Decision:
    """What one decision gave: which copy, on which ground, when, and until when."""

    holds: str
    ground: str
    decided_on: object
    until: object
    url: str
    withdraw_url: str = ""


@dataclass(frozen=True)
class Reader:
    """One agency that reads a row today: how many people, in which functions, by what decision.

    `names` are told to the agency itself. `beyond` says that others read the row through this
    agency, and that only it knows which; `archived` that a closed copy lies in its archive.
    """

    agency: Agency
    scope: int
    people: int
    functions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    version_url: str = ""
    beyond: bool = False
    archived: bool = False


def staff(scopes: Iterable[int]) -> dict[int, dict[int, list[Posting]]]:
    """Those posted in each participation today, by user. The system's own accounts are nobody."""
    postings = Posting.objects.in_force(timezone.localdate()).filter(
        participation_id__in=set(scopes),
        user__is_active=True,
        user__is_system=False,
    )
    found: dict[int, dict[int, list[Posting]]] = defaultdict(lambda: defaultdict(list))
    for each in postings.select_related("user").order_by("user__name", "function"):
        found[each.participation_id][each.user_id].append(each)
    return found


def seated(places: list[Seat]) -> dict[int, dict[int, list[Posting]]]:
    """The people who sit in one of the seats, with the postings that put them there."""
    found: dict[int, dict[int, list[Posting]]] = {}
    for scope, people in staff(seat.scope for seat in places).items():
        here = [seat for seat in places if seat.scope == scope]
        found[scope] = {
            user: postings
            for user, postings in people.items()
            if any(seat.fits(user, frozenset(each.function for each in postings)) for seat in here)
        }
    return found


def readers_of(
    actor: Actor, row: Any, rule: Rule, *, words: Words | None = None, version_url: str = ""
) -> list[Reader]:
    """Every agency that reads the row today, the owner first, as far as the actor may know.

    `words` tells what a frozen copy holds; `version_url` is where its owner discloses anew.
    """
    places, beyond = seats(rule, row), _unseen(actor, row, rule)
    people, decisions = seated(places), _decisions(actor, row, places, words)
    archives = _archives(actor, row, rule)
    scopes = {row.scope_id, *beyond, *archives, *(seat.scope for seat in places)}
    named = Participation.objects.filter(pk__in=scopes).select_related("agency")
    readers = [
        _reader(
            actor,
            each,
            [seat for seat in places if seat.scope == each.pk],
            people.get(each.pk, {}),
            decisions=tuple(decisions[each.pk]),
            version_url=version_url if decisions[each.pk] and row.scope_id == actor.scope else "",
            beyond=each.pk in beyond,
            archived=each.pk in archives,
        )
        for each in sorted(named, key=lambda each: (each.pk != row.scope_id, each.agency.name))
    ]
    told = [each for each in readers if each.people or each.decisions or each.beyond]
    return told + [each for each in readers if each.archived and each not in told]


def _archives(actor: Actor, row: Any, rule: Rule) -> set[int]:
    """Where a closed copy of the actor's own decision lies. When it is opened is not told."""
    if not isinstance(rule, Delivered) or row.scope_id != actor.scope:
        return set()
    copies = Delivery.objects.over().filter(disclosure_id=row.pk)
    return set(copies.values_list("receiver__participation_id", flat=True))


def _reader(
    actor: Actor,
    participation: Participation,
    places: list[Seat],
    people: dict[int, list[Posting]],
    **values: Any,
) -> Reader:
    wanted = {function for seat in places for ring in seat.holds for function in ring}
    postings = [each for held in people.values() for each in held if each.function in wanted]
    names = tuple(held[0].user.name for held in people.values())
    return Reader(
        participation.agency,
        participation.pk,
        people=len(people),
        functions=tuple(sorted({str(each.get_function_display()) for each in postings})),
        names=names if participation.pk == actor.scope else (),
        **values,
    )


def _decisions(
    actor: Actor, row: Any, places: list[Seat], words: Words | None
) -> dict[int, list[Decision]]:
    """The decisions that carry each agency's reading: the giver knows all, a receiver its own."""
    carried = [
        (seat.scope, seat.carried)
        for seat in places
        if seat.carried is not None and actor.scope in (row.scope_id, seat.scope)
    ]
    known = Disclosure.objects.visible_to(actor).select_related("ground")
    items = DisclosedItem.objects.visible_to(actor).in_bulk(
        [each.item_id for _scope, each in carried if hasattr(each, "item_id")]
    )
    disclosures = known.in_bulk(
        [
            *(item.disclosure_id for item in items.values()),
            *(each.disclosure_id for _scope, each in carried if hasattr(each, "disclosure_id")),
        ]
    )
    may_withdraw = row.scope_id == actor.scope and actor.has(policies.DECIDING)
    found: dict[int, dict[tuple[int, str], Decision]] = defaultdict(dict)
    for scope, each in carried:
        item = items.get(getattr(each, "item_id", None))
        disclosure = disclosures.get(
            item.disclosure_id if item else getattr(each, "disclosure_id", None)
        )
        if disclosure is None:
            continue
        holds = words(item.frozen) if item and words else ""
        way = reverse("agencies:disclosure_withdraw", args=[disclosure.ref])
        found[scope][disclosure.pk, holds] = Decision(
            holds,
            ground=disclosure.ground.name,
            decided_on=disclosure.decided_at,
            until=disclosure.last_day,
            url=disclosure.get_absolute_url() if item else "",
            withdraw_url=way if may_withdraw and item else "",
        )
    return defaultdict(list, {scope: list(each.values()) for scope, each in found.items()})


def _unseen(actor: Actor, row: Any, rule: Rule) -> set[int]:
    """Agencies whose own decisions let others read the row, and which only they know."""
    if isinstance(rule, Granted | Delivered):
        owners = {row.scope_id}
    elif isinstance(rule, Follows) and not row.sealed:
        is_open = not rule.only_if or getattr(row, rule.only_if)
        joined = {getattr(row, f"{name}_scope_id") for name in rule.joins}
        owners = joined if is_open and None not in joined else set()
    else:
        owners = set()
    return owners - {actor.scope} if owners and live(row) else set()


def saved_for(actor: Actor, rule: Rule, **about: object) -> dict[str, object]:
    """The line before saving: for whom a new row of this rule is kept.

    `about` holds the rows it will hang on, where they are known.
    """
    ring = policies.ring_of(actor)
    row = SimpleNamespace(pk=None, scope_id=actor.scope, sealed=False, ring=ring)
    for name in (*getattr(rule, "joins", ()), *getattr(rule, "apart", ())):
        joined = about.get(name)
        setattr(row, f"{name}_id", getattr(joined, "pk", None))
        setattr(row, f"{name}_scope_id", getattr(joined, "scope_id", None))
    if isinstance(rule, Follows):
        setattr(row, rule.only_if or "is_open", True)
    places = seats(rule, row)
    own = Participation.objects.select_related("agency").get(pk=actor.scope)
    people = seated([seat for seat in places if seat.scope == actor.scope])
    count = len(people.get(actor.scope, {}))
    if isinstance(rule, Shared) and len(places) > 1:
        return {"audience": _("all agencies in the partnership"), "people": None}
    if isinstance(rule, Follows) and live(row):
        words = _("%(agency)s, and those who see the person")
        return {"audience": words % {"agency": own.agency}, "people": None}
    if isinstance(rule, Delivered) and live(row):
        words = _("%(agency)s, and the functions you choose")
        return {"audience": words % {"agency": own.agency}, "people": None}
    return {"audience": str(own.agency), "people": count}


def mark(actor: Actor, rows: Iterable[Any], rule: Rule) -> None:
    """Put on each row of a list the mark that says who reads it, as far as the actor may know."""
    shown = list(rows)
    agencies = _receivers(actor, shown, rule)
    for row in shown:
        row.mark = _mark(actor, row, rule, agencies)


def _mark(actor: Actor, row: Any, rule: Rule, agencies: dict[int, list[Agency]]) -> dict[str, Any]:
    if isinstance(rule, Granted | Delivered):
        if row.scope_id != actor.scope:
            return {"kind": "received"}
        named = [{"kind": each.kind, "name": each.name} for each in agencies.get(row.pk, [])]
        return {"kind": "shared", "agencies": named} if named else {"kind": "own"}
    if isinstance(rule, Shared):
        crosses = not row.sealed and row.scope_id in actor.partners.get(rule.kind, ())
        return {"kind": "all"} if crosses else {"kind": "own"}
    if isinstance(rule, Follows):
        is_open = not rule.only_if or getattr(row, rule.only_if)
        joined = all(getattr(row, f"{name}_id") is not None for name in rule.joins)
        crosses = not row.sealed and is_open and joined and row.scope_id in actor.live
        return {"kind": "person"} if crosses else {"kind": "own"}
    return {"kind": "own"}


def _receivers(actor: Actor, rows: list[Any], rule: Rule) -> dict[int, list[Agency]]:
    """The other agencies to which each of the actor's own rows was given, in one question."""
    own = [row.pk for row in rows if row.scope_id == actor.scope]
    given: QuerySet[Any]
    if isinstance(rule, Granted):
        key = "content_object_id"
        given = apps.get_model(rule.grant)._default_manager.filter(
            revoked_at__isnull=True, expires_at__gt=Now()
        )
    elif isinstance(rule, Delivered):
        key = "disclosure_id"
        given = Delivery.objects.filter(withdrawn_at__isnull=True, ends_at__gt=Now())
    else:
        return {}
    crossing = given.filter(
        **{f"{key}__in": own},
        scope_id__in=actor.live,
        group__receiver__participation_id__in=actor.live,
    ).exclude(group__receiver__participation_id=actor.scope)
    found: dict[int, dict[int, Agency]] = defaultdict(dict)
    for each in crossing.select_related("group__receiver__participation__agency"):
        agency = each.group.receiver.participation.agency
        found[getattr(each, key)][agency.pk] = agency
    return {pk: sorted(each.values(), key=lambda agency: agency.name) for pk, each in found.items()}
