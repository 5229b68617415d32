"""Min dag: everybody who may sign in finds something to go on with."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.desk.day import blocks


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.mark.parametrize(
    "name",
    ["polis", "frivard", "koordinator", "kommun", "avhopp", "styrgrupp", "dso", "admin"],
)
def test_the_day_has_a_block_for_every_function(cast, today, name):
    with acting(cast.actor(name)) as actor:
        assert blocks(actor, today)


def test_the_one_who_audits_is_led_to_the_ledger(cast, sign_in):
    page = sign_in("dso").get("/").content.decode()
    assert reverse("agencies:entry_list") in page
    assert reverse("agencies:administration") not in page


def test_the_administrator_is_led_to_the_postings(cast, sign_in):
    page = sign_in("admin").get("/").content.decode()
    assert reverse("agencies:administration") in page
    assert reverse("agencies:entry_list") not in page


def test_a_briefing_is_named_once_in_its_row(cast, today):
    with acting(cast.actor("styrgrupp")) as actor:
        rows = blocks(actor, today)[0]["rows"]
    assert all(row["what"].count("Lägesbild") <= 1 for row in rows)
