"""Reminding: one reminder per person and day, and at most one mail for it, without content.

The row is made by whichever worker comes first: the database allows one. A mail is claimed on the
row before it is sent, in a transaction of its own, so that it never goes twice; when sending
raises, the claim is released and the next run tries again. A worker killed between the claim and
the sending has lost that day's mail, and the reminder still stands on Min dag.
"""

from __future__ import annotations

import logging
from datetime import datetime, time

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies.actors import acting, system_actor
from agencies.ledger import record
from agencies.models import Participation, Posting, User
from agencies.scoping import Actor, Function
from offers import policies
from offers.models import FollowUp, Reminder, ReminderSetting
from offers.reminders.deputies import with_answering

log = logging.getLogger(__name__)

SATURDAY = 5


def reminding(day: datetime) -> list[int]:
    """The participations that have a system account to look behind their wall with."""
    postings = Posting.objects.in_force(timezone.localdate(day)).filter(function=Function.FIGURES)
    return list(postings.order_by("participation_id").values_list("participation_id", flat=True))


def remind(participation: Participation, now: datetime) -> int:
    """Make today's reminders, and send those that may be sent now; returns how many were sent."""
    actor = system_actor(participation)
    if not actor.user_id:
        return 0
    with acting(actor):
        due = _who_is_due(actor, now)
        _make(actor, due, now)
        waiting = _to_mail(actor, due, now)
    return sum(_mail(actor, reminder) for reminder in waiting)


def _who_is_due(actor: Actor, now: datetime) -> set[int]:
    """Those in service who answer for something due today or before, as deputies too."""
    today = timezone.localdate(now)
    rows = FollowUp.objects.visible_to(actor).due_by(today).order_by()
    answering = with_answering(actor, rows, today)
    posted = Posting.objects.in_force(today).filter(
        participation_id=actor.scope,
        function__in=policies.FOLLOWING_UP,
        user__is_active=True,
        user__is_system=False,
    )
    due = set(answering.values_list("answering", flat=True).distinct())
    return due & set(posted.values_list("user_id", flat=True))


def _make(actor: Actor, due: set[int], now: datetime) -> None:
    """One per person and day, whoever comes first. Made before or twice, it changes nothing."""
    today = timezone.localdate(now)
    have = Reminder.objects.visible_to(actor).filter(on=today).values_list("user_id", flat=True)
    new = [
        Reminder(scope_id=actor.scope, user_id=user, on=today) for user in sorted(due - set(have))
    ]
    if new:
        Reminder.objects.bulk_create(new, ignore_conflicts=True)
        record(actor, "reminder.made")


def _to_mail(actor: Actor, due: set[int], now: datetime) -> list[Reminder]:
    """Today's that nobody has mailed, of those who still have something due and may be told."""
    chosen = ReminderSetting.objects.visible_to(actor).filter(user__in=due)
    settings_of = {each.user_id: each for each in chosen}
    rows = Reminder.objects.visible_to(actor).filter(
        on=timezone.localdate(now), user__in=due, mailed_at__isnull=True
    )
    return [
        row
        for row in rows.select_related("user")
        if may_mail(settings_of.get(row.user_id, ReminderSetting()), now)
    ]


def may_mail(setting: ReminderSetting, now: datetime) -> bool:
    """Whether this person wants a mail, and is not to be left alone at this hour."""
    local = timezone.localtime(now)
    if not setting.by_mail or (local.weekday() >= SATURDAY and not setting.on_weekends):
        return False
    return not is_quiet(setting, local.time())


def is_quiet(setting: ReminderSetting, at: time) -> bool:
    """Whether the clock on the wall stands in the quiet hours, which may go over midnight."""
    begins, ends = setting.quiet_from, setting.quiet_to
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends


def _mail(actor: Actor, reminder: Reminder) -> bool:
    """Claim, send; release when it could not be sent."""
    mine = Reminder.objects.filter(pk=reminder.pk)
    with acting(actor):
        if not mine.filter(mailed_at__isnull=True).update(mailed_at=timezone.now()):
            return False
    try:
        _send(reminder.user)
    except (OSError, ValueError) as fault:
        with acting(actor):
            mine.update(mailed_at=None)
        log.warning("A reminder could not be mailed: %s.", type(fault).__name__)
        return False
    return True


def _send(user: User) -> None:
    """That something waits, and where to sign in. Nobody, nothing, and not how many."""
    with translation.override(user.language):
        subject = _("Something waits for you")
        text = _("Sign in to see what:\n%(address)s") % {
            "address": f"{settings.PUBLIC_URL}{reverse('desk:day')}"
        }
    send_mail(subject, text, None, [user.email])
