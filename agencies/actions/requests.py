"""Asking another agency, and answering."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.ledger import record
from agencies.models import (
    Answer,
    Disclosure,
    LegalGround,
    Participation,
    Posting,
    Receiver,
    Request,
)
from agencies.scoping import Actor, Function
from gvi.core.refusals import Refused

CONTACT_GROUND = "UPL-4"


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
        values["ground"] = contact_ground(actor.legal_home)
        decider, receiver = owner.contact_decider, receiver_of_contact(owner)
    ground = values.get("ground")
    values["is_duty"] = ground is not None and ground.is_duty
    if values["answer_by"] < timezone.localdate():
        raise Refused(_("The day cannot have passed already."), field="answer_by")
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
        ring=ring_of_answer(actor, asked),
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


def ring_of_answer(actor: Actor, request: Request) -> str:
    """An answer on contact details stays with the function of the one who decides on it."""
    if request.kind == Request.Kind.CONTACT:
        return request.receiver.function
    return policies.ring_of(actor)


def contact_ground(legal_home: str) -> LegalGround:
    """The duty to give contact details, for whom the law lets ask (lag 2025:170 4 §)."""
    found = LegalGround.objects.usable(timezone.localdate()).filter(
        code=CONTACT_GROUND, receivers__contains=[legal_home]
    )
    ground = found.first()
    if ground is None:
        raise Refused(_("Only a law-enforcement agency can ask for contact details this way."))
    return ground


def receiver_of_contact(owner: Participation) -> Receiver:
    """The function in which the agency's named decision-maker is reached."""
    held = Posting.objects.in_force(timezone.localdate()).filter(
        participation=owner, user=owner.contact_decider_id
    )
    found = Receiver.objects.filter(participation=owner, function__in=held.values("function"))
    receivers = sorted(found, key=lambda each: each.function != Function.DECISION)
    if not receivers:
        raise Refused(
            _("The agency has not named who decides on contact details. Ask its registrar."),
            field="receiver",
        )
    return receivers[0]


def askers_of(request: Request) -> list[Receiver]:
    """The functions in which whoever asked reads the answer."""
    held = Posting.objects.in_force(timezone.localdate()).filter(
        participation_id=request.scope_id, user_id=request.asked_by_id
    )
    found = Receiver.objects.filter(
        participation_id=request.scope_id, function__in=held.values("function")
    ).select_related("participation__agency")
    return list(found.filter(function=request.ring) if request.ring else found)
