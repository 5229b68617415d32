"""The page that lets everybody, and lawyers above all, check the legal grounds."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from agencies.actors import acting
from agencies.models import Entry, LegalGround

LIST = "/utlamnanden/lagrum/"


def text(page) -> str:
    return unescape(page.content.decode())


@pytest.mark.parametrize("who", ["polis", "frivard", "avhopp", "styrgrupp", "dso", "admin"])
def test_everybody_reads_every_ground(sign_in, cast, who):
    page = text(sign_in(who).get(LIST))
    for ground in LegalGround.objects.all():
        assert f">{ground.name}</a>" in page
        assert ground.provision in page


def test_what_is_switched_off_says_why(sign_in, cast):
    off = LegalGround.objects.filter(is_enabled=False)
    assert off
    page = text(sign_in("polis").get(LIST))
    for ground in off:
        assert f"Avstängd: {ground.unverified_because}" in page
        assert ground.unverified_because in text(sign_in("polis").get(f"{LIST}{ground.code}/"))


@pytest.mark.parametrize("code", ["15A-1", "18A", "UPL-4", "ORO", "SAMTYCKE", "TEKNIK", "NOD"])
def test_one_ground_tells_all_that_the_configuration_says(sign_in, cast, code):
    ground = cast.ground(code)
    page = text(sign_in("polis").get(f"{LIST}{code}/"))
    assert ground.guidance in page
    assert ground.example in page
    assert all(name in page for name in ground.giver_names + ground.receiver_names)


def test_conditions_are_told_in_words(sign_in, cast):
    client = sign_in("polis")
    assert "Personen är säkert under 21 år." in text(client.get(f"{LIST}18A/"))
    assert "Aldrig för ett brott som redan är begånget." in text(client.get(f"{LIST}18A/"))
    assert "Personen är, eller kan vara, under 18 år." in text(client.get(f"{LIST}ORO/"))
    assert "Det är en skyldighet, inte en möjlighet." in text(client.get(f"{LIST}ORO/"))
    assert "Bara när någon har begärt det." in text(client.get(f"{LIST}UPL-4/"))
    assert "Personen har säkert fyllt 18 år." in text(client.get(f"{LIST}SAMTYCKE/"))


def test_a_ground_that_is_none_is_not_found(sign_in, cast):
    assert sign_in("polis").get(f"{LIST}PAHITT/").status_code == 404


def test_the_reading_is_in_the_ledger(sign_in, cast):
    sign_in("polis").get(f"{LIST}GEN/")
    with acting(cast.actor("polis")) as polis:
        entry = Entry.objects.visible_to(polis).filter(action="ground.read").last()
    assert entry.ground == "GEN"


def test_the_list_asks_for_all_grounds_at_once(sign_in, cast):
    client = sign_in("polis")
    client.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert sum("agencies_legalground" in each["sql"] for each in queries) == 1


def test_lawyers_switch_a_ground_on_with_a_few_lines(cast, tmp_path, capsys):
    file = tmp_path / "grounds.toml"
    file.write_text(
        '[[grounds]]\ncode = "23"\nfrom_on = 2025-04-01\nis_enabled = true\n'
        'guidance = "Minst ett års fängelse. Skriv vilket brott."\n'
    )
    call_command("lay_grounds", str(file))
    ground = LegalGround.objects.using("owner").get(code="23")
    assert ground.is_enabled
    assert ground.guidance.startswith("Minst ett års")
    assert ground.receivers == ["police"]
    assert "30 " in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "inte toml",
        '[[grounds]]\ncode = "23"\nfrom_on = 2025-04-01\nlifts = ["99:1"]\n',
        '[[grounds]]\ncode = "23"\nfrom_on = 2025-04-01\nreceivers = ["@alla"]\n',
        '[[grounds]]\ncode = "23"\n',
        '[[grounds]]\ncode = "GEN"\nfrom_on = 2009-06-30\nis_enabled = false\n',
    ],
)
def test_a_file_that_names_what_is_not_there_changes_nothing(cast, tmp_path, text):
    before = list(LegalGround.objects.using("owner").values())
    file = tmp_path / "grounds.toml"
    file.write_text(text)
    with pytest.raises(CommandError):
        call_command("lay_grounds", str(file))
    assert list(LegalGround.objects.using("owner").values()) == before


def test_the_help_beside_a_choice_shows_guidance_and_example(cast):
    ground = cast.ground("GEN")
    said = unescape(render_to_string("components/_ground_help.html", {"ground": ground}))
    assert "<details" in said
    assert ground.guidance in said
    assert ground.example in said
