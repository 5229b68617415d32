"""The verb: answer a round, by the answering agency's own approved template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions import Decision, Item, disclose
from agencies.actions.rounds import assessed_in
from agencies.grounds import Ages
from agencies.models import Disclosure, DisclosureTemplate, Receiver, Round
from agencies.policies import ring_of
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from gvi.desk.answering.words import QUESTIONS, SUPERVISED, name_in


class AlreadyAnswered(Refused):
    """One agency answers a round once."""


def is_asked(actor: Actor, disclosure: Disclosure) -> bool:
    """Whether the actor's agency is one of those the round's question is for."""
    question = QUESTIONS.get(disclosure.question)
    is_received = disclosure.scope_id != actor.scope
    return question is not None and is_received and question.is_for(actor)


def answer_to(actor: Actor, disclosure: Disclosure) -> Disclosure | None:
    """What the actor's own agency has answered, if it has."""
    return Disclosure.objects.visible_to(actor).given_by(actor).filter(answers=disclosure).first()


def template_for(actor: Actor, disclosure: Disclosure) -> DisclosureTemplate | None:
    """The agency's approved decision on such answers to that giver."""
    back = Receiver.objects.filter(participation_id=disclosure.scope_id).values_list("pk")
    wanted = (
        DisclosureTemplate.objects.visible_to(actor)
        .approved()
        .filter(kind="answer", question=disclosure.question)
    )
    ids = {pk for (pk,) in back}
    return next((each for each in wanted if ids & set(each.receivers)), None)


@transaction.atomic
def answer_round(
    *, actor: Actor, disclosure: Disclosure, answers: Mapping[UUID, Mapping[str, Any]]
) -> Disclosure:
    """Answer each person of a received round, which is a numbered decision of one's own.

    `answers` says of each reference `answer`, and of those under supervision `handler`, `until`.
    Raises `Refused` without an approved template, and `AlreadyAnswered` the second time.
    """
    template, question = template_for(actor, disclosure), QUESTIONS.get(disclosure.question)
    if question is None or not is_asked(actor, disclosure) or template is None:
        raise Refused(_("Your agency has no approved template for this answer."))
    if answer_to(actor, disclosure) is not None:
        raise AlreadyAnswered(_("Your agency has already answered this round."))
    decision = Decision(
        items=[
            Item("answer", item.about, _frozen(item.frozen, answers[item.about]))
            for item in disclosure.items.filter(kind=question.kind)
        ],
        receivers=list(
            Receiver.objects.filter(
                pk__in=template.receivers, participation_id=disclosure.scope_id
            ).select_related("participation__agency")
        ),
        purpose=template.purpose,
        need=template.need,
        ends_on=timezone.localdate() + timedelta(days=30 * template.months),
        parts=["answer"],
        assessed=assessed_in(template),
        balancing=template.balancing,
        child_note=template.child_note,
        conditions=template.conditions,
        ages=Ages(),
        occasion=Round.Occasion.ANSWER,
        answers=disclosure,
        ring=ring_of(actor) if question.functions else "",
    )
    try:
        with transaction.atomic():
            return disclose(actor=actor, decision=decision)
    except IntegrityError as twice:
        raise AlreadyAnswered(_("Your agency has already answered this round.")) from twice


def _frozen(copy: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, object]:
    frozen = {"code_name": name_in(copy), "answer": said["answer"]}
    if said["answer"] == SUPERVISED:
        until: date | None = said.get("until")
        frozen["handler"] = said.get("handler", "")
        frozen["until"] = until.isoformat() if until else ""
    return frozen
