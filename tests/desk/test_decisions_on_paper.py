"""The numbered decision and the receiver's copy, as files."""

from __future__ import annotations

import io

import page
import pikepdf
import pytest
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Disclosure, Entry
from tests.desk.test_deciding import begin, decide, made, said

SECRETS = ("Kanarieskäl", "Kanarieavvägning", "Kanariebarn")


@pytest.fixture
def disclosure(cast, sign_in) -> Disclosure:
    client = sign_in("polis")
    draft = begin(client, cast, "Kråka", "Uggla")
    client.post(draft, said(cast, "Kråka", "Uggla"))
    decide(client, draft)
    return made(cast)[0]


def words(content: bytes) -> str:
    """All the text of a file, as pdftotext would find it."""
    import subprocess

    return subprocess.run(
        ["pdftotext", "-", "-"],  # noqa: S607 - wherever it is
        input=content,
        capture_output=True,
        check=True,
    ).stdout.decode()


@pytest.mark.parametrize(("who", "name"), [("polis", "beslut.pdf"), ("avhopp", "kopia.pdf")])
def test_the_file_is_pdf_ua_1_and_names_nobody(sign_in, disclosure, who, name):
    answer = sign_in(who).get(f"{disclosure.get_absolute_url()}{name}")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    report = page.validate_pdf_bytes(answer.content, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert "Kråka" not in str(document.docinfo["/Title"])
        assert str(document.Root.Lang) == "sv"


def test_the_decision_says_all_its_reasons(sign_in, disclosure):
    text = words(sign_in("polis").get(f"{disclosure.get_absolute_url()}beslut.pdf").content)
    for said_there in (*SECRETS, disclosure.number, "Kråka", "18 kap. 1 § OSL", "Menprövning"):
        assert said_there in text


def test_the_copy_tells_what_was_received_and_no_more(sign_in, disclosure):
    text = words(sign_in("avhopp").get(f"{disclosure.get_absolute_url()}kopia.pdf").content)
    for said_there in ("Kråka", "Uggla", "Får inte spridas.", "Polisområde Norr"):
        assert said_there in text
    for kept in (*SECRETS, disclosure.number):
        assert kept not in text


def test_each_page_carries_the_secrecy(sign_in, disclosure):
    file = sign_in("avhopp").get(f"{disclosure.get_absolute_url()}kopia.pdf").content
    day = timezone.localdate(disclosure.decided_at).isoformat()
    for sheet in words(file).rstrip("\f").split("\f"):
        assert "18 kap. 1 § OSL" in sheet
        assert day in sheet


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("avhopp", "beslut.pdf"),
        ("polis", "kopia.pdf"),
        ("koordinator", "kopia.pdf"),
        ("polis_soder", "beslut.pdf"),
    ],
)
def test_nobody_else_gets_the_file(sign_in, disclosure, who, name):
    assert sign_in(who).get(f"{disclosure.get_absolute_url()}{name}").status_code == 404


def test_printing_is_in_the_ledger(cast, sign_in, disclosure):
    for who, name in (("polis", "beslut.pdf"), ("avhopp", "kopia.pdf")):
        sign_in(who).get(f"{disclosure.get_absolute_url()}{name}")
        with acting(cast.actor(who)) as actor:
            printed = Entry.objects.visible_to(actor).filter(action="disclosure.printed")
            assert printed.filter(user_id=actor.user_id, ref=disclosure.ref).count() == 1
