"""Who came, and how many talks: counted over rows the actor may see, never over more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from agencies.scoping import Actor
from callins.models import Attendance, Callin, Invitation, Notification
from callins.querysets import NotificationQuerySet
from gvi.core.folding import swedish_order

CAME = frozenset(
    {Attendance.Outcome.ARRIVED, Attendance.Outcome.TOOK_PART, Attendance.Outcome.LEFT}
)


@dataclass(frozen=True)
class Invitee:
    """One invitation and every mark on it that the actor may see, the first mark first."""

    invitation: Invitation
    marks: tuple[Attendance, ...] = ()

    @property
    def last(self) -> Attendance | None:
        """The mark that counts; None when there is none or the last one took it back."""
        if not self.marks or self.marks[-1].outcome == Attendance.Outcome.UNDONE:
            return None
        return self.marks[-1]

    @property
    def outcome(self) -> str:
        return self.last.outcome if self.last else ""


@dataclass(frozen=True)
class Turnout:
    """How many came, of how many invited."""

    came: int
    invited: int


def invitees(actor: Actor, callin: Callin) -> list[Invitee]:
    """People invited to a call-in whom the actor may see, by group and code name."""
    invitations = (
        Invitation.objects.visible_to(actor)
        .of_people_seen_by(actor)
        .filter(callin=callin)
        .select_related("person", "street_group")
        .order_by(swedish_order("street_group__name"), swedish_order("person__code_name"), "pk")
    )
    return with_marks(actor, invitations)


def with_marks(actor: Actor, invitations: Iterable[Invitation]) -> list[Invitee]:
    """Each invitation with its marks, in one query more."""
    rows = list(invitations)
    marks = (
        Attendance.objects.visible_to(actor)
        .filter(invitation__in=rows)
        .select_related("scope__agency")
        .order_by("pk")
    )
    trail: dict[int | None, list[Attendance]] = defaultdict(list)
    for mark in marks:
        trail[mark.invitation_id].append(mark)
    return [Invitee(row, tuple(trail[row.pk])) for row in rows]


def turnout(found: Iterable[Invitee]) -> Turnout:
    """Those who came, also those who left before the end."""
    outcomes = [invitee.outcome for invitee in found]
    return Turnout(sum(outcome in CAME for outcome in outcomes), len(outcomes))


@dataclass(frozen=True)
class Talks:
    """Attempts, completed talks and the people they reached: three figures, never one."""

    attempts: int
    completed: int
    people: int


def talks(rows: NotificationQuerySet) -> Talks:
    """A planned talk is no attempt; one person can have several talks."""
    completed = Q(outcome=Notification.Outcome.COMPLETED)
    return Talks(
        **rows.order_by().aggregate(
            attempts=Count("pk", filter=~Q(outcome=Notification.Outcome.PLANNED)),
            completed=Count("pk", filter=completed),
            people=Count("person_id", filter=completed, distinct=True),
        )
    )
