"""A real installation is founded by one command, and nothing in it is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.actions import postings
from agencies.actors import acting, actor_for, system_actor
from agencies.models import Participation, User

GIVEN = {
    "slug": "vaster",
    "name": "Väster",
    "municipalities": "1480",
    "agency_slug": "vaster-ks",
    "agency_name": "Västerstads kommunstyrelse",
    "coordinator": "kim@vaster.example",
    "administrator": "ada@vaster.example",
    "agreement_until": date(2035, 1, 1),
}


def test_two_accounts_can_begin_and_the_system_can_count(fresh):
    call_command("first_partnership", **GIVEN)
    coordinator = actor_for(User.objects.get(email="kim@vaster.example"))
    administrator = actor_for(User.objects.get(email="ada@vaster.example"))
    assert coordinator.functions == {"coordination"}
    assert administrator.functions == {"administration"}
    assert coordinator.live == (coordinator.scope,)
    assert "figures" in system_actor(Participation.objects.get(pk=coordinator.scope)).functions
    assert not User.objects.get(email="kim@vaster.example").has_usable_password()


def test_two_administrators_can_approve_what_takes_two(fresh):
    call_command("first_partnership", **GIVEN, second_administrator="eva@vaster.example")
    kim, ada, eva = (
        User.objects.get(email=f"{name}@vaster.example") for name in ("kim", "ada", "eva")
    )
    with acting(actor_for(ada)) as first:
        posting = postings.propose_posting(
            actor=first,
            user=kim,
            function="decision",
            need="Undertecknar",
            from_on=timezone.localdate(),
            to_on=timezone.localdate() + timedelta(days=30),
        )
    with acting(actor_for(eva)) as second:
        postings.approve_posting(actor=second, posting=posting)
    assert actor_for(kim).functions == {"coordination", "decision"}


@pytest.mark.parametrize(
    "change",
    [
        {"administrator": "kim@vaster.example"},
        {"second_administrator": "ada@vaster.example"},
        {"agreement_until": date(2020, 1, 1)},
        {"slug": "norr"},
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(fresh, change):
    before = Participation.objects.count()
    with pytest.raises(CommandError):
        call_command("first_partnership", **GIVEN | change)
    assert Participation.objects.count() == before
