"""Contact details on request (lag 2025:170 4 §): the named decision-maker's answer, in words."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.actions.decisions import Assessed, Decision, Item
from agencies.actions.disclosures import disclose
from agencies.actions.requests import answer_request, askers_of, contact_ground, ring_of_answer
from agencies.ledger import record
from agencies.models import Answer, Request, Round
from agencies.provisions import provisions_for
from agencies.scoping import Actor
from gvi.core.refusals import Refused

PART = "contact"
READ_FOR = timedelta(days=30)


@transaction.atomic
def give_contact(
    *,
    actor: Actor,
    request: Request,
    form: str,
    said_on: date,
    words: str,
    special_reasons: str,
    protection_checked: str,
    child_note: str,
) -> Answer:
    """Note what was given on paper or aloud, as a decision of its own: frozen words, no row.

    The person counts as protected, and as a child, whatever is known: the most careful answer is
    the only one that tells nothing by being given.
    """
    asked, ground = _put_to(actor, request), contact_ground(request.scope.agency.legal_home)
    said = {"request": asked.need, "protection_checked": protection_checked}
    answers = {code: said.get(code, special_reasons) for code in ground.asks}
    decision = Decision(
        items=[Item(PART, asked.ref, {"words": words}, asked.need)],
        receivers=askers_of(asked),
        purpose=asked.purpose,
        need=asked.need,
        ends_on=timezone.localdate() + READ_FOR,
        parts=[PART],
        assessed=[
            Assessed(PART, each.code, ground, special_reasons, answers)
            for each in provisions_for(actor.legal_home, protected=True)
        ],
        child_note=child_note,
        is_protected=True,
        occasion=Round.Occasion.REQUEST,
        form=form,
        said_on=said_on,
        ring=ring_of_answer(actor, asked),
    )
    disclosure = disclose(actor=actor, decision=decision)
    return answer_request(
        actor=actor, request=asked, outcome=Answer.Outcome.YES, disclosure=disclosure
    )


@transaction.atomic
def refuse_contact(*, actor: Actor, request: Request, special_reasons: str) -> Answer:
    """Say no in the one sentence that is said of everybody; why stays with the one who decides.

    Whether there was nothing to give or exceptional reasons not to is never told.
    """
    asked = _put_to(actor, request)
    kept = Round.objects.create(
        scope_id=actor.scope,
        ring=ring_of_answer(actor, asked),
        kind=PART,
        occasion=Round.Occasion.REQUEST,
        state=Round.State.DROPPED,
        request=asked,
        balancing=special_reasons,
        made_by_id=actor.user_id,
    )
    record(actor, "round.dropped", kept)
    return answer_request(
        actor=actor,
        request=asked,
        outcome=Answer.Outcome.NO,
        reason=_(
            "No contact details are given. Either there are none to give, or exceptional reasons"
            " speak against it; which of them is not told."
        ),
    )


def refuse_request(*, actor: Actor, request: Request, reason: str) -> Answer:
    """No. What is written stays here when it is about contact details, and is told otherwise."""
    if request.kind == Request.Kind.CONTACT:
        return refuse_contact(actor=actor, request=request, special_reasons=reason)
    return answer_request(actor=actor, request=request, outcome=Answer.Outcome.NO, reason=reason)


def _put_to(actor: Actor, request: Request) -> Request:
    policies.require_decide(actor)
    found = Request.objects.visible_to(actor).put_to(actor).select_related("receiver")
    asked: Request | None = found.filter(
        pk=request.pk, kind=Request.Kind.CONTACT, decider_id=actor.user_id
    ).first()
    if asked is None:
        raise Refused(_("This request has been taken back."))
    return asked
