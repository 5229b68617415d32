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
    Weighing,
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
    rows = Round.objects.writable_by(actor).select_for_update(of=("self",))
    found: Round = rows.get(pk=wanted.pk)
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
    said = lines or {}
    changed = [line for line in found.lines.all() if line.about in said] if said else []
    for line in changed:
        for name, value in said[line.about].items():
            setattr(line, name, value)
    Line.objects.bulk_update(changed, ["need", "words", "is_struck"])
    return found


@transaction.atomic
def renew(*, actor: Actor, disclosure: Disclosure) -> Round:
    """Begin a new version of an own decision, with what was said the last time."""
    policies.require_decide(actor)
    disclosure = Disclosure.objects.writable_by(actor).get(pk=disclosure.pk)
    items = list(disclosure.items.all())
    assessments = list(disclosure.assessments.select_related("ground"))
    weighing = Weighing.objects.filter(disclosure=disclosure).first()
    today = timezone.localdate()
    begun = start_round(
        actor=actor,
        about=[item.about for item in items],
        corrects=disclosure,
        kind=items[0].kind,
        parts=list(dict.fromkeys(each.part for each in assessments)),
        receivers=list(disclosure.deliveries.values_list("receiver_id", flat=True)),
        purpose=disclosure.purpose,
        balancing=weighing.balancing if weighing else "",
        child_note=weighing.child_note if weighing else "",
        conditions=disclosure.conditions,
        tell_onward=disclosure.tell_onward,
        ends_on=max(disclosure.last_day, today + timedelta(days=30)),
        consent=disclosure.consent,
        assessments=[
            {
                "part": each.part,
                "provision": each.provision,
                "ground": each.ground.code,
                "reasoning": each.reasoning,
                "answers": each.answers,
            }
            for each in assessments
        ],
    )
    needs = {item.about: {"need": item.need or disclosure.need} for item in items}
    return save_round(actor=actor, round=begun, lines=needs)


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
        corrects=round.corrects,
    )
