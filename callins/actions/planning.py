"""Planning a call-in and taking it from one state to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from callins import conflicts, figures, policies
from callins.models import Callin, ConflictPlan, Invitation, TargetedGroup
from groups.models import GroupTie, StreetGroup
from gvi.core.refusals import Refused

State = Callin.State
AHEAD = frozenset({State.PLANNED, State.DECIDED, State.INVITED, State.REHEARSED})
FARTHEST = timedelta(days=731)
NUMBERS = 0  # the advisory lock's second key: a participation's running numbers


class CallinAlreadyPlanned(Refused):
    """The same day, time and venue are taken by another call-in of the actor's agency."""


class ConflictNeedsPlan(Refused):
    """Groups in open conflict are meant for one room, and nobody has said how."""


class NotInThisState(Refused):
    """The call-in has not come this far, or has gone past it."""


def own_callin(actor: Actor, callin: Callin) -> Callin:
    """The call-in under lock, when the actor's agency planned it."""
    policies.require_planning(actor)
    policies.require_own(actor, callin.scope_id)
    rows = Callin.objects.writable_by(actor).select_for_update(of=("self",))
    found: Callin = rows.get(pk=callin.pk)
    return found


@transaction.atomic
def plan_callin(
    *,
    actor: Actor,
    held_on: date,
    venue: str,
    street_groups: Sequence[StreetGroup],
    starts_at: time | None = None,
    reason: str = "",
    arrival_and_seating: str = "",
) -> Callin:
    """A new call-in for some groups, read by the partnership from now on.

    Raises `ConflictNeedsPlan` when groups stand in open conflict and the reason or the arrival
    and seating plan is missing.
    """
    policies.require_planning(actor)
    _require_ahead(held_on)
    callin = Callin(
        scope_id=actor.scope,
        number=_next_number(actor),
        held_on=held_on,
        starts_at=starts_at,
        venue=venue,
    )
    _require_free(actor, callin)
    callin.full_clean(exclude=["scope"], validate_unique=False)
    callin.save(force_insert=True)
    record(actor, "callin.planned", callin)
    _target(actor, callin, street_groups)
    plan_for_conflicts(
        actor=actor, callin=callin, reason=reason, arrival_and_seating=arrival_and_seating
    )
    return callin


@transaction.atomic
def change_callin(
    *,
    actor: Actor,
    callin: Callin,
    held_on: date,
    venue: str,
    street_groups: Sequence[StreetGroup],
    starts_at: time | None = None,
    reason: str = "",
    arrival_and_seating: str = "",
) -> Callin:
    """Another day, place or choice of groups, until the call-in has been held."""
    callin = own_callin(actor, callin)
    if callin.state not in AHEAD:
        raise NotInThisState(_("This call-in can no longer be changed."))
    if held_on != callin.held_on:
        _require_ahead(held_on)
    callin.held_on, callin.starts_at, callin.venue = held_on, starts_at, venue
    _require_free(actor, callin)
    callin.full_clean(exclude=["scope"], validate_unique=False)
    callin.save(update_fields=["held_on", "starts_at", "venue"])
    record(actor, "callin.changed", callin)
    _target(actor, callin, street_groups)
    plan_for_conflicts(
        actor=actor, callin=callin, reason=reason, arrival_and_seating=arrival_and_seating
    )
    return callin


def plan_for_conflicts(
    *, actor: Actor, callin: Callin, reason: str, arrival_and_seating: str
) -> list[ConflictPlan]:
    """Keep what was decided for each pair in open conflict; raise when nothing was."""
    found = conflicts.unplanned(actor, callin)
    if found and not (reason.strip() and arrival_and_seating.strip()):
        field = "arrival_and_seating" if reason.strip() else "reason"
        raise ConflictNeedsPlan(_sentence(found), field=field)
    plans = []
    for tie in found:
        plan = ConflictPlan(
            scope_id=actor.scope,
            callin=callin,
            group_a=tie.group_a,
            group_b=tie.group_b,
            reason=reason,
            arrival_and_seating=arrival_and_seating,
            decided_by_id=actor.user_id,
        )
        plan.full_clean(exclude=["scope", "decided_by"])
        plan.save(force_insert=True)
        record(actor, "callin.conflict_planned", callin)
        plans.append(plan)
    return plans


def _sentence(found: Sequence[GroupTie]) -> str:
    pairs = "; ".join(f"{tie.group_a} – {tie.group_b}" for tie in found)
    return _(
        "Groups in open conflict: %(pairs)s. Say why they are kept in the same call-in, and how"
        " they arrive and are seated."
    ) % {"pairs": pairs}


def _next_number(actor: Actor) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [actor.scope, NUMBERS])
    last: int | None = Callin.objects.filter(scope_id=actor.scope).aggregate(last=Max("number"))[
        "last"
    ]
    return (last or 0) + 1


def _require_ahead(day: date) -> None:
    today = timezone.localdate()
    if day < today:
        raise Refused(_("The call-in must lie ahead."), field="held_on")
    if day > today + FARTHEST:
        raise Refused(_("The call-in can lie at most two years ahead."), field="held_on")


def _require_free(actor: Actor, callin: Callin) -> None:
    taken = Callin.objects.filter(
        scope_id=actor.scope,
        held_on=callin.held_on,
        starts_at=callin.starts_at,
        venue__iexact=callin.venue,
    )
    if taken.exclude(pk=callin.pk).exclude(state=State.CANCELLED).exists():
        raise CallinAlreadyPlanned(
            _("You have already planned a call-in on this day, at this time and place."),
            field="venue",
        )


def _target(actor: Actor, callin: Callin, street_groups: Sequence[StreetGroup]) -> None:
    """Make these the targeted groups. A group that someone is invited from stays."""
    wanted = {group.pk: group for group in street_groups}
    seen = StreetGroup.objects.visible_to(actor).filter(pk__in=wanted)
    if not wanted or seen.count() != len(wanted):
        raise Refused(_("Choose at least one group to reach."), field="street_groups")
    targets = TargetedGroup.objects.visible_to(actor).filter(callin=callin)
    dropped = targets.exclude(street_group__in=wanted)
    invited = Invitation.objects.visible_to(actor).filter(callin=callin)
    if invited.filter(street_group__in=dropped.values("street_group")).exists():
        raise Refused(
            _("People from this group are invited. Withdraw their invitations first."),
            field="street_groups",
        )
    dropped.delete()
    there = set(targets.values_list("street_group_id", flat=True))
    TargetedGroup.objects.bulk_create(
        TargetedGroup(scope_id=actor.scope, callin=callin, street_group=group)
        for pk, group in wanted.items()
        if pk not in there
    )


@transaction.atomic
def advance_callin(*, actor: Actor, callin: Callin, state: str) -> Callin:
    """Take a call-in to its next state, call it off, or plan again one that was called off."""
    callin = own_callin(actor, callin)
    if callin.state not in BEFORE.get(state, ()):
        raise NotInThisState(
            _("This call-in is now: %(state)s. That step is not the next one.")
            % {"state": callin.get_state_display()}
        )
    if state in GUARDS:
        GUARDS[state](actor, callin)
    callin.state = state
    callin.save(update_fields=["state"])
    record(actor, f"callin.{state}", callin)
    return callin


def _may_decide(actor: Actor, callin: Callin) -> None:
    if not TargetedGroup.objects.visible_to(actor).filter(callin=callin).exists():
        raise Refused(_("Choose at least one group to reach."))
    _require_no_unplanned(actor, callin)


def _may_send(actor: Actor, callin: Callin) -> None:
    if not figures.invitees(actor, callin):
        raise Refused(_("Nobody is invited yet. Choose whom to invite first."))
    _require_no_unplanned(actor, callin)


def _require_no_unplanned(actor: Actor, callin: Callin) -> None:
    """A conflict may have opened since the call-in was planned."""
    found = conflicts.unplanned(actor, callin)
    if found:
        raise ConflictNeedsPlan(_sentence(found))


def _may_hold(_actor: Actor, callin: Callin) -> None:
    if callin.held_on > timezone.localdate():
        raise Refused(
            _("The call-in is on %(day)s, so it cannot have been held yet.")
            % {"day": callin.held_on}
        )


def _may_close(actor: Actor, callin: Callin) -> None:
    missing = [each for each in figures.invitees(actor, callin) if not each.outcome]
    if missing:
        raise Refused(_("Attendance is missing for some of those invited. Record it, then close."))


BEFORE: dict[str, tuple[str, ...]] = {
    State.DECIDED: (State.PLANNED,),
    State.INVITED: (State.DECIDED,),
    State.REHEARSED: (State.INVITED,),
    State.HELD: (State.REHEARSED,),
    State.AFTER: (State.HELD,),
    State.CLOSED: (State.HELD, State.AFTER),
    State.CANCELLED: tuple(sorted(AHEAD)),
    State.PLANNED: (State.CANCELLED,),
}
GUARDS: dict[str, Callable[[Actor, Callin], None]] = {
    State.PLANNED: _require_free,
    State.DECIDED: _may_decide,
    State.INVITED: _may_send,
    State.HELD: _may_hold,
    State.CLOSED: _may_close,
}
