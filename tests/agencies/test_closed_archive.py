"""What is over lies in the receiver's closed archive, for its registrar and for an hour."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agencies.actions import withdraw
from agencies.actors import acting
from agencies.models import Delivery, Disclosure, Entry
from agencies.readings import readings
from groups import actions as groups_actions
from groups.models import Person

REASON = "Begäran om utlämnande av allmän handling."


@pytest.fixture
def closed(cast) -> Disclosure:
    """The police have given frivården Kråka, with name, and taken it back."""
    with acting(cast.actor("polis")) as polis:
        given = groups_actions.disclose_people(
            actor=polis,
            people=[Person.objects.visible_to(polis).get(code_name="Kråka")],
            receivers=[cast.receiver("frivard")],
            ground=cast.ground(),
            purpose="Planering",
            need="Behövs.",
            ends_on=timezone.localdate() + timedelta(days=30),
            parts=["identity"],
        )
        return withdraw(actor=polis, disclosure=given, reason="Fel.")


def delivery(cast, closed: Disclosure) -> Delivery:
    with acting(cast.actor("registrator")) as registrar:
        return Delivery.objects.visible_to(registrar).get(disclosure_id=closed.pk)


def test_the_list_tells_from_whom_and_how_much_and_nothing_of_what(sign_in, cast, closed):
    page = sign_in("registrator").get(reverse("agencies:archive_list")).text
    assert "Polisområde Norr" in page
    assert "1 uppgift" in page
    for secret in ("Kråka", "Kanarie", "Planering"):
        assert secret not in page


@pytest.mark.parametrize("who", ["frivard", "polis", "kommun", "admin", "dso", "polis_soder"])
def test_the_archive_is_the_registrars_alone(sign_in, cast, closed, who):
    assert sign_in(who).get(reverse("agencies:archive_list")).status_code == 403
    address = reverse("agencies:archive_open", args=[delivery(cast, closed).ref])
    assert sign_in(who).post(address, {"reason": REASON}).status_code in (403, 404)


def test_the_copy_opens_with_a_reason_for_an_hour(sign_in, cast, closed):
    client = sign_in("registrator")
    assert client.get(closed.get_absolute_url()).status_code == 404
    address = reverse("agencies:archive_open", args=[delivery(cast, closed).ref])
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": REASON})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).text
    assert "Kanarie" in page
    assert "ur det stängda arkivet" in page
    assert sign_in("frivard").get(closed.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("minutes", "is_open"), [(59, True), (61, False)])
def test_after_the_hour_it_is_shut_again(cast, closed, minutes, is_open):
    with acting(cast.actor("registrator")) as registrar:
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into agencies_opening (scope_id, delivery_id, user_id, reason, opened_at)"
                " values (%s, %s, %s, %s, now() - make_interval(mins => %s))",
                [registrar.scope, delivery(cast, closed).pk, registrar.user_id, REASON, minutes],
            )
        seen = Disclosure.objects.visible_to(registrar).filter(pk=closed.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from agencies_disclosure where id = %s", [closed.pk])
            rows = cursor.fetchone()[0]
    assert (seen, rows) == (is_open, int(is_open))


def test_what_is_still_in_force_is_not_in_the_archive(cast, closed):
    with acting(cast.actor("registrator")) as registrar:
        found = Delivery.objects.visible_to(registrar).filter(group_id__in=registrar.archive)
        assert all(each.withdrawn_at or each.ends_at <= timezone.now() for each in found)


def test_the_giver_learns_nothing_of_an_opening(sign_in, cast, closed):
    client = sign_in("registrator")
    address = reverse("agencies:archive_open", args=[delivery(cast, closed).ref])
    with acting(cast.actor("polis")):
        before = readings(closed)
    page = client.post(address, {"reason": REASON})
    client.get(page["Location"])
    assert client.get(f"/api/v1/disclosures/{closed.ref}/").status_code == 404
    with acting(cast.actor("polis")):
        assert readings(closed) == before
    theirs = cast.participation("polis")
    told = Entry.objects.using("owner").filter(action__startswith="archive.", owner=theirs)
    assert not told.exists()


def test_the_opening_is_in_the_agencys_own_ledger(sign_in, cast, closed):
    address = reverse("agencies:archive_open", args=[delivery(cast, closed).ref])
    sign_in("registrator").post(address, {"reason": REASON})
    with acting(cast.actor("registrator")) as registrar:
        acts = Entry.objects.visible_to(registrar).values_list("action", flat=True)
        assert "archive.opened" in acts
