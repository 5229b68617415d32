"""A decision on its own page: all of it for the giver, the copy for the receiver."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Disclosure, Round
from tests.desk.test_deciding import begin, decide, made, said

SECRETS = ("Kanarieskäl", "Kanarieavvägning", "Kanariebarn", "Menprövning i ord")


@pytest.fixture
def disclosure(cast, sign_in) -> Disclosure:
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka", "Uggla")
    client.post(draft, said(cast, "Kråka", "Uggla"))
    decide(client, draft)
    return made(cast)[0]


def test_the_giver_reads_how_each_provision_was_answered(cast, sign_in, disclosure):
    sign_in("avhopp").get(disclosure.get_absolute_url())
    page = sign_in("polis").get(disclosure.get_absolute_url()).content.decode()
    assert page.count("Kanarieskäl") == 2
    assert "Kanarieavvägning" in page
    assert disclosure.number in page
    assert f"{disclosure.get_absolute_url()}beslut.pdf" in page


def test_the_receiver_reads_the_conditions_first_and_nothing_of_the_reasons(sign_in, disclosure):
    page = sign_in("avhopp").get(disclosure.get_absolute_url()).content.decode()
    for kept in (*SECRETS[:3], disclosure.number, "Namn och födelseår", "beslut.pdf"):
        assert kept not in page
    assert "Ska erbjudas hjälp." in page
    assert page.index("Får inte spridas.") < page.index("Kråka")
    assert f"{disclosure.get_absolute_url()}kopia.pdf" in page


def test_a_reading_by_a_receiver_is_told_to_the_giver(cast, sign_in):
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka")
    client.post(draft, said(cast, "Kråka", receivers=[cast.receiver("frivard").pk]))
    decide(client, draft)
    address = made(cast)[0].get_absolute_url()
    sign_in("frivard").get(address)
    page = sign_in("polis").get(address).content.decode()
    told = page[page.index("Vad mottagarna har läst") :]
    assert "Frivården Norr" in told


def test_a_new_version_begins_with_what_was_said_and_is_told(cast, sign_in, disclosure):
    client = sign_in("polis")
    draft = client.post(f"{disclosure.get_absolute_url()}ny-version/")["Location"]
    page = client.get(draft).content.decode()
    assert f"En ny version av beslut {disclosure.number}" in page
    assert page.count("Kanarieskäl") == 2
    decide(client, draft)
    newer = made(cast)[-1]
    with acting(cast.actor("polis")):
        assert newer.corrects_id == disclosure.pk
    old = sign_in("avhopp").get(disclosure.get_absolute_url()).content.decode()
    assert newer.get_absolute_url() in old


@pytest.mark.parametrize("who", ["avhopp", "koordinator", "polis_soder"])
def test_nobody_else_begins_a_new_version(sign_in, disclosure, who):
    assert sign_in(who).post(f"{disclosure.get_absolute_url()}ny-version/").status_code == 404


def test_each_queue_holds_its_own(cast, sign_in, disclosure):
    client = sign_in("polis")
    begin(client, cast, "Skata")
    assert "Inget ändamål ännu" in client.get("/utlamnanden/utkast/").content.decode()
    address = disclosure.get_absolute_url()
    assert address in client.get("/utlamnanden/").content.decode()
    assert address not in client.get("/utlamnanden/?ko=loper-ut").content.decode()
    with acting(cast.actor("polis")):
        Disclosure.objects.filter(pk=disclosure.pk).update(
            ends_at=timezone.now() + timedelta(days=5)
        )
    assert address in client.get("/utlamnanden/?ko=loper-ut").content.decode()
    assert address not in client.get("/utlamnanden/?ko=aterkallade").content.decode()
    client.post(f"{address}aterkalla/", {"reason": "Borta."})
    assert address in client.get("/utlamnanden/?ko=aterkallade").content.decode()
    assert address in sign_in("polis").get("/utlamnanden/").content.decode()


def test_drafts_are_listed_for_those_who_decide(cast, sign_in):
    draft = begin(sign_in("polis"), cast, "Kråka")
    with acting(cast.actor("polis")) as polis:
        count = Round.objects.visible_to(polis).drafts().count()
    assert count
    assert sign_in("dso").get("/utlamnanden/utkast/").status_code == 403
    assert draft in sign_in("polis2").get("/utlamnanden/utkast/").content.decode()
    assert draft not in sign_in("frivard").get("/utlamnanden/utkast/").content.decode()
