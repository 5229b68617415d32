"""What crosses the wall: decide, complete an urgent decision, correct, take back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import grants, policies
from agencies.actions.decisions import Decision, principal_of, require_grounds, require_possible
from agencies.ledger import record
from agencies.models import (
    Assessment,
    Delivery,
    DisclosedItem,
    Disclosure,
    Notice,
    Round,
    Sample,
    Weighing,
)
from agencies.scoping import Actor, Function
from gvi.core.refusals import Refused

COMPLETED_WITHIN = timedelta(hours=24)
# How the numbers of a ring's own decisions begin.
SERIES: dict[str, str] = {Function.EXIT: "A", Function.POLICE_EXIT: "PA"}
ALWAYS_SAMPLED = frozenset({"NODV", "NOD"})  # the narrow grounds (law.md OSL-10, last resort)


def next_number(actor: Actor, today: date, ring: str = "") -> str:
    """The owner's own running number of the year. It counts only the owner's decisions.

    A ring has a series of its own: a gap in the other would tell its agency how much it decides.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [actor.scope, today.year])
    series = f"{today.year}-{SERIES.get(ring, '')}"
    made = Disclosure.objects.filter(scope_id=actor.scope, number__regex=rf"^{series}\d+$")
    return f"{series}{made.count() + 1}"


def end_of(day: date) -> datetime:
    """The moment a day is over, in local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@transaction.atomic
def disclose(*, actor: Actor, decision: Decision) -> Disclosure:
    """Decide that named functions may read chosen items until a day; frozen as they are now.

    Raises `NothingCrosses` when no agreement or participation carries it, `GroundNotPossible`
    when a ground cannot answer, `Refused` with its field for the rest. Granting the rows
    themselves is done upstairs, where they live.
    """
    policies.require_decide(actor)
    now, today = timezone.now(), timezone.localdate()
    require_possible(actor, decision, today)
    require_grounds(actor, decision, today)
    disclosure = Disclosure(
        scope_id=actor.scope,
        ring=decision.ring,
        number=next_number(actor, today, decision.ring),
        ground=principal_of(actor, decision),
        purpose=decision.purpose,
        need=decision.need,
        decided_by_id=actor.user_id,
        decided_at=now,
        ends_at=end_of(decision.ends_on),
        occasion=decision.occasion,
        form=decision.form,
        said_on=decision.said_on,
        conditions=decision.conditions,
        tell_onward=decision.tell_onward,
        is_partial=decision.is_partial,
        question=decision.question,
        complete_by=now + COMPLETED_WITHIN if decision.is_urgent else None,
        round=decision.round,
        consent=decision.consent,
        answers=decision.answers,
        corrects=decision.corrects,
    )
    left_out = ["scope", "decided_by", "ground", "round", "consent", "answers", "corrects"]
    disclosure.full_clean(validate_unique=False, validate_constraints=False, exclude=left_out)
    disclosure.save(force_insert=True)
    _keep(disclosure, decision)
    _weigh(disclosure, decision)
    _draw(disclosure, decision)
    _deliver(disclosure, decision)
    record(actor, "disclosure.decided", disclosure, ground=disclosure.ground.code)
    return disclosure


def _keep(disclosure: Disclosure, decision: Decision) -> None:
    DisclosedItem.objects.bulk_create(
        DisclosedItem(
            scope_id=disclosure.scope_id,
            ring=disclosure.ring,
            disclosure=disclosure,
            kind=item.kind,
            about=item.about,
            need=item.need,
            frozen=item.frozen,
        )
        for item in decision.items
    )


def _weigh(disclosure: Disclosure, decision: Decision) -> None:
    """How it was weighed stays with the giver."""
    own = {"scope_id": disclosure.scope_id, "ring": disclosure.ring, "disclosure": disclosure}
    Assessment.objects.bulk_create(
        Assessment(
            part=each.part,
            provision=each.provision,
            ground=each.ground,
            reasoning=each.reasoning,
            answers=each.answers,
            **own,
        )
        for each in decision.assessed
    )
    if decision.balancing or decision.child_note:
        Weighing.objects.create(balancing=decision.balancing, child_note=decision.child_note, **own)


def _draw(disclosure: Disclosure, decision: Decision) -> None:
    """The urgent, and those on the narrow grounds, are always reviewed."""
    used = {disclosure.ground.code, *(each.ground.code for each in decision.assessed)}
    if disclosure.occasion == Round.Occasion.EMERGENCY or used & ALWAYS_SAMPLED:
        Sample.objects.create(
            scope_id=disclosure.scope_id,
            disclosure=disclosure,
            number=disclosure.number,
            ground=disclosure.ground.code,
        )


def _deliver(disclosure: Disclosure, decision: Decision) -> None:
    Delivery.objects.bulk_create(
        Delivery(
            scope_id=disclosure.scope_id,
            ring=disclosure.ring,
            disclosure=disclosure,
            receiver=receiver,
            group_id=receiver.group_id,
            holds=len(decision.items),
            delivered_at=disclosure.decided_at,
            ends_at=disclosure.ends_at,
        )
        for receiver in decision.receivers
    )
    groups = [receiver.group_id for receiver in decision.receivers]
    if disclosure.conditions:
        notify(disclosure, Notice.Kind.CONDITIONS, groups, disclosure.conditions)
    if disclosure.question:
        notify(disclosure, Notice.Kind.ROUND, groups)
    if disclosure.corrects is not None:
        notify(disclosure.corrects, Notice.Kind.CORRECTED, groups)


def notify(disclosure: Disclosure, kind: str, groups: Iterable[int], text: str = "") -> None:
    """Tell receivers about a decision: which one, by its day, and nothing of what is in it."""
    Notice.objects.bulk_create(
        Notice(
            scope_id=disclosure.scope_id,
            ring=disclosure.ring,
            disclosure=disclosure,
            group_id=group,
            kind=kind,
            text=text,
            decided_on=timezone.localdate(disclosure.decided_at),
        )
        for group in dict.fromkeys(groups)
    )


def _own(actor: Actor, disclosure: Disclosure) -> Disclosure:
    """The giver's own decision, locked."""
    policies.require_decide(actor)
    rows = Disclosure.objects.writable_by(actor).select_for_update(of=("self",))
    found: Disclosure = rows.get(pk=disclosure.pk)
    return found


@transaction.atomic
def complete(*, actor: Actor, disclosure: Disclosure, decision: Decision) -> Disclosure:
    """Give an urgent disclosure the reasons it went without; it is sampled all the same."""
    disclosure = _own(actor, disclosure)
    if disclosure.complete_by is None or disclosure.completed_at is not None:
        raise Refused(_("This decision is already complete."))
    today = timezone.localdate(disclosure.decided_at)
    if decision.ages.may_be_child and not decision.child_note:
        raise Refused(_("Write how the best interests of the child weighed."), field="child_note")
    require_grounds(actor, decision, today)
    disclosure.completed_at = timezone.now()
    disclosure.need = decision.need
    disclosure.save(update_fields=["completed_at", "need"])
    _weigh(disclosure, decision)
    record(actor, "disclosure.completed", disclosure)
    return disclosure


@transaction.atomic
def correct(*, actor: Actor, disclosure: Disclosure, text: str) -> Disclosure:
    """Tell every receiver that something in a copy was wrong (BDF 2:1). It changes no copy."""
    disclosure = _own(actor, disclosure)
    groups = disclosure.deliveries.values_list("group_id", flat=True)
    notify(disclosure, Notice.Kind.CORRECTED, groups, text)
    record(actor, "disclosure.corrected", disclosure)
    return disclosure


@transaction.atomic
def withdraw(
    *,
    actor: Actor,
    disclosure: Disclosure,
    reason: str,
    kind: str = Notice.Kind.WITHDRAWN,
) -> Disclosure:
    """Stop row access and new versions at once. What was read stays read, and is told.

    The copies move to the receivers' closed archives, and each receiver is told.
    """
    disclosure = _own(actor, disclosure)
    if disclosure.withdrawn_at is not None:
        raise Refused(_("This disclosure has already been withdrawn."))
    now = timezone.now()
    disclosure.withdrawn_at, disclosure.withdrawn_reason = now, reason
    disclosure.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    disclosure.deliveries.update(withdrawn_at=now)
    grants.revoke(disclosure)
    notify(disclosure, kind, disclosure.deliveries.values_list("group_id", flat=True))
    record(actor, "disclosure.withdrawn", disclosure)
    return disclosure
