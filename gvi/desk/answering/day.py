"""Rounds that wait for the actor's agency, for Min dag."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Acknowledgement, Disclosure, Notice
from agencies.policies import DECIDING
from agencies.scoping import Actor
from gvi.desk.answering.words import QUESTIONS


def waiting(actor: Actor, most: int) -> list[Disclosure]:
    """Received rounds which the agency has neither answered nor said that it has."""
    if not actor.has(DECIDING):
        return []
    answered = Disclosure.objects.visible_to(actor).given_by(actor).filter(answers=OuterRef("pk"))
    receipts = Acknowledgement.objects.visible_to(actor).filter(
        scope_id=actor.scope, notice__disclosure=OuterRef("pk"), notice__kind=Notice.Kind.ROUND
    )
    asked = [name for name, each in QUESTIONS.items() if each.is_for(actor)]
    rounds = Disclosure.objects.visible_to(actor).received_by(actor).exclude(question="")
    rounds = rounds.filter(~Exists(answered)).select_related("scope__agency")
    told = rounds.exclude(question__in=asked).filter(~Exists(receipts))
    return list((rounds.filter(question__in=asked) | told)[:most])


def as_row(disclosure: Disclosure) -> dict[str, object]:
    """One line of Min dag."""
    page = reverse("desk:round_answer", args=[disclosure.ref])
    return {
        "verb": _("Answer the round"),
        "what": f"{disclosure.scope.agency}: {disclosure.purpose}",
        "url": page,
        "action": {"label": pgettext("verb", "Answer"), "url": page},
    }
