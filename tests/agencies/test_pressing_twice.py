"""A form that is sent twice does what it does once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from agencies.actions import once
from agencies.actors import acting
from agencies.models import Press
from groups.models import Incident
from gvi.core.refusals import Refused

FORM = {"kind": "shooting", "occurred_on": "2026-01-02", "dead": 0, "injured": 0}
ADDRESS = "/grupper/handelser/ny/"


def made(cast) -> int:
    with acting(cast.actor("polis")) as polis:
        return Incident.objects.visible_to(polis).filter(occurred_on="2026-01-02").count()


def test_the_form_carries_a_mark_and_a_second_press_leads_to_the_same_page(cast, sign_in):
    client = sign_in("polis")
    page = client.get(ADDRESS).content.decode()
    assert page.count('name="once"') == 1
    sent = FORM | {"once": str(uuid4())}
    first, second = client.post(ADDRESS, sent), client.post(ADDRESS, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert made(cast) == 1


def test_another_form_is_another_row(cast, sign_in):
    client = sign_in("polis")
    for _each in range(2):
        client.post(ADDRESS, FORM | {"once": str(uuid4())})
    assert made(cast) == 2


def test_what_was_refused_can_be_sent_again_with_the_same_mark(cast):
    key = uuid4()

    def refuse() -> str:
        raise Refused("Nej.")

    with acting(cast.actor("polis")) as polis:
        with pytest.raises(Refused):
            once(polis, key, refuse)
        assert once(polis, key, lambda: "/dit/") == "/dit/"
        assert once(polis, key, lambda: "/annat/") == "/dit/"


def test_a_mark_is_ones_own(cast):
    key = uuid4()
    with acting(cast.actor("polis")) as polis:
        once(polis, key, lambda: "/dit/")
    for name in ("polis2", "koordinator"):
        with acting(cast.actor(name)) as other:
            assert not Press.objects.visible_to(other).exists()
            assert not Press.objects.exists()
            assert once(other, key, lambda: "/annat/") == "/annat/"


def test_two_presses_at_the_same_moment_make_one_row(fresh):
    sent = FORM | {"once": str(uuid4())}

    def press(_number: int) -> str:
        try:
            client = Client()
            client.force_login(fresh.user("polis"))
            return client.post(ADDRESS, sent).headers["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        led = set(pool.map(press, range(4)))
    assert len(led) == 1
    assert made(fresh) == 1
