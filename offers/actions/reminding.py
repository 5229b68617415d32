"""How somebody wants to be reminded. The sending itself is `offers.reminders.sending`."""

from __future__ import annotations

from datetime import time

from django.db import transaction

from agencies.ledger import record
from agencies.scoping import Actor
from offers import policies
from offers.models import ReminderSetting


@transaction.atomic
def set_reminders(
    *, actor: Actor, by_mail: bool, quiet_from: time, quiet_to: time, on_weekends: bool
) -> ReminderSetting:
    """How the actor wants to be reminded: one's own setting and nobody else's."""
    policies.require_following_up(actor)
    setting: ReminderSetting
    setting, _made = ReminderSetting.objects.writable_by(actor).update_or_create(
        scope_id=actor.scope,
        user_id=actor.user_id,
        defaults={
            "by_mail": by_mail,
            "quiet_from": quiet_from,
            "quiet_to": quiet_to,
            "on_weekends": on_weekends,
        },
    )
    record(actor, "reminder.set", setting)
    return setting
