import re
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, journal
from offers.actions.notes import Overtaken
from offers.models import Case, Note
from tests.offers.test_logging_in_three_taps import text_of

LONG = "Kanarie berättar om sin kväll. " * 20
VERSION = re.compile(r'name="version" value="([^"]+)"')
ONCE = re.compile(r'name="once" value="([^"]+)"')


def page_of(row, name) -> str:
    return reverse(f"offers:{name}", args=[row.ref])


def write(cast, case, text="Kanarie ringde i går.", name="avhopp", **values) -> Note:
    with acting(cast.actor(name)) as actor:
        return actions.write_note(actor=actor, case=case, text=text, **values)


def now(cast, row, name="avhopp"):
    with acting(cast.actor(name)) as actor:
        return type(row).objects.visible_to(actor).get(pk=row.pk)


def opened(client, url) -> dict:
    """What the browser sends back by itself."""
    page = client.get(url).content.decode()
    found = {name: each.search(page) for name, each in (("version", VERSION), ("once", ONCE))}
    return {name: each[1] for name, each in found.items() if each}


@pytest.fixture
def draft(cast, case) -> Note:
    return write(cast, case)


@pytest.fixture
def signed(cast, case) -> Note:
    return write(cast, case, LONG.strip(), sign=True)


# Writing and signing


def test_a_note_is_a_draft_that_the_group_reads_and_only_its_writer_changes(cast, sign_in, case):
    client = sign_in("avhopp")
    url = page_of(case, "note_new")
    answer = client.post(url, opened(client, url) | {"text": "Kanarie ringde."})
    assert answer.url == page_of(case, "case_notes")
    with acting(cast.actor("avhopp")):
        note = Note.objects.get(case=case)
    assert note.signed_at is None
    page = sign_in("avhopp2").get(page_of(case, "case_notes"))
    assert "Kanarie ringde." in text_of(page)
    assert "Inte signerad än" in text_of(page)
    assert page_of(note, "note_change") not in page.content.decode()
    with acting(cast.actor("avhopp2")) as actor:
        version = journal.version_of(note.text)
        with pytest.raises(PermissionDenied):
            actions.change_note(actor=actor, note=note, text="Annat", version=version)
        with pytest.raises(PermissionDenied):
            actions.sign_note(actor=actor, note=note, version=version)


def test_its_writer_changes_a_draft_and_signs_it(cast, sign_in, draft):
    client = sign_in("avhopp")
    url = page_of(draft, "note_change")
    assert client.post(url, opened(client, url) | {"text": "Kanarie ringde två gånger."})
    url = page_of(draft, "note_sign")
    assert "två gånger" in text_of(client.get(url))
    assert client.post(url, opened(client, url)).status_code == 302
    note = now(cast, draft)
    assert note.text == "Kanarie ringde två gånger."
    assert note.signed_at is not None


def test_a_note_can_be_signed_at_once(cast, sign_in, case):
    client = sign_in("avhopp")
    url = page_of(case, "note_new")
    client.post(url, opened(client, url) | {"text": "Kanarie ringde.", "sign": "on"})
    assert "Signerad" in text_of(client.get(page_of(case, "case_notes")))


def test_a_signed_note_is_never_changed_by_any_page(cast, sign_in, signed):
    client = sign_in("avhopp")
    url = page_of(signed, "note_change")
    assert client.get(url).url == page_of(signed, "note_detail")
    version = journal.version_of(signed.text)
    answer = client.post(url, {"text": "Något annat än förut.", "version": version})
    assert answer.status_code == 422
    assert "Något annat än förut." in answer.content.decode()
    assert "Skriv en rättelse i stället" in text_of(answer)
    assert now(cast, signed).text == signed.text


CHANGES = [  # as SQL, past everything the pages hold to
    "text = 'Något annat'",
    "signed_at = null",
    "signed_at = now()",
    "written_by_id = written_by_id + 1",
    "written_at = now()",
    "corrects_id = id",
    "ref = gen_random_uuid()",
    "text = 'Kort', carried_on = '2026-01-02', carried_reference = 'x', signed_at = now()",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_change_what_is_signed(cast, signed, change):
    update = f"update offers_note set {change} where id = %s"  # noqa: S608 - ours, above
    with (
        acting(cast.actor("avhopp")),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        cursor.execute(update, [signed.pk])
    assert now(cast, signed).text == signed.text


def test_the_database_lets_a_signed_note_be_carried_once(cast, signed):
    carry = "update offers_note set text = %s, carried_on = %s, carried_reference = 'x'"
    with acting(cast.actor("avhopp")), connection.cursor() as cursor:
        cursor.execute(f"{carry} where id = %s", ["Kort", "2026-01-02", signed.pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"{carry} where id = %s", ["Kortare", "2026-01-03", signed.pk])
    assert now(cast, signed).text == "Kort"


def test_a_refused_note_keeps_every_word(sign_in, case):
    client = sign_in("avhopp")
    url = page_of(case, "note_new")
    words = "Kanarie " * 1400
    answer = client.post(url, opened(client, url) | {"text": words})
    assert answer.status_code == 422
    assert words.strip() in answer.content.decode()


def test_pressing_save_twice_writes_one_note(cast, sign_in, case):
    client = sign_in("avhopp")
    url = page_of(case, "note_new")
    form = opened(client, url) | {"text": "Kanarie ringde.", "key": str(uuid4())}
    assert client.post(url, form).url == client.post(url, form).url
    with acting(cast.actor("avhopp")):
        assert Note.objects.filter(case=case).count() == 1


def test_notes_are_written_in_aftercare_too(cast, case, today):
    with acting(cast.actor("avhopp")):
        Case.objects.filter(pk=case.pk).update(closed_on=today, ending="completed")
    assert write(cast, case).case_id == case.pk


# Two windows


def both(client, cast, note) -> tuple:
    """The same draft opened in two windows; the first saves."""
    url = page_of(note, "note_change")
    first, second = opened(client, url), opened(client, url)
    client.post(url, first | {"text": "Från telefonen."})
    return url, second, client.post(url, second | {"text": "Från datorn."})


def test_the_second_window_gets_both_texts_side_by_side(cast, sign_in, draft):
    _url, _second, answer = both(sign_in("avhopp"), cast, draft)
    assert answer.status_code == 409
    text = text_of(answer)
    for words in ("Från telefonen.", "Från datorn.", "Använd min", "Behåll deras"):
        assert words in text
    assert now(cast, draft).text == "Från telefonen."


def test_mine_is_used_only_when_i_say_so(cast, sign_in, draft):
    client = sign_in("avhopp")
    url, _second, answer = both(client, cast, draft)
    page = answer.content.decode()
    form = {"version": VERSION.search(page)[1], "once": ONCE.search(page)[1]}
    assert client.post(url, form | {"text": "Från datorn."}).status_code == 302
    assert now(cast, draft).text == "Från datorn."


def test_the_two_can_be_put_together(sign_in, cast, draft):
    client = sign_in("avhopp")
    url, _second, answer = both(client, cast, draft)
    page = answer.content.decode()
    assert "Sammanfoga" in text_of(answer)
    form = {"version": VERSION.search(page)[1], "once": ONCE.search(page)[1]}
    joined = client.post(url, form | {"text": "Från datorn.", "join": "1"})
    assert joined.status_code == 409
    assert now(cast, draft).text == "Från telefonen."
    page = joined.content.decode()
    area = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]
    assert area.split() == ["Från", "telefonen.", "Från", "datorn."]
    form = {"version": VERSION.search(page)[1], "once": ONCE.search(page)[1]}
    assert client.post(url, form | {"text": "Från båda."}).status_code == 302
    assert now(cast, draft).text == "Från båda."


def test_a_third_save_is_never_overwritten_by_a_choice_between_two(cast, sign_in, draft):
    client = sign_in("avhopp")
    url, _second, answer = both(client, cast, draft)
    page = answer.content.decode()
    client.post(url, opened(client, url) | {"text": "Från surfplattan."})
    form = {"version": VERSION.search(page)[1], "text": "Från datorn."}
    answer = client.post(url, form)
    assert answer.status_code == 409
    assert "Från surfplattan." in text_of(answer)


def test_nobody_signs_a_text_they_have_not_seen(cast, sign_in, draft):
    client = sign_in("avhopp")
    url = page_of(draft, "note_sign")
    form = opened(client, url)
    with acting(cast.actor("avhopp")) as actor:
        version = journal.version_of(draft.text)
        actions.change_note(actor=actor, note=draft, text="Från telefonen.", version=version)
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "Från telefonen." in text_of(answer)
    assert now(cast, draft).signed_at is None
    again = {name: each.search(answer.content.decode())[1] for name, each in
             (("version", VERSION), ("once", ONCE))}  # fmt: skip
    assert client.post(url, again).status_code == 302


def test_a_form_without_its_version_overwrites_nothing(cast, draft):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Overtaken):
        actions.change_note(actor=actor, note=draft, text="Annat", version="")


# Corrections


def test_a_correction_names_what_it_corrects_and_both_stand(cast, sign_in, case, signed):
    client = sign_in("avhopp2")
    url = page_of(signed, "note_correct")
    client.post(url, opened(client, url) | {"text": "Det var i förrgår.", "sign": "on"})
    with acting(cast.actor("avhopp2")):
        correction = Note.objects.get(corrects=signed)
    assert now(cast, signed).text == signed.text
    text = text_of(client.get(page_of(case, "case_notes")))
    assert "Rättar anteckningen från" in text
    assert "Rättad genom anteckningen från" in text
    assert "Det var i förrgår." in text_of(client.get(page_of(correction, "note_detail")))


def test_a_draft_is_changed_and_not_corrected(cast, case, draft):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused, match="ett utkast"):
        actions.write_note(actor=actor, case=case, text="Annat", corrects=draft)
