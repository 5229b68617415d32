"""The verb of the decision page: a draft becomes a numbered decision, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions import Decision, Item, answer_request, disclose, start_round
from agencies.actions.rounds import decision_in, draft, renew, settle
from agencies.grounds import Ages
from agencies.models import Answer, Disclosure, DisclosureTemplate, Round
from agencies.provisions import provisions_for
from agencies.scoping import Actor
from agencies.seats import receivers_for
from gvi.core.refusals import Refused
from gvi.desk.deciding.kinds import KINDS, Kind, Rows

HALF_A_YEAR = timedelta(days=180)


def begin(
    *, actor: Actor, kind: Kind, about: Sequence[UUID], template: DisclosureTemplate | None = None
) -> Round:
    """Start a draft about own rows: from a template, or with what always goes for half a year."""
    values: dict[str, Any] = {}
    if template is None:
        ends_on = timezone.localdate() + HALF_A_YEAR
        values = {"parts": list(kind.always), "ends_on": ends_on}
    return start_round(actor=actor, about=about, template=template, kind=kind.code, **values)


def begin_version(*, actor: Actor, disclosure: Disclosure) -> Round:
    """Start a new version of an own decision, where its rows can be found anew."""
    if set(disclosure.items.values_list("kind", flat=True)) - KINDS.keys():
        raise Refused(_("This cannot be given in a new version. Make a decision of its own."))
    return renew(actor=actor, disclosure=disclosure)


def items_in(round: Round, kind: Kind, rows: Rows) -> list[Item]:
    """The rows as they are now, with the chosen parts. Raises `Refused` where one cannot go."""
    needs = {line.about: line.need for line in round.lines.all()}
    return kind.items(rows, round.parts, needs)


def written(
    actor: Actor,
    round: Round,
    kind: Kind,
    rows: Rows,
    items: Sequence[Item],
    *,
    answers: Disclosure | None = None,
) -> Decision:
    """What a draft says of these rows today, without what was struck out or never chosen."""
    protected = bool(kind.protected(rows))
    decision = decision_in(
        round,
        items,
        ages=Ages.together(kind.ages(rows).values()),
        is_protected=protected,
        answers=answers,
    )
    provisions = provisions_for(actor.legal_home, protected=protected)
    wanted = {(part, each.code) for part in round.parts for each in provisions}
    return replace(
        decision,
        ring=kind.ring(actor),
        is_partial=round.is_partial or keeps_back(round),
        assessed=[each for each in decision.assessed if (each.part, each.provision) in wanted],
    )


def keeps_back(round: Round) -> bool:
    """Whether somebody who asked gets less than was asked for."""
    asked = round.request
    if asked is None:
        return False
    is_struck = any(line.is_struck for line in round.lines.all())
    return is_struck or not set(asked.parts) <= set(round.parts)


@transaction.atomic
def decide(
    *,
    actor: Actor,
    round: Round,
    corrects: Disclosure | None = None,
    answers: Disclosure | None = None,
) -> Disclosure:
    """Make the decision a draft has prepared, give what it gives, and answer what was asked.

    Raises what `disclose` raises, and `Refused` when the draft has already been decided.
    """
    found = draft(actor, round)
    kind = KINDS[found.kind]
    about = [line.about for line in found.lines.all() if not line.is_struck]
    rows = kind.own(actor, about)
    if not about or len(rows) != len(about):
        raise Refused(_("Only rows of your own agency can be disclosed by you."), field="people")
    if not set(kind.always) <= set(found.parts) <= set(kind.parts):
        raise Refused(_("Choose what is disclosed."), field="parts")
    if not set(found.receivers) <= {each.pk for each in receivers_for(actor)}:
        raise Refused(_("Nobody holds one of the chosen functions today."), field="receivers")
    items = items_in(found, kind, rows)
    decision = written(actor, found, kind, rows, items, answers=answers)
    if corrects is not None:
        decision = replace(decision, corrects=corrects)
    disclosure = disclose(actor=actor, decision=decision)
    kind.give(disclosure, rows, decision.receivers)
    settle(actor, found)
    if found.request is not None:
        outcome = Answer.Outcome.PARTLY if decision.is_partial else Answer.Outcome.YES
        answer_request(actor=actor, request=found.request, outcome=outcome, disclosure=disclosure)
    return disclosure
