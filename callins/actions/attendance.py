"""Ticking who came. Marks are only ever added."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from callins import policies
from callins.models import Attendance, Callin, Invitation
from groups.models import Person
from gvi.core.refusals import Refused

OPEN = frozenset(
    {Callin.State.INVITED, Callin.State.REHEARSED, Callin.State.HELD, Callin.State.AFTER}
)


class AttendanceClosed(Refused):
    """Invitations are not out yet, the day has not come, or the call-in is closed."""


def is_open(callin: Callin) -> bool:
    """Whether who came can be ticked now: from the day itself until the call-in is closed."""
    return callin.state in OPEN and callin.held_on <= timezone.localdate()


@transaction.atomic
def mark_attendance(*, actor: Actor, invitation: Invitation, outcome: str) -> Attendance:
    """One more mark on an invitation, the actor's own. The last one counts; undoing is a mark.

    Two people can tick at once: nothing is locked and nothing is overwritten.
    """
    policies.require_meeting(actor)
    callin = Callin.objects.visible_to(actor).filter(pk=invitation.callin_id).first()
    if callin is None or callin.state not in OPEN:
        raise AttendanceClosed(_("Attendance cannot be recorded for this call-in now."))
    if not is_open(callin):
        day = {"day": callin.held_on}
        raise AttendanceClosed(_("Attendance is recorded from the day itself, %(day)s.") % day)
    if not Person.objects.visible_to(actor).filter(pk=invitation.person_id).exists():
        raise Refused(_("This person is no longer shown to you."))
    mark = Attendance(
        scope_id=actor.scope,
        invitation=invitation,
        person_id=invitation.person_id,
        person_scope_id=invitation.person_scope_id,
        outcome=outcome,
        marked_by_id=actor.user_id,
    )
    mark.full_clean(exclude=["scope", "person", "person_scope", "invitation", "marked_by"])
    mark.save(force_insert=True)
    record(actor, "attendance.marked", mark)
    return mark
