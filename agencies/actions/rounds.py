"""A decision in the making: start it, keep it, drop it, and turn it into a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.actions.decisions import Assessed, Decision, Item
from agencies.grounds import Ages
from agencies.ledger import record
from agencies.models import (
    Disclosure,
    DisclosureTemplate,
    LegalGround,
    Line,
    Receiver,
    Request,
    Round,
)
from agencies.scoping import Actor
from gvi.core.refusals import Refused

FROM_TEMPLATE = (
    "kind",
    "parts",
    "receivers",
    "question",
    "purpose",
    "balancing",
    "child_note",
    "conditions",
    "assessments",
)


@transaction.atomic
def start_round(
    *,
    actor: Actor,
    about: Sequence[UUID],
    template: DisclosureTemplate | None = None,
    request: Request | None = None,
    **values: Any,
) -> Round:
    """Begin a draft about some rows, filled in from a template where there is one."""
    policies.require_decide(actor)
    if not about:
        raise Refused(_("Choose at least one."), field="about")
    filled = {name: getattr(template, name) for name in FROM_TEMPLATE} if template else {}
    if template is not None:
        filled["ends_on"] = timezone.localdate() + timedelta(days=30 * template.months)
    begun = Round(
        scope_id=actor.scope,
        ring=policies.ring_of(actor),
        made_by_id=actor.user_id,
        template=template,
        request=request,
        **(filled | values),
    )
    begun.save(force_insert=True)
    need = template.need if template else ""
    Line.objects.bulk_create(
        Line(scope_id=actor.scope, ring=begun.ring, round=begun, about=each, need=need)
        for each in dict.fromkeys(about)
    )
    record(actor, "round.begun", begun)
    return begun


def draft(actor: Actor, wanted: Round) -> Round:
    """The actor's own draft, locked; what is decided or dropped is no draft."""
    policies.require_decide(actor)
    found = Round.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=wanted.pk)
    if found.state == Round.State.DECIDED:
        raise Refused(_("This round has already been decided."))
    if found.state == Round.State.DROPPED:
        raise Refused(_("This round has been dropped."))
    return found


@transaction.atomic
def save_round(
    *,
    actor: Actor,
    round: Round,
    lines: Mapping[UUID, Mapping[str, Any]] | None = None,
    **values: Any,
) -> Round:
    """Keep what has been typed, complete or not. `lines` says of each row `need`, `is_struck`."""
    found = draft(actor, round)
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    for line in found.lines.all() if lines else []:
        for name, value in lines.get(line.about, {}).items():
            setattr(line, name, value)
        line.save()
    return found


@transaction.atomic
def drop_round(*, actor: Actor, round: Round) -> Round:
    """Give a draft up. Nothing has crossed, and the draft stays to be seen."""
    found = draft(actor, round)
    found.state = Round.State.DROPPED
    found.save(update_fields=["state", "updated_at"])
    record(actor, "round.dropped", found)
    return found


def settle(actor: Actor, round: Round) -> None:
    """The draft has become a decision."""
    round.state = Round.State.DECIDED
    round.save(update_fields=["state", "updated_at"])


def assessed_in(written: Round | DisclosureTemplate) -> list[Assessed]:
    """The answers of a draft or a template, each on the ground's wording of today."""
    today = timezone.localdate()
    by_code = {each.code: each for each in LegalGround.objects.in_force(today)}
    return [
        Assessed(
            part=each["part"],
            provision=each["provision"],
            ground=by_code[each["ground"]],
            reasoning=each.get("reasoning", ""),
            answers=each.get("answers", {}),
        )
        for each in written.assessments
        if each.get("ground") in by_code
    ]


def decision_in(
    round: Round,
    items: Sequence[Item],
    *,
    ages: Ages,
    is_protected: bool,
    answers: Disclosure | None = None,
) -> Decision:
    """What a draft says, as a decision that can be tried and made."""
    receivers = Receiver.objects.filter(pk__in=round.receivers)
    chosen = receivers.select_related("participation__agency")
    return Decision(
        items=items,
        receivers=list(chosen),
        purpose=round.purpose,
        need="\n".join(dict.fromkeys(item.need for item in items if item.need)),
        ends_on=round.ends_on or timezone.localdate(),
        parts=round.parts,
        assessed=assessed_in(round),
        balancing=round.balancing,
        child_note=round.child_note,
        conditions=round.conditions,
        tell_onward=round.tell_onward,
        ages=ages,
        is_protected=is_protected,
        committed_crime=round.committed_crime,
        occasion=round.occasion,
        form=round.form,
        said_on=round.said_on,
        is_partial=round.is_partial,
        question=round.question,
        ring=round.ring,
        round=round,
        consent=round.consent,
        answers=answers,
    )
