"""Who answers for what waits: handing out, spreading fairly, and taking up with the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record, record_list
from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import policies, reminders
from offers.models import FollowUp


def require_colleague(actor: Actor, user: User, field: str = "responsible") -> None:
    """Whoever is named works with the same things in the actor's own agency today."""
    if not reminders.colleagues(actor).filter(pk=user.pk).exists():
        raise Refused(_("Choose someone in your own agency."), field=field)


@transaction.atomic
def hand_out(*, actor: Actor, follow_ups: Iterable[FollowUp], responsible: User) -> int:
    """Give chosen waiting follow-ups to a colleague; returns how many changed hands."""
    policies.require_following_up(actor)
    require_colleague(actor, responsible)
    return _give(actor, {row.pk: responsible.pk for row in follow_ups})


@transaction.atomic
def hand_out_as_proposed(*, actor: Actor, given: Mapping[FollowUp, User]) -> int:
    """Give each follow-up to the colleague proposed for it; returns how many changed hands.

    What has been logged since the proposal was made is left alone.
    """
    policies.require_following_up(actor)
    known = set(reminders.colleagues(actor).values_list("pk", flat=True))
    if not known.issuperset(user.pk for user in given.values()):
        raise Refused(_("Choose someone in your own agency."), field="responsible")
    return _give(actor, {row.pk: user.pk for row, user in given.items()})


def _give(actor: Actor, given: Mapping[int, int]) -> int:
    """As many statements for fifty as for one."""
    chosen = FollowUp.objects.writable_by(actor).waiting().filter(pk__in=given).order_by("pk")
    rows = [
        row for row in chosen.select_for_update(of=("self",)) if row.responsible_id != given[row.pk]
    ]
    for row in rows:
        row.responsible_id = given[row.pk]
    if rows:
        FollowUp.objects.bulk_update(rows, ["responsible"])
        record_list(actor, "followup.handed_out", rows)
    return len(rows)


@transaction.atomic
def take_up_with_team(*, actor: Actor, follow_up: FollowUp) -> FollowUp:
    """The team has heard of it. Pressed twice it is the same."""
    policies.require_following_up(actor)
    rows = FollowUp.objects.writable_by(actor).select_for_update(of=("self",))
    found: FollowUp = rows.get(pk=follow_up.pk)
    if found.for_team:
        found.for_team = False
        found.save(update_fields=["for_team"])
        record(actor, "followup.taken_up", found)
    return found
