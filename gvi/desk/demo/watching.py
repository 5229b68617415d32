"""Keeping watch in the demo: somebody who will be away, and something for the team to hear."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from agencies.models import User
from agencies.scoping import Actor
from offers.actions import log_follow_up, register_absence
from offers.models import FollowUp


def write(avhopp: Actor) -> None:
    """Olle is away the week after next; yesterday Alva wrote something down for the team."""
    today = timezone.localdate()
    register_absence(
        actor=avhopp,
        user=User.objects.get(email="avhopp2@malmo.example"),
        deputy=User.objects.get(pk=avhopp.user_id),
        from_on=today + timedelta(days=8),
        to_on=today + timedelta(days=12),
    )
    latest = FollowUp.objects.visible_to(avhopp).waiting().filter(case__called="Klient F").get()
    logged = log_follow_up(
        actor=avhopp,
        follow_up=latest,
        outcome=FollowUp.Outcome.TALKED,
        note="Påhittat: vill byta dag för samtalen. Kan någon annan ta måndagar?",
        next_on=latest.due_on,
        for_team=True,
    )
    yesterday = timezone.now() - timedelta(days=1)
    FollowUp.objects.filter(pk=logged.pk).update(done_at=yesterday, logged_at=yesterday)
