"""Absences: who is away, and who stands in. They begin and end by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, policies
from offers.actions.once import made_before, own_new, wait_for
from offers.actions.sharing import require_colleague
from offers.models import Absence


@transaction.atomic
def register_absence(
    *,
    actor: Actor,
    user: User,
    deputy: User,
    from_on: date,
    to_on: date,
    key: UUID | None = None,
) -> Absence:
    """Say that oneself or a colleague is away, and who answers for their follow-ups."""
    policies.require_following_up(actor)
    before = made_before(actor, Absence, key)
    if before is not None:
        return before
    require_colleague(actor, user, "user")
    absence = Absence(user=user, deputy=deputy, from_on=from_on, to_on=to_on)
    _check(actor, absence)
    own_new(actor, absence, key)
    record(actor, "absence.registered", absence)
    return absence


@transaction.atomic
def change_absence(
    *, actor: Actor, absence: Absence, deputy: User, from_on: date, to_on: date
) -> Absence:
    """Other days, or somebody else to stand in."""
    policies.require_following_up(actor)
    absence = _locked(actor, absence)
    absence.deputy, absence.from_on, absence.to_on = deputy, from_on, to_on
    _check(actor, absence)
    absence.save(update_fields=["deputy", "from_on", "to_on"])
    record(actor, "absence.changed", absence)
    return absence


@transaction.atomic
def end_absence(*, actor: Actor, absence: Absence) -> None:
    """Back from today on. One that has not begun, or began today, never was."""
    policies.require_following_up(actor)
    absence = _locked(actor, absence)
    today = timezone.localdate()
    if absence.to_on < today:
        return
    record(actor, "absence.ended", absence)
    if absence.from_on >= today:
        absence.delete()
        return
    absence.to_on = today - timedelta(days=1)
    absence.save(update_fields=["to_on"])


def _locked(actor: Actor, absence: Absence) -> Absence:
    rows = Absence.objects.writable_by(actor).select_for_update(of=("self",))
    found: Absence = rows.select_related("user", "deputy").get(pk=absence.pk)
    return found


def _check(actor: Actor, absence: Absence) -> None:
    """One absence at a time in an agency, so that two cannot be each other's deputies."""
    wait_for(f"offers.absence/{actor.scope}")
    require_colleague(actor, absence.deputy, "deputy")
    days.require(days.is_coming, absence.to_on, "to_on")
    days.require(days.is_within_reach, absence.from_on, "from_on")
    if absence.to_on < absence.from_on:
        raise Refused(_("The absence ends before it begins."), field="to_on")
    if absence.deputy == absence.user:
        raise Refused(_("Choose somebody else to stand in."), field="deputy")
    others = Absence.objects.visible_to(actor).exclude(pk=absence.pk)
    meanwhile = others.filter(from_on__lte=absence.to_on, to_on__gte=absence.from_on)
    for other in meanwhile.select_related("user", "deputy"):
        _beside(absence, other)


def _beside(absence: Absence, other: Absence) -> None:
    """Refuses two absences in the same days that leave somebody without anyone to answer."""
    said = {
        "name": other.user.name,
        "deputy": other.deputy.name,
        "from": other.from_on.isoformat(),
        "to": other.to_on.isoformat(),
    }
    if other.user_id == absence.user_id:
        words = _("%(name)s is already away %(from)s to %(to)s. Change that absence instead.")
        raise Refused(words % said, field="from_on")
    if other.user_id == absence.deputy_id:
        words = _("%(name)s is also away %(from)s to %(to)s. Choose somebody else to stand in.")
        raise Refused(words % said, field="deputy")
    if other.deputy_id == absence.user_id:
        words = _(
            "%(deputy)s stands in for %(name)s %(from)s to %(to)s. "
            "Choose another deputy for %(name)s first."
        )
        raise Refused(words % said, field="from_on")
