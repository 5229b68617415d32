"""Lists of those who got in touch: who has not been met yet, and who waits without a case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.scoping import Actor
from offers import reminders
from offers.models import Intake
from offers.querysets import FollowUpQuerySet

NOT_MET = Q(state__in=(Intake.State.NEW, Intake.State.WAITING), first_meeting_at__isnull=True)


def in_order(rows: QuerySet[Intake]) -> QuerySet[Intake]:
    """Those not yet met first, who has waited longest at the top; then the latest first."""
    urgency = Case(When(NOT_MET, then=Value(0)), default=Value(1), output_field=IntegerField())
    waited = Case(When(NOT_MET, then="first_contact_at"))
    return rows.order_by(urgency, waited, "-first_contact_at", "-pk")


def waiting(actor: Actor) -> FollowUpQuerySet:
    """What waits on contacts without a case, the next first: their place and rhythm."""
    return reminders.waiting(actor).filter(intake__isnull=False).order_by("due_on", "pk")


def goal(intake: Intake, now: datetime) -> tuple[str, str]:
    """How the first meeting stands; anonymous counselling has none to wait for."""
    if intake.is_anonymous:
        return _("Counselling given"), "neutral"
    return reminders.first_meeting(intake, now)


def name_of(intake: Intake) -> str:
    """What a contact is called in a list; anonymous counselling by its number alone."""
    if intake.is_anonymous:
        return _("Anonymous counselling %(number)s") % {"number": intake.number}
    return reminders.name_of(intake)


def rhythm(intake: Intake) -> str:
    """How often they are looked in on, in words."""
    days = intake.rhythm_days
    return ngettext("Every day", "Every %(days)d days", days) % {"days": days}
