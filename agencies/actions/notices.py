"""What receivers do: say that a notice is read, and open the closed archive."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from agencies import policies
from agencies.ledger import record, told_to
from agencies.models import Acknowledgement, Delivery, Notice, Opening
from agencies.scoping import Actor
from gvi.core.refusals import Refused


@transaction.atomic
def acknowledge(*, actor: Actor, notice: Notice) -> Acknowledgement:
    """Say that a notice is read. Doing it again changes nothing.

    That a round was received is told to whoever sent it; any other reading only where the ledger
    tells it too, so that no giver learns whom an exit group works with.
    """
    policies.require_work(actor)
    told = notice.scope_id if notice.kind == Notice.Kind.ROUND else told_to(actor, notice)
    receipt, made = Acknowledgement.objects.get_or_create(
        scope_id=actor.scope,
        notice=notice,
        read_by_id=actor.user_id,
        defaults={
            "ring": policies.ring_of(actor),
            "told_id": told,
            "told_ring": notice.ring,
        },
    )
    if made:
        record(actor, "notice.read", notice)
    return receipt


@transaction.atomic
def open_copy(*, actor: Actor, delivery: Delivery, reason: str) -> Opening:
    """Open a copy in the agency's closed archive for an hour (TF 2 kap., OSL 5:1)."""
    policies.require_registry(actor)
    if delivery.group_id not in actor.archive:
        raise Refused(_("This is not in your agency's archive."))
    opening = Opening.objects.create(
        scope_id=actor.scope, delivery=delivery, user_id=actor.user_id, reason=reason
    )
    record(actor, "archive.opened", opening, context=str(delivery.ref))  # its own: no giver hears
    return opening
