"""Writing with raw SQL as the app's role: the database itself refuses what no action would do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Delivery, DisclosedItem, Disclosure, Entry
from groups.models import Affiliation, Identity, Person, PersonGrant
from offers.models import Case, Measure


def refused(row) -> bool:
    """Whether the database turns the row away."""
    try:
        with transaction.atomic():
            type(row)._default_manager.bulk_create([row])  # past any check in Python
            connection.check_constraints()
    except DatabaseError:
        return True
    return False


def own_item(actor, cast) -> DisclosedItem:
    disclosure = Disclosure.objects.create(
        scope_id=actor.scope,
        number="x",
        ground=cast.ground(),
        purpose="x",
        need="x",
        decided_by_id=actor.user_id,
        decided_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=1),
    )
    return DisclosedItem.objects.create(
        scope_id=actor.scope, disclosure=disclosure, kind="x", about=disclosure.ref
    )


def test_nobody_grants_themselves_another_agencys_person(cast):
    uggla = cast.row(Person, code_name="Uggla")
    with acting(cast.actor("avhopp")) as avhopp:
        grant = PersonGrant(
            scope_id=avhopp.scope,
            item=own_item(avhopp, cast),
            group_id=avhopp.receiving[0],
            permission=Permission.objects.get(codename="view_person"),
            content_object_id=uggla.pk,
            expires_at=timezone.now() + timedelta(days=1),
        )
        assert refused(grant)
        grant.scope_id = uggla.scope_id
        assert refused(grant)
        assert not Person.objects.filter(pk=uggla.pk).exists()


def test_putting_the_check_off_opens_nothing(cast):
    uggla = cast.row(Person, code_name="Uggla")
    with acting(cast.actor("avhopp")) as avhopp:
        item = own_item(avhopp, cast)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all deferred")
        grant = PersonGrant(
            scope_id=avhopp.scope,
            item=item,
            group_id=avhopp.receiving[0],
            permission=Permission.objects.get(codename="view_person"),
            content_object_id=uggla.pk,
            expires_at=timezone.now() + timedelta(days=1),
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            PersonGrant.objects.bulk_create([grant])


def test_sequences_count_nothing_for_the_app(cast):
    for sequence in ("offers_case", "groups_person", "agencies_entry"):
        sql = f"select last_value from {sequence}_id_seq"  # noqa: S608 - from the line above
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_nobody_adds_a_part_to_another_agencys_row(cast):
    kraka, case = cast.row(Person, code_name="Kråka"), cast.row(Case, called="Kanarie klient")
    with acting(cast.actor("koordinator")) as koordinator:
        assert refused(Identity(scope_id=koordinator.scope, person_id=kraka.pk))
    with acting(cast.actor("frivard")) as frivard:
        row = {"case_id": case.pk, "kind": "talks", "starts_on": timezone.localdate()}
        assert refused(Measure(scope_id=frivard.scope, **row))


def test_nobody_delivers_another_agencys_disclosure(cast):
    theirs = cast.row(Disclosure, purpose="Kartläggning", number=f"{timezone.localdate().year}-1")
    with acting(cast.actor("polis_soder")) as soder:
        receiver = cast.receiver("polis_soder")
        delivery = Delivery(
            scope_id=soder.scope,
            disclosure_id=theirs.pk,
            receiver=receiver,
            group_id=receiver.group_id,
            ends_at=timezone.now() + timedelta(days=1),
        )
        assert refused(delivery)


def test_nobody_points_at_a_person_they_cannot_see(cast):
    uggla = cast.row(Person, code_name="Uggla")
    with acting(cast.actor("frivard")) as frivard:
        about = {"person_id": uggla.pk, "category": "suspected", "review_on": timezone.localdate()}
        for scope in (uggla.scope_id, frivard.scope):
            row = Affiliation(scope_id=frivard.scope, person_scope_id=scope, **about)
            assert refused(row)


def test_nobody_writes_in_another_agencys_name(cast):
    with acting(cast.actor("polis")) as polis:
        other = cast.participation("avhopp").pk
        person = Person(scope_id=other, code_name="x", proposed_by_id=polis.user_id)
        assert refused(person)
        entry = {"functions": "", "channel": "x", "action": "x"}
        assert refused(Entry(scope_id=other, user_id=polis.user_id, **entry))
        assert refused(Entry(scope_id=polis.scope, user_id=cast.user("avhopp").pk, **entry))
        kraka = Person.objects.get(code_name="Kråka")
        with pytest.raises(DatabaseError), transaction.atomic():
            Person.objects.filter(pk=kraka.pk).update(scope_id=other)


def test_an_owners_deletion_succeeds_and_tells_nothing(cast):
    """Offers, marks and links of other agencies lose their person, and stay their owners' own."""
    kraka = cast.row(Person, code_name="Kråka")
    with acting(cast.actor("polis")), connection.cursor() as cursor:
        cursor.execute("delete from groups_person where id = %s", [kraka.pk])
        assert cursor.rowcount == 1
    with acting(cast.actor("frivard")) as frivard:
        from offers.models import Offer

        assert Offer.objects.visible_to(frivard).get(scope_id=frivard.scope).person_id is None
