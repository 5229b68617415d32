"""Whom a call-in invites."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from callins import policies
from callins.actions.planning import AHEAD, NotInThisState, own_callin, plan_for_conflicts
from callins.models import Attendance, Callin, Invitation, TargetedGroup
from groups.models import Affiliation, Person, StreetGroup
from gvi.core.folding import swedish_order
from gvi.core.refusals import Refused


class NotProposed(Refused):
    """Not a mapped person whom the planner sees, linked to a targeted group."""


def invitable(actor: Actor, callin: Callin) -> list[Affiliation]:
    """Links between people and targeted groups that the actor may invite by, nobody invited twice.

    Several agencies may have said the same: one link for each person and group.
    """
    targets = TargetedGroup.objects.visible_to(actor).filter(callin=callin)
    invited = Invitation.objects.visible_to(actor).filter(callin=callin, person__isnull=False)
    affiliations = (
        Affiliation.objects.visible_to(actor)
        .on(timezone.localdate())
        .filter(
            street_group__in=StreetGroup.objects.visible_to(actor).filter(
                pk__in=targets.values("street_group")
            ),
            person__in=Person.objects.visible_to(actor).mapped(),
        )
        .exclude(person__in=invited.values("person"))
        .select_related("person", "street_group")
        .order_by(swedish_order("street_group__name"), swedish_order("person__code_name"), "pk")
    )
    found: dict[tuple[int | None, int | None], Affiliation] = {}
    for link in affiliations:
        found.setdefault((link.person_id, link.street_group_id), link)
    return list(found.values())


@transaction.atomic
def invite(
    *,
    actor: Actor,
    callin: Callin,
    people: Sequence[tuple[Person, StreetGroup]],
    route: str,
    reason: str = "",
    arrival_and_seating: str = "",
) -> list[Invitation]:
    """Invite people, each for the group whose message they can carry.

    Raises `NotProposed` for anyone who is not `invitable`, and `ConflictNeedsPlan` as
    `plan_callin` does.
    """
    callin = own_callin(actor, callin)
    if callin.state not in AHEAD:
        raise NotInThisState(_("This call-in no longer takes invitations."))
    proposed = {(link.person_id, link.street_group_id) for link in invitable(actor, callin)}
    wanted = {person.pk: (person, group) for person, group in people}
    if not wanted or any((person.pk, group.pk) not in proposed for person, group in people):
        raise NotProposed(
            _("Only mapped people linked to a targeted group, and not yet invited, can be chosen.")
        )
    made = []
    for person, group in wanted.values():
        invitation = Invitation(
            scope_id=actor.scope,
            callin=callin,
            person=person,
            person_scope_id=person.scope_id,
            street_group=group,
            route=route,
        )
        invitation.full_clean(exclude=["scope", "person_scope"], validate_unique=False)
        invitation.save(force_insert=True)
        record(actor, "invitation.made", invitation)
        made.append(invitation)
    plan_for_conflicts(
        actor=actor, callin=callin, reason=reason, arrival_and_seating=arrival_and_seating
    )
    return made


def _own_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    policies.require_planning(actor)
    policies.require_own(actor, invitation.scope_id)
    rows = Invitation.objects.writable_by(actor).select_for_update(of=("self",))
    found: Invitation = rows.get(pk=invitation.pk)
    return found


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """Take someone off the list. No reason is asked for and none is kept."""
    invitation = _own_invitation(actor, invitation)
    if Attendance.objects.visible_to(actor).filter(invitation=invitation).exists():
        raise Refused(_("Attendance is recorded for this invitation, so it stays."))
    record(actor, "invitation.withdrawn", invitation)
    invitation.delete()


@transaction.atomic
def serve_invitation(*, actor: Actor, invitation: Invitation, served_on: date) -> Invitation:
    """The person has received the invitation."""
    invitation = _own_invitation(actor, invitation)
    if served_on > timezone.localdate():
        raise Refused(_("An invitation cannot have been received on a day that lies ahead."))
    invitation.served_on = served_on
    invitation.save(update_fields=["served_on"])
    record(actor, "invitation.served", invitation)
    return invitation
