"""Who can see a row: the same conditions as the rules, asked the other way round."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actors import live_scopes
from agencies.grants import Grant
from agencies.models import Agency, Participation, Posting, StandingDecision
from agencies.scoping import Actor, Granted, Rule, Shared


@dataclass(frozen=True)
class Reader:
    """One agency's functions that read a row: how many people today, on what, until when."""

    participation: Participation
    functions: tuple[str, ...]
    people: int
    holds: str = ""
    ground: str = ""
    decided_on: object = None
    until: object = None
    names: tuple[str, ...] = field(default=())

    @property
    def agency(self) -> Agency:
        return self.participation.agency


def colleagues(actor: Actor, functions: frozenset[str]) -> int:
    """How many people of the actor's own participation hold one of these functions today."""
    return _postings(actor.scope, functions).values("user").distinct().count()


def readers_of(
    actor: Actor, row: Model, rule: Rule, grant: type[Grant] | None = None
) -> list[Reader]:
    """Every agency that reads the row today, the owner first. For the owner's own eyes."""
    owner = Participation.objects.select_related("agency", "partnership").get(pk=row.scope_id)
    found = [_reader(owner, rule.read)]
    live = set(live_scopes(owner, timezone.localdate())) - {owner.pk}
    if isinstance(rule, Shared) and not row.sealed and _shares(owner, rule.kind):
        partners = Participation.objects.filter(pk__in=live).select_related("agency")
        found += [_reader(each, rule.read, ground="18 kap. OSL") for each in partners]
    if isinstance(rule, Granted) and grant is not None:
        found += _granted(row, grant, live)
    if row.scope_id != actor.scope:  # who works where is the owner's to see
        found = [replace(each, names=()) for each in found]
    return [each for each in found if each.people]


def _granted(row: Model, grant: type[Grant], live: set[int]) -> list[Reader]:
    grants = (
        grant.objects.filter(
            content_object=row,
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
            group__receiver__participation__in=live,
        )
        .select_related("group__receiver__participation__agency", "item__disclosure__ground")
        .order_by("group_id", "-expires_at")
    )
    readers = {}
    for each in grants:
        receiver, decision = each.group.receiver, each.item.disclosure
        readers.setdefault(
            each.group_id,
            _reader(
                receiver.participation,
                frozenset({receiver.function}),
                ground=decision.ground.name,
                decided_on=decision.decided_at,
                until=decision.last_day,
            ),
        )
    return list(readers.values())


def _shares(owner: Participation, kind: str) -> bool:
    today = timezone.localdate()
    return StandingDecision.objects.filter(
        participation=owner, kind=kind, from_on__lte=today, to_on__gte=today
    ).exists()


def _postings(scope: int, functions: frozenset[str]):
    today = timezone.localdate()
    return Posting.objects.filter(
        Q(participation_id=scope, function__in=functions, from_on__lte=today, to_on__gte=today),
        user__is_active=True,
        user__is_system=False,
    )


def _reader(participation: Participation, functions: frozenset[str], **values: object) -> Reader:
    postings = _postings(participation.pk, functions).select_related("user")
    names = {posting.user_id: posting.user.name for posting in postings}
    held = tuple(sorted({posting.get_function_display() for posting in postings}))
    return Reader(
        participation,
        held,
        people=len(names),
        holds=", ".join(held),
        names=tuple(sorted(names.values())),
        **values,
    )


def saved_for(actor: Actor, rule: Rule) -> dict[str, object]:
    """The line before saving: for whom a new row of this rule is kept."""
    own = Participation.objects.select_related("agency").get(pk=actor.scope)
    if isinstance(rule, Shared) and _shares(own, rule.kind):
        return {"audience": _("all agencies in the partnership"), "people": None}
    return {"audience": str(own.agency), "people": colleagues(actor, rule.read)}
