"""What crosses the wall: decide on a disclosure, and take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import grants, policies
from agencies.ledger import record
from agencies.models import (
    Delivery,
    DisclosedItem,
    Disclosure,
    LegalGround,
    Receiver,
)
from agencies.scoping import Actor
from gvi.core.refusals import Refused

LONGEST = timedelta(days=5 * 365)


class NothingCrosses(Refused):
    """The agreement or a participation has lapsed: no new disclosures."""


class GroundNotPossible(Refused):
    """The ground is not enabled, or not in force on the day of the decision."""


@dataclass(frozen=True)
class Item:
    """One thing to disclose: what kind, which row, and the chosen parts to freeze."""

    kind: str
    about: UUID
    frozen: dict[str, object] = field(default_factory=dict)


def next_number(actor: Actor, today: date) -> str:
    """The owner's own running number of the year. It counts only the owner's decisions."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [actor.scope, today.year])
    made = Disclosure.objects.filter(scope_id=actor.scope, number__startswith=f"{today.year}-")
    return f"{today.year}-{made.count() + 1}"


def end_of(day: date) -> datetime:
    """The moment a day is over, in local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@transaction.atomic
def disclose(
    *,
    actor: Actor,
    items: Sequence[Item],
    receivers: Sequence[Receiver],
    ground: LegalGround,
    purpose: str,
    need: str,
    ends_on: date,
) -> Disclosure:
    """Decide that named functions may read chosen items until a day; frozen as they are now.

    Raises `NothingCrosses` when no agreement or participation carries it, and
    `GroundNotPossible` when the ground is not in force. Granting the rows themselves is done
    upstairs, where they live.
    """
    policies.require_decide(actor)
    now, today = timezone.now(), timezone.localdate()
    if not today <= ends_on <= today + LONGEST:
        raise Refused(_("A decision lasts five years at most, and ends ahead."), field="ends_on")
    if not actor.live or any(each.participation_id not in actor.live for each in receivers):
        raise NothingCrosses(_("The agreement or a participation has lapsed; nothing is shared."))
    if not ground.is_enabled or ground.from_on > today or (ground.to_on and ground.to_on < today):
        raise GroundNotPossible(_("This ground cannot be used today."), field="ground")
    disclosure = Disclosure(
        scope_id=actor.scope,
        number=next_number(actor, today),
        ground=ground,
        purpose=purpose,
        need=need,
        decided_by_id=actor.user_id,
        decided_at=now,
        ends_at=end_of(ends_on),
    )
    disclosure.full_clean(validate_unique=False, exclude=["scope", "decided_by", "ground"])
    disclosure.save(force_insert=True)
    DisclosedItem.objects.bulk_create(
        DisclosedItem(
            scope_id=actor.scope,
            disclosure=disclosure,
            kind=item.kind,
            about=item.about,
            frozen=item.frozen,
        )
        for item in items
    )
    Delivery.objects.bulk_create(
        Delivery(
            scope_id=actor.scope,
            disclosure=disclosure,
            receiver=receiver,
            group_id=receiver.group_id,
            ends_at=disclosure.ends_at,
        )
        for receiver in receivers
    )
    record(actor, "disclosure.decided", disclosure, ground=ground.code)
    return disclosure


@transaction.atomic
def withdraw(*, actor: Actor, disclosure: Disclosure, reason: str) -> Disclosure:
    """Stop row access and new versions at once. What was read stays read, and is told."""
    policies.require_decide(actor)
    disclosure = (
        Disclosure.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=disclosure.pk)
    )
    if disclosure.withdrawn_at is not None:
        raise Refused(_("This disclosure has already been withdrawn."))
    now = timezone.now()
    disclosure.withdrawn_at, disclosure.withdrawn_reason = now, reason
    disclosure.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    disclosure.deliveries.update(withdrawn_at=now)
    grants.revoke(disclosure)
    record(actor, "disclosure.withdrawn", disclosure)
    return disclosure
