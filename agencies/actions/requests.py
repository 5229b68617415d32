"""Asking another agency, and answering."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.ledger import record
from agencies.models import Answer, Disclosure, Receiver, Request
from agencies.scoping import Actor, Function
from gvi.core.refusals import Refused


@transaction.atomic
def ask(*, actor: Actor, receiver: Receiver, kind: str, **values: Any) -> Request:
    """Put a request to a function of another agency of the partnership.

    One for contact details goes to that agency's named decision-maker and to nobody else; the
    answer to the asker here is the same whoever it is about, known or not. Raises `Refused` when
    nothing crosses, or when the agency has named nobody.
    """
    policies.require_decide(actor)
    owner = receiver.participation
    if not policies.may_disclose(actor) or owner.pk not in actor.live or owner.pk == actor.scope:
        raise Refused(_("The agreement or a participation has lapsed; nothing is shared."))
    decider = None
    if kind == Request.Kind.CONTACT:
        decider = owner.contact_decider
        if decider is None:
            raise Refused(
                _("The agency has not named who decides on contact details. Ask its registrar."),
                field="receiver",
            )
    request = Request(
        scope_id=actor.scope,
        ring=policies.ring_of(actor),
        kind=kind,
        receiver=receiver,
        group_id=receiver.group_id,
        decider=decider,
        asked_by_id=actor.user_id,
        **values,
    )
    request.full_clean(exclude=["scope", "receiver", "group", "decider", "ground", "asked_by"])
    request.save(force_insert=True)
    record(actor, "request.made", request)
    return request


@transaction.atomic
def withdraw_request(*, actor: Actor, request: Request) -> Request:
    """Take an unanswered request back; the agency asked sees it no more."""
    policies.require_decide(actor)
    rows = Request.objects.writable_by(actor).select_for_update(of=("self",))
    request = rows.get(pk=request.pk)
    if request.withdrawn_at or Answer.objects.visible_to(actor).filter(request=request).exists():
        raise Refused(_("This request is answered or taken back already."))
    request.withdrawn_at = timezone.now()
    request.save(update_fields=["withdrawn_at"])
    record(actor, "request.withdrawn", request)
    return request


@transaction.atomic
def answer_request(
    *,
    actor: Actor,
    request: Request,
    outcome: str,
    reason: str = "",
    disclosure: Disclosure | None = None,
) -> Answer:
    """Answer what was asked: with a disclosure, in part, or no and why. Once, by those asked."""
    policies.require_decide(actor)
    asked = Request.objects.visible_to(actor).put_to(actor).filter(pk=request.pk).first()
    if asked is None:
        raise Refused(_("This request has been taken back."))
    if outcome == Answer.Outcome.NO and not reason.strip():
        raise Refused(_("Write why it is refused, and how that can be appealed."), field="reason")
    if Answer.objects.visible_to(actor).filter(request=asked, scope_id=actor.scope).exists():
        raise Refused(_("This request has already been answered."))
    answer = Answer(
        scope_id=actor.scope,
        ring=policies.ring_of(actor),
        told_id=asked.scope_id,
        told_ring=asked.ring,
        request=asked,
        outcome=outcome,
        reason=reason,
        disclosure=disclosure,
        decided_by_id=actor.user_id,
    )
    answer.save(force_insert=True)
    record(actor, "request.answered", asked)
    return answer


def receiver_of_contact(participation_id: int) -> Receiver | None:
    """The function a request for contact details is put to: decision, where there is one."""
    return Receiver.objects.filter(
        participation_id=participation_id, function=Function.DECISION
    ).first()
