"""What givers tell: a correction, a withdrawal, conditions; read once by each who received."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import acknowledge, correct, withdraw
from agencies.actors import acting
from agencies.models import Acknowledgement, Disclosure, Notice
from groups import actions as groups_actions
from groups.models import Person

SAID = "Födelseåret var fel."


@pytest.fixture
def given(cast) -> Disclosure:
    """The police disclose Kråka to the coordinator and to the exit group."""
    with acting(cast.actor("polis")) as polis:
        return groups_actions.disclose_people(
            actor=polis,
            people=[Person.objects.visible_to(polis).get(code_name="Kråka")],
            receivers=[cast.receiver("koordinator"), cast.receiver("avhopp")],
            ground=cast.ground(),
            purpose="Erbjudande",
            need="Behövs.",
            ends_on=timezone.localdate() + timedelta(days=30),
        )


def told(cast, who: str, given: Disclosure) -> Notice:
    with acting(cast.actor(who)) as actor:
        return Notice.objects.visible_to(actor).told_to(actor).get(disclosure=given)


def test_a_correction_reaches_everyone_who_received_it_and_changes_no_copy(sign_in, cast, given):
    address = reverse("agencies:disclosure_correct", args=[given.ref])
    with acting(cast.actor("polis")):
        before = given.items.get().frozen
    assert sign_in("polis").post(address, {"text": ""}).status_code == 422
    assert sign_in("polis").post(address, {"text": SAID}).status_code == 302
    for who in ("koordinator", "avhopp"):
        assert "Rättelse att läsa" in sign_in(who).get("/").text
        page = sign_in(who).get("/utlamnanden/aviseringar/").text
        assert SAID in page
        assert "Oläst" in page
    assert SAID not in sign_in("frivard").get("/utlamnanden/aviseringar/").text
    with acting(cast.actor("polis")):
        assert given.items.get().frozen == before


def test_only_the_giver_corrects(sign_in, cast, given):
    address = reverse("agencies:disclosure_correct", args=[given.ref])
    assert sign_in("koordinator").post(address, {"text": SAID}).status_code == 404


def test_a_notice_waits_on_the_day_until_it_is_read(sign_in, cast, given):
    with acting(cast.actor("polis")) as polis:
        correct(actor=polis, disclosure=given, text=SAID)
    notice = told(cast, "koordinator", given)
    client = sign_in("koordinator")
    assert client.post(reverse("agencies:notice_read", args=[notice.ref])).status_code == 302
    assert "Rättelse att läsa" not in client.get("/").text
    assert "Läst" in client.get("/utlamnanden/aviseringar/").text
    with acting(cast.actor("koordinator")) as actor:
        acknowledge(actor=actor, notice=notice)
        assert Acknowledgement.objects.visible_to(actor).filter(notice=notice).count() == 1


def test_the_giver_hears_who_has_read_it_but_never_of_the_exit_group(sign_in, cast, given):
    with acting(cast.actor("polis")) as polis:
        correct(actor=polis, disclosure=given, text=SAID)
    for who in ("koordinator", "avhopp"):
        with acting(cast.actor(who)) as actor:
            acknowledge(actor=actor, notice=told(cast, who, given))
    with acting(cast.actor("polis")) as polis:
        heard = Acknowledgement.objects.visible_to(polis).filter(notice__disclosure=given)
        assert [each.scope for each in heard] == [cast.participation("koordinator")]


def test_a_withdrawal_takes_the_words_of_earlier_notices_with_it(sign_in, cast, given):
    with acting(cast.actor("polis")) as polis:
        correct(actor=polis, disclosure=given, text=SAID)
        withdraw(actor=polis, disclosure=given, reason="Fel person.")
    page = sign_in("koordinator").get("/utlamnanden/aviseringar/").text
    assert SAID not in page
    assert "Fel person." not in page
    assert "Inte längre tillgänglig" in page
    assert "Återkalla" in page
    with acting(cast.actor("koordinator")) as actor:
        notices = list(Notice.objects.visible_to(actor).unread_by(actor).filter(disclosure=given))
    assert len(notices) == 2
    for notice in notices:
        read = reverse("agencies:notice_read", args=[notice.ref])
        assert sign_in("koordinator").post(read).status_code == 302
    assert "Återkallelse att läsa" not in sign_in("koordinator").get("/").text


def test_a_notice_is_marked_as_read_by_post_alone(sign_in, cast, given):
    with acting(cast.actor("polis")) as polis:
        correct(actor=polis, disclosure=given, text=SAID)
    notice = told(cast, "koordinator", given)
    address = reverse("agencies:notice_read", args=[notice.ref])
    assert sign_in("koordinator").get(address).status_code == 405
    assert sign_in("frivard").post(address).status_code == 404


def test_no_count_of_notices_stands_anywhere(sign_in, cast, given):
    with acting(cast.actor("polis")) as polis:
        for _time in range(7):
            correct(actor=polis, disclosure=given, text=SAID)
    page = sign_in("koordinator").get("/").text
    block = page[page.index("Aviseringar att läsa") :]
    assert block[: block.index("</section>")].count("Rättelse att läsa") == 5
    assert "(7)" not in page
