"""Tenants are written by their own administration alone, whatever an action would say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.actors import acting
from agencies.models import (
    Agreement,
    AgreementParty,
    Interest,
    Office,
    Participation,
    Partnership,
    Posting,
    StandingDecision,
    User,
)
from tests.wall.test_writing_past_the_wall import refused

OTHERS = ["polis", "koordinator", "frivard", "avhopp", "kommun", "styrgrupp", "dso", "polis_soder"]


def changed(model, pk: int, **values: object) -> int:
    """How many rows of a table the database lets the actor change."""
    try:
        with transaction.atomic():
            return model._default_manager.filter(pk=pk).update(**values)
    except DatabaseError:
        return 0


def posting(actor, user, scope: int, **values: object) -> Posting:
    today = timezone.localdate()
    about = {"function": "casework", "from_on": today, "to_on": today + timedelta(days=9)}
    about |= {"user": user, "participation_id": scope, "proposed_by_id": actor.user_id}
    return Posting(**about | values)


def decision(scope: int) -> StandingDecision:
    today = timezone.localdate()
    return StandingDecision(
        participation_id=scope, kind="incident", number="x", from_on=today, to_on=today
    )


def test_an_administration_writes_its_own_agency(cast):
    with acting(cast.actor("admin")) as admin:
        other = cast.user("koordinator")
        assert not refused(posting(admin, other, admin.scope, approved_by_id=admin.user_id))
        assert not refused(decision(admin.scope))
        assert changed(Participation, admin.scope, duty_decision="x")
        assert changed(Partnership, admin.partnership_id, state="paused")


@pytest.mark.parametrize("whose", ["polis", "avhopp", "polis_soder"])
def test_an_administration_writes_no_other_agency(cast, whose):
    scope = cast.participation(whose)
    theirs = StandingDecision.objects.filter(participation=scope)[0]
    held = Posting.objects.filter(participation=scope)[0]
    today = timezone.localdate()
    with acting(cast.actor("admin")) as admin:
        user = cast.user("koordinator")
        assert refused(posting(admin, user, scope.pk))
        assert refused(posting(admin, user, scope.pk, approved_by_id=admin.user_id))
        assert refused(decision(scope.pk))
        assert refused(Office(scope=scope, holder=user, kind="coordination", from_on=today))
        assert refused(Interest(scope=scope, interest="x", answered_on=today))
        assert not changed(StandingDecision, theirs.pk, revoked_on=today)
        assert not changed(Posting, held.pk, to_on=today)
        assert not changed(Participation, scope.pk, to_on=today)


def test_an_administration_writes_no_other_partnership(cast):
    south = cast.participation("polis_soder")
    agreement = Agreement.objects.get(partnership=south.partnership)
    today = timezone.localdate()
    with acting(cast.actor("admin")) as admin:
        dates = {"from_on": today, "valid_to": today}
        assert refused(Agreement(partnership=south.partnership, **dates))
        assert refused(AgreementParty(agreement=agreement, participation_id=admin.scope))
        assert not changed(Partnership, south.partnership_id, state="paused")
        own = Agreement.objects.filter(partnership_id=admin.partnership_id)[0]
        assert refused(AgreementParty(agreement=own, participation=south))


@pytest.mark.parametrize("who", OTHERS)
def test_no_other_function_writes_who_is_who(cast, who):
    today = timezone.localdate()
    with acting(cast.actor(who)) as actor:
        assert refused(posting(actor, cast.user("admin"), actor.scope))
        assert refused(decision(actor.scope))
        assert refused(Office(scope_id=actor.scope, holder_id=actor.user_id, kind="coordination"))
        dates = {"from_on": today, "valid_to": today}
        assert refused(Agreement(partnership_id=actor.partnership_id, **dates))
        own = Posting.objects.filter(participation_id=actor.scope)[0]
        assert not changed(Posting, own.pk, to_on=today)
        assert not changed(Participation, actor.scope, to_on=today)
        assert not changed(Partnership, actor.partnership_id, state="paused")


def test_nobody_approves_what_they_hold_or_proposed_alone(cast):
    with acting(cast.actor("admin")) as admin:
        me, other = cast.user("admin"), cast.user("koordinator")
        mine = {"approved_by_id": admin.user_id}
        assert refused(posting(admin, me, admin.scope, **mine))
        for function in ("administration", "decision"):
            assert refused(posting(admin, other, admin.scope, function=function, **mine))
            assert refused(
                posting(admin, other, admin.scope, function=function, approved_by_id=other.pk)
            )
        assert refused(posting(admin, other, admin.scope, proposed_by_id=other.pk))
        assert refused(posting(admin, other, admin.scope, approved_by_id=cast.user("dso").pk))
        assert refused(posting(admin, other, admin.scope, function="figures"))
        waiting = posting(admin, other, admin.scope, function="decision")
        assert not refused(waiting)
        row = Posting.objects.get(ref=waiting.ref)
        assert not changed(Posting, row.pk, **mine)
        assert not changed(Posting, row.pk, approved_by_id=cast.user("polis").pk)


def test_a_posting_is_neither_lengthened_nor_moved(cast):
    with acting(cast.actor("admin")) as admin:
        row = Posting.objects.filter(participation_id=admin.scope, user=cast.user("koordinator"))[0]
        assert not changed(Posting, row.pk, to_on=row.to_on + timedelta(days=1))
        assert not changed(Posting, row.pk, function="exit")
        assert not changed(Posting, row.pk, user=cast.user("admin"))
        assert changed(Posting, row.pk, to_on=timezone.localdate())


def test_who_has_left_does_not_come_back_by_themselves(cast):
    with acting(cast.actor("admin")) as admin:
        today = timezone.localdate()
        assert changed(Participation, admin.scope, to_on=today)
        assert not changed(Participation, admin.scope, to_on=None)
        assert not changed(Participation, admin.scope, to_on=today + timedelta(days=1))


def test_a_party_signs_for_itself_and_once(cast):
    polis = cast.participation("polis")
    party = AgreementParty.objects.get(participation=polis)
    today = timezone.localdate()
    signed = {"signed_on": today, "signatory_name": "x"}
    for who in ("admin", "koordinator", "styrgrupp", "polis2"):
        with acting(cast.actor(who)) as actor:
            assert not changed(AgreementParty, party.pk, signed_by_id=actor.user_id, **signed)
    with acting(cast.actor("polis")) as actor:
        other = cast.user("polis2").pk
        assert not changed(AgreementParty, party.pk, signed_by_id=other, **signed)
        assert changed(AgreementParty, party.pk, signed_by_id=actor.user_id, **signed)
        assert not changed(AgreementParty, party.pk, signed_by_id=actor.user_id, signed_on=None)


def test_no_agreement_is_born_signed(cast):
    today = timezone.localdate()
    with acting(cast.actor("admin")) as admin:
        dates = {"from_on": today, "valid_to": today}
        mine = {"partnership_id": admin.partnership_id, **dates}
        assert refused(Agreement(signed_on=today, **mine))
        assert not refused(Agreement(**mine))
        row = Agreement.objects.filter(partnership_id=admin.partnership_id)[0]
        assert not changed(Agreement, row.pk, valid_to=today + timedelta(days=999))
        assert refused(AgreementParty(agreement=row, participation_id=admin.scope, signed_on=today))


def test_an_account_gives_nothing_by_itself(cast):
    with acting(cast.actor("polis")):
        assert not refused(User(email="x@cast.example", name="x", password="!"))
        made = User.objects.get(email="x@cast.example")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update agencies_user set is_system = true where id = %s", [made.pk])
