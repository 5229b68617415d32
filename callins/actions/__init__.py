"""What can be done to call-ins and individual talks."""

from callins.actions.attendance import AttendanceClosed, mark_attendance
from callins.actions.inviting import (
    NotProposed,
    invitable,
    invite,
    serve_invitation,
    withdraw_invitation,
)
from callins.actions.planning import (
    CallinAlreadyPlanned,
    ConflictNeedsPlan,
    NotInThisState,
    advance_callin,
    change_callin,
    plan_callin,
)
from callins.actions.talks import TalkAlreadyPlanned, TalkAlreadyRecorded, plan_talk, record_talk

__all__ = [
    "AttendanceClosed",
    "CallinAlreadyPlanned",
    "ConflictNeedsPlan",
    "NotInThisState",
    "NotProposed",
    "TalkAlreadyPlanned",
    "TalkAlreadyRecorded",
    "advance_callin",
    "change_callin",
    "invitable",
    "invite",
    "mark_attendance",
    "plan_callin",
    "plan_talk",
    "record_talk",
    "serve_invitation",
    "withdraw_invitation",
]
