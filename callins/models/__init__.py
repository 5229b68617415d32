"""Call-ins, invitations and attendance, individual talks."""

from callins.models.callins import Attendance, Callin, ConflictPlan, Invitation, TargetedGroup
from callins.models.talks import Notification

__all__ = [
    "Attendance",
    "Callin",
    "ConflictPlan",
    "Invitation",
    "Notification",
    "TargetedGroup",
]
