"""Which functions read and write call-ins."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from agencies.scoping import Actor, Follows, Function, Owned, Shared
from groups.policies import MAPPING, PERSON, READING

PLANNING = frozenset({Function.COORDINATION})
MEETING = MAPPING | {Function.EXIT}
TALKING = MAPPING  # never the exit group: a talk is read by all who see the person

CALLIN = Shared(kind="callin", read=READING, write=PLANNING)
CONFLICT_PLAN = Owned(read=MAPPING, write=PLANNING)
INVITATION = Follows(read=READING, write=MAPPING, governor=PERSON, joins=("person",))
ATTENDANCE = Follows(read=READING, write=MEETING, governor=PERSON, joins=("person",))
NOTIFICATION = Follows(read=READING, write=MEETING, governor=PERSON, joins=("person",))


def may_plan(actor: Actor) -> bool:
    """Whether the actor plans call-ins."""
    return actor.has(PLANNING)


def require_planning(actor: Actor) -> None:
    """A call-in is planned by the coordination function."""
    if not may_plan(actor):
        raise PermissionDenied(_("Only the coordination function plans call-ins."))


def require_own(actor: Actor, scope: int) -> None:
    """What one agency has planned, no other changes."""
    if scope != actor.scope:
        raise PermissionDenied(_("Only the agency that planned this can change it."))


def may_meet(actor: Actor) -> bool:
    """Whether the actor ticks attendance."""
    return actor.has(MEETING)


def require_meeting(actor: Actor) -> None:
    """Attendance is ticked by those who meet people."""
    if not may_meet(actor):
        raise PermissionDenied(_("Your function cannot record attendance."))


def may_talk(actor: Actor) -> bool:
    """Whether the actor plans and records individual talks."""
    return actor.has(TALKING)


def require_talking(actor: Actor) -> None:
    """Individual talks are recorded by those who deliver the message."""
    if not may_talk(actor):
        raise PermissionDenied(_("Your function cannot record individual talks."))
