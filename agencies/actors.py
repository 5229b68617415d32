"""From a user in a participation to an Actor, and back into the database's ear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.models import (
    Agreement,
    AgreementParty,
    Participation,
    Posting,
    Receiver,
    StandingDecision,
    User,
)
from agencies.policies import CROSSING
from agencies.scoping import NOBODY, Actor, Function
from gvi.core.database.actor import speaking_as


def postings_in_force(user: User, today: date | None = None) -> QuerySet[Posting]:
    """What a user may be today, in any participation."""
    today = today or timezone.localdate()
    return Posting.objects.in_force(today).filter(user=user)


def actor_for(user: User | None, participation_id: int | None = None) -> Actor:
    """The actor a user is in one participation, or NOBODY; the first one when none is named.

    Reads only tables without row-level security, with the same conditions as `wall.functions`,
    `wall.live`, `wall.shared` and `wall.groups`; the three oracles compare them.
    """
    if user is None or not user.is_active:
        return NOBODY
    today = timezone.localdate()
    postings = postings_in_force(user, today).order_by("participation_id")
    rows = list(postings.values_list("participation_id", "function"))
    scopes = [scope for scope, _function in rows]
    if not scopes:
        return NOBODY
    scope = participation_id or scopes[0]
    if scope not in scopes:
        return NOBODY  # named and no longer in force: never another one instead
    participation = Participation.objects.select_related("agency", "partnership").get(pk=scope)
    functions = frozenset(function for owner, function in rows if owner == scope)
    live = live_scopes(participation, today)
    return Actor(
        user_id=user.pk,
        scope=scope,
        partnership_id=participation.partnership_id,
        agency_id=participation.agency_id,
        agency_kind=participation.agency.kind,
        legal_home=participation.agency.legal_home,
        functions=functions,
        partners=_partners(live, today),
        receiving=_receiving(scope, functions) if live else (),
        archive=_archive(scope, functions),
        live=live,
        state=participation.partnership.state,
        leads=participation.is_coordinating,
        duty_decided=participation.duty_decided_on is not None,
    )


def live_scopes(participation: Participation, today: date) -> tuple[int, ...]:
    """Participations of the partnership that may share at all today.

    None when the partnership is not yet, or no longer, at work, or when the agreement or the
    reader's own participation has lapsed: that stops reading across agencies, never an agency's
    own rows.
    """
    if participation.partnership.state not in CROSSING:
        return ()
    agreed = Agreement.objects.in_force(today).filter(partnership_id=participation.partnership_id)
    bound = agreed.filter(parties__participation=participation)
    together = AgreementParty.objects.filter(agreement__in=bound)
    on_paper = agreed.filter(signed_on__isnull=False)
    in_force = Participation.objects.in_force(today).filter(
        Q(partnership_id__in=on_paper.values("partnership_id"))
        | Q(pk__in=together.values("participation_id")),
        partnership_id=participation.partnership_id,
    )
    scopes = tuple(in_force.values_list("pk", flat=True))
    return scopes if participation.pk in scopes else ()


def _partners(live: tuple[int, ...], today: date) -> dict[str, tuple[int, ...]]:
    kinds: dict[str, list[int]] = defaultdict(list)
    if live:
        decisions = StandingDecision.objects.in_force(today).filter(participation_id__in=live)
        for kind, scope in decisions.values_list("kind", "participation_id").distinct():
            kinds[kind].append(scope)
    return {kind: tuple(scopes) for kind, scopes in kinds.items()}


def _receiving(scope: int, functions: frozenset[str]) -> tuple[int, ...]:
    receivers = Receiver.objects.filter(participation_id=scope, function__in=functions)
    return tuple(receivers.values_list("group_id", flat=True))


def _archive(scope: int, functions: frozenset[str]) -> tuple[int, ...]:
    """The registrar keeps what any function of the agency has received, and is done with.

    But for the police's exit group: what it has received is its own to keep.
    """
    if Function.REGISTRY not in functions:
        return ()
    receivers = Receiver.objects.filter(participation_id=scope)
    if Function.POLICE_EXIT not in functions:
        receivers = receivers.exclude(function=Function.POLICE_EXIT)
    return tuple(receivers.values_list("group_id", flat=True))


def system_actor(participation: Participation) -> Actor:
    """The named system user that computes one participation's figures, behind its own wall."""
    posting = (
        Posting.objects.filter(participation=participation, function=Function.FIGURES)
        .select_related("user")
        .first()
    )
    if posting is None:
        return NOBODY
    return actor_for(posting.user, participation.pk)


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Open a transaction in which both locks know the actor. Tasks, commands and tests use it."""
    with speaking_as(str(actor)), transaction.atomic():
        yield actor
