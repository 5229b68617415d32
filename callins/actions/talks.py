"""Individual talks: planned, then whether they took place."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from callins import policies
from callins.models import Notification
from groups.models import Person, StreetGroup
from gvi.core.refusals import Refused

YEAR = timedelta(days=366)


class TalkAlreadyPlanned(Refused):
    """The actor's agency has a talk planned with this person on this day."""


class TalkAlreadyRecorded(Refused):
    """A talk takes place, or does not, once; a new attempt is a new talk."""


@transaction.atomic
def plan_talk(
    *,
    actor: Actor,
    person: Person,
    reason: str,
    place: str,
    planned_on: date,
    street_group: StreetGroup | None = None,
) -> Notification:
    """Plan a talk with a mapped person whom the actor sees. Each attempt is a talk of its own."""
    policies.require_talking(actor)
    if not Person.objects.visible_to(actor).mapped().filter(pk=person.pk).exists():
        raise Refused(_("Only a mapped person can be talked to."), field="person")
    groups = StreetGroup.objects.visible_to(actor)
    if street_group is not None and not groups.filter(pk=street_group.pk).exists():
        raise Refused(_("Choose a group that you can see."), field="street_group")
    if abs(planned_on - timezone.localdate()) > YEAR:
        raise Refused(
            _("The planned day can lie at most one year back and one year ahead."),
            field="planned_on",
        )
    planned = Notification.objects.visible_to(actor).planned()
    if planned.filter(scope_id=actor.scope, person=person, planned_on=planned_on).exists():
        raise TalkAlreadyPlanned(
            _("You have already planned a talk with this person on this day."), field="planned_on"
        )
    talk = Notification(
        scope_id=actor.scope,
        person=person,
        person_scope_id=person.scope_id,
        street_group=street_group,
        reason=reason,
        place=place,
        planned_on=planned_on,
    )
    talk.full_clean(exclude=["scope", "person_scope", "street_group"])
    talk.save(force_insert=True)
    record(actor, "notification.planned", talk)
    return talk


@transaction.atomic
def record_talk(*, actor: Actor, talk: Notification, outcome: str, done_on: date) -> Notification:
    """Say that a planned talk was completed, that nobody was found, or that it was interrupted.

    How the person answered is never recorded here.
    """
    policies.require_talking(actor)
    policies.require_own(actor, talk.scope_id)
    rows = Notification.objects.writable_by(actor).select_for_update(of=("self",))
    talk = rows.get(pk=talk.pk)
    if talk.outcome != Notification.Outcome.PLANNED:
        raise TalkAlreadyRecorded(
            _("The outcome of this talk is already recorded. A new attempt is a new talk.")
        )
    if outcome not in Notification.Outcome.values or outcome == Notification.Outcome.PLANNED:
        raise Refused(_("Choose what came of the talk."), field="outcome")
    if done_on > timezone.localdate():
        raise Refused(_("The day of the talk cannot lie ahead."), field="done_on")
    talk.outcome, talk.done_on = outcome, done_on
    talk.save(update_fields=["outcome", "done_on"])
    record(actor, "notification.recorded", talk)
    return talk
