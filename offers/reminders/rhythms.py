"""How often someone is looked in on, and what must never be left without a next time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.scoping import Actor
from offers.models import Case, FollowUp, Intake, Offer, OfferAnswer

RHYTHM = timedelta(days=14)  # offers; a contact and a case have their own
PAUSED = timedelta(days=30)  # a case that is paused is not forgotten
AFTER_CARE = timedelta(days=90)  # a closed case is looked in on, never dropped
UNDO_FOR = timedelta(minutes=15)


def rhythm(thing: Offer | Intake | Case | None) -> timedelta:
    """How long until the next contact, unless someone says otherwise."""
    match thing:
        case Case(is_open=False, aftercare_until=None):
            return AFTER_CARE
        case Case(is_paused=True):
            return max(PAUSED, timedelta(days=thing.rhythm_days))
        case Case() | Intake():
            return timedelta(days=thing.rhythm_days)
    return RHYTHM


def next_day(thing: Offer | Intake | Case | None, today: date) -> date | None:
    """The day of the next contact by the rhythm; None where after-care is over."""
    coming = today + rhythm(thing)
    if not isinstance(thing, Case):
        return coming
    if not is_looked_after(thing, today):
        return None
    last = None if thing.is_open else thing.aftercare_until
    return min(coming, last) if last else coming


def is_looked_after(case: Case, today: date) -> bool:
    """Whether a case still has a next contact: as long as it is open, then as after-care lasts.

    Somebody whom another service has taken over is looked after there.
    """
    if case.is_open:
        return True
    if case.ending == Case.Ending.TAKEN_OVER:
        return False
    return case.aftercare_until is None or today < case.aftercare_until


def must_wait(actor: Actor, thing: Offer | Intake | Case | None) -> bool:
    """Whether a follow-up must always wait here: on cases, open intakes and answered offers.

    On a closed case as long as its after-care lasts.
    What waited on an offer or an intake waits on its case once there is one.
    """
    match thing:
        case Case():
            return is_looked_after(thing, timezone.localdate())
        case Intake():
            return thing.is_open
        case Offer():
            answered = OfferAnswer.objects.visible_to(actor).filter(offer=thing).exists()
            return answered and not Case.objects.visible_to(actor).filter(offer=thing).exists()
    return False


def last_channel(follow_up: FollowUp) -> str:
    """How the contact before this one was made."""
    before = follow_up.follows
    return before.channel if before and before.channel else FollowUp.Channel.PHONE


def first_meeting(intake: Intake, now: datetime) -> tuple[str, str]:
    """How the goal of meeting the same day stands, in words, and the kind of tag for it."""
    contact = timezone.localtime(intake.first_contact_at)
    met = intake.first_meeting_at
    days = (timezone.localdate(met or now) - contact.date()).days
    if met and days == 0:
        return _("Met the same day"), "ok"
    if met:
        return ngettext("Met after %(days)d day", "Met after %(days)d days", days) % {
            "days": days
        }, "attention"
    if intake.state == Intake.State.CLOSED:
        return _("Never met"), "neutral"
    if days == 0:
        hours = int((now - contact) / timedelta(hours=1))
        return ngettext(
            "To be met today, %(hours)d hour since the first contact",
            "To be met today, %(hours)d hours since the first contact",
            hours,
        ) % {"hours": hours}, "attention"
    return ngettext("Not met after %(days)d day", "Not met after %(days)d days", days) % {
        "days": days
    }, "late"
