import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, journal
from offers.models import FollowUp, Note, Objection
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_the_lists_of_support import asked
from tests.offers.test_writing_and_signing import LONG, now, opened, page_of, write

TO_CARRY = reverse("offers:notes_to_carry")


def carried(client, url, **values):
    form = {"reference": "2026/17", "carried_on": "2026-01-02"}
    return client.post(url, opened(client, url) | form | values)


@pytest.fixture
def draft(cast, case) -> Note:
    return write(cast, case)


@pytest.fixture
def signed(cast, case) -> Note:
    return write(cast, case, LONG.strip(), sign=True)


@pytest.fixture
def logged(cast, waiting) -> FollowUp:
    with acting(cast.actor("avhopp")) as actor:
        return actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met", note=LONG)


# Carrying


def test_what_is_carried_is_shortened_with_its_reference(cast, sign_in, case, signed):
    client = sign_in("avhopp")
    page = text_of(client.get(page_of(signed, "note_carry")))
    assert "resten av texten bort här" in page
    assert "egen journal" in page
    assert carried(client, page_of(signed, "note_carry")).status_code == 302
    note = now(cast, signed)
    assert note.text == f"{LONG[:120].rstrip()}…"
    assert (note.carried_reference, note.carried_on.isoformat()) == ("2026/17", "2026-01-02")
    assert "2026/17" in text_of(client.get(page_of(case, "case_notes")))


def test_its_writer_may_leave_a_summary_and_a_colleague_may_not(cast, sign_in, case, signed):
    other = write(cast, case, LONG, sign=True)
    client = sign_in("avhopp2")
    url = page_of(other, "note_carry")
    assert 'name="summary"' not in client.get(url).content.decode()
    assert carried(client, url, summary="Påhittat").status_code == 302
    assert now(cast, other).text.startswith(LONG[:100])
    with acting(cast.actor("avhopp2")) as actor, pytest.raises(Refused):
        actions.carry(
            actor=actor,
            row=signed,
            reference="1",
            carried_on=timezone.localdate(signed.written_at),
            version=journal.version_of(signed.text),
            summary="Påhittat",
        )
    client = sign_in("avhopp")
    carried(client, page_of(signed, "note_carry"), summary="Samtal om boende.")
    assert now(cast, signed).text == "Samtal om boende."


@pytest.mark.parametrize(
    "wrong", [{"reference": ""}, {"carried_on": "2999-01-01"}, {"summary": "x" * 201}]
)
def test_a_carrying_that_cannot_be_true_is_refused_and_the_text_stays(cast, sign_in, signed, wrong):
    answer = carried(sign_in("avhopp"), page_of(signed, "note_carry"), **wrong)
    assert answer.status_code == 422
    assert now(cast, signed).text == signed.text


def test_a_draft_is_not_carried(cast, sign_in, draft):
    answer = carried(sign_in("avhopp"), page_of(draft, "note_carry"))
    assert answer.status_code == 422
    assert "Signera anteckningen" in text_of(answer)


def test_nothing_is_carried_twice(cast, sign_in, signed):
    client = sign_in("avhopp")
    carried(client, page_of(signed, "note_carry"))
    answer = carried(client, page_of(signed, "note_carry"), reference="2026/18")
    assert answer.status_code == 422
    assert now(cast, signed).carried_reference == "2026/17"


def test_a_logged_follow_up_is_carried_too(cast, sign_in, logged):
    client = sign_in("avhopp")
    url = page_of(logged, "followup_carry")
    assert url in client.get(page_of(logged, "followup_note")).content.decode()
    assert carried(client, url).status_code == 302
    row = now(cast, logged)
    assert row.note == f"{LONG[:120].rstrip()}…"
    assert row.carried_reference == "2026/17"
    page = client.get(page_of(logged, "followup_note"))
    assert url not in page.content.decode()
    assert "2026/17" in text_of(page)


def test_what_was_added_after_the_page_was_opened_is_not_lost_by_carrying(cast, sign_in, logged):
    client = sign_in("avhopp")
    url = page_of(logged, "followup_carry")
    form = opened(client, url) | {"reference": "2026/17", "carried_on": "2026-01-02"}
    with acting(cast.actor("avhopp")) as actor:
        actions.add_note(actor=actor, follow_up=logged, note="Och en sak till.")
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "Och en sak till." in text_of(answer)
    assert now(cast, logged).carried_on is None


def test_nothing_is_added_to_or_undone_from_what_is_carried(cast, sign_in, logged, today):
    carried(sign_in("avhopp"), page_of(logged, "followup_carry"))
    with acting(cast.actor("avhopp")) as actor:
        with pytest.raises(Refused):
            actions.add_note(actor=actor, follow_up=logged, note="Mer.")
        with pytest.raises(Refused):
            actions.undo_follow_up(actor=actor, follow_up=logged)


def test_a_follow_up_without_words_has_nothing_to_carry(cast, waiting, today):
    with acting(cast.actor("avhopp")) as actor:
        row = actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met")
        with pytest.raises(Refused):
            actions.carry(actor=actor, row=row, reference="1", carried_on=today, version="")


def test_what_is_not_carried_is_listed_mine_first_and_the_oldest_first(cast, sign_in, case, logged):
    theirs = write(cast, case, "Kollegans.", "avhopp2", sign=True)
    mine = write(cast, case, "Min.", sign=True)
    write(cast, case, "Ett utkast.")
    page = sign_in("avhopp").get(TO_CARRY).content.decode()
    ways = re.findall(r"/stod/\w+/[0-9a-f-]+/for-over/", page)
    expected = [(logged, "followup_carry"), (mine, "note_carry"), (theirs, "note_carry")]
    assert ways == [page_of(row, name) for row, name in expected]
    assert TO_CARRY in sign_in("avhopp").get(page_of(case, "case_notes")).content.decode()
    client = sign_in("avhopp")
    answer = carried(client, f"{page_of(mine, 'note_carry')}?next={TO_CARRY}", next=TO_CARRY)
    assert answer.url == TO_CARRY
    assert page_of(mine, "note_carry") not in client.get(TO_CARRY).content.decode()


def test_an_empty_list_says_that_all_is_carried(sign_in, case):
    assert "Allt är överfört" in text_of(sign_in("avhopp").get(TO_CARRY))


# Objections


def test_an_objection_stands_beside_its_note_and_on_top_when_about_the_case(
    cast, sign_in, case, signed, today
):
    client = sign_in("avhopp")
    for row, name, words in (
        (signed, "note_objection", "Det stämmer inte."),
        (case, "case_objection", "Jag heter något annat."),
    ):
        url = page_of(row, name)
        form = opened(client, url) | {"text": words, "said_on": today.isoformat()}
        assert client.post(url, form).url == page_of(case, "case_notes")
    text = text_of(client.get(page_of(case, "case_notes")))
    assert text.index("Jag heter något annat.") < text.index("Ny anteckning")
    assert text.index(LONG[:100]) < text.index("Det stämmer inte.")
    assert "Det stämmer inte." in text_of(client.get(page_of(signed, "note_carry")))
    carried(client, page_of(signed, "note_carry"))
    assert "Det stämmer inte." in text_of(client.get(page_of(signed, "note_detail")))


def test_the_database_lets_nobody_change_an_objection(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        said = actions.object_to(actor=actor, case=case, text="Fel.", said_on=today)
        with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("update offers_objection set text = 'x' where id = %s", [said.pk])
        assert Objection.objects.visible_to(actor).get().text == "Fel."


def test_nobody_has_objected_on_a_day_to_come(cast, case, today):
    day = today + timedelta(days=1)
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused):
        actions.object_to(actor=actor, case=case, text="Fel.", said_on=day)


# Behind the wall

OUTSIDERS = [
    "polis",
    "frivard",
    "kommun",
    "koordinator",
    "styrgrupp",
    "admin",
    "dso",
    "polis_soder",
]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_note_was_never_there_for_anyone_else(cast, sign_in, case, signed, logged, who, today):
    client = sign_in(who)
    pages = [(case, name) for name in ("case_notes", "note_new", "case_objection")]
    pages += [(signed, f"note_{name}") for name in
              ("detail", "change", "sign", "correct", "carry", "objection")]  # fmt: skip
    pages += [(logged, "followup_carry"), (logged, "followup_note")]
    for row, name in pages:
        hidden, absent = (
            client.get(page_of(row, name)),
            client.get(reverse(f"offers:{name}", args=[uuid4()])),
        )
        assert (hidden.status_code, absent.status_code) == (404, 404)
    for address in ("notes", "objections", "follow-ups"):
        assert "Kanarie" not in client.get(f"/api/v1/{address}/").content.decode()
        assert client.get(f"/api/v1/{address}/{signed.ref}/").status_code == 404
    answer = client.get(TO_CARRY)
    assert answer.status_code in (200, 403)
    assert "Sidensvans" not in answer.content.decode()
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        actions.object_to(actor=actor, case=case, text="Fel.", said_on=today)


def test_frivarden_carries_its_own_follow_ups_and_sees_no_others(cast, sign_in, offer, logged):
    with acting(cast.actor("frivard")) as actor:
        own = actions.start_following_up(actor=actor, offer=offer)
        actions.log_follow_up(actor=actor, follow_up=own, outcome="met", note="Besök.")
    client = sign_in("frivard")
    page = client.get(TO_CARRY).content.decode()
    assert page_of(own, "followup_carry") in page
    assert page_of(logged, "followup_carry") not in page
    assert carried(client, page_of(own, "followup_carry")).status_code == 302
    assert page_of(own, "followup_carry") not in sign_in("avhopp").get(TO_CARRY).content.decode()


def test_writing_signing_carrying_and_objecting_stand_in_the_ledger(
    cast, sign_in, case, draft, entries, today
):
    client = sign_in("avhopp")
    url = page_of(draft, "note_change")
    client.post(url, opened(client, url) | {"text": LONG, "sign": "on"})
    carried(client, page_of(draft, "note_carry"))
    with acting(cast.actor("avhopp")) as actor:
        actions.object_to(actor=actor, case=case, text="Fel.", said_on=today, note=draft)
    client.get(page_of(case, "case_notes"))
    client.get(page_of(draft, "note_detail"))
    did = entries("avhopp")
    for act in ("written", "changed", "signed", "carried", "listed", "read"):
        assert f"note.{act}" in did
    assert {"objection.recorded", "objection.listed"} <= set(did)


def test_no_page_of_notes_names_anybody_in_its_title(sign_in, case, signed):
    client = sign_in("avhopp")
    for url in (page_of(case, "case_notes"), page_of(signed, "note_carry"), TO_CARRY):
        title = re.search(r"<title>(.*?)</title>", client.get(url).content.decode(), re.DOTALL)[1]
        assert "Sidensvans" not in title


def grow(cast, case, many, today) -> None:
    with acting(cast.actor("avhopp")) as actor:
        for each in range(many):
            note = actions.write_note(actor=actor, case=case, text=f"Rad {each}", sign=True)
            actions.write_note(actor=actor, case=case, text="Rätt", corrects=note)
            actions.object_to(actor=actor, case=case, text="Fel", said_on=today, note=note)
            row = FollowUp.objects.visible_to(actor).waiting().on(case).get()
            actions.log_follow_up(actor=actor, follow_up=row, outcome="met", note="Ord")


def test_the_lists_cost_the_same_with_few_notes_and_with_many(cast, sign_in, case, today):
    client = sign_in("avhopp")
    pages = [page_of(case, "case_notes"), TO_CARRY, "/api/v1/notes/", "/api/v1/objections/"]
    counts = []
    for many in (3, 12):
        grow(cast, case, many, today)
        client.get("/stod/")
        counts.append([asked(client, page) for page in pages])
    assert counts[0] == counts[1]


# Other systems


def test_other_systems_write_change_sign_and_carry(cast, sign_in, case, today):
    client = sign_in("avhopp")

    def send(address, **values):
        return client.post(f"/api/v1/{address}/", values, content_type="application/json")

    key = str(uuid4())
    made = send("notes", case=str(case.ref), text=LONG, key=key).json()
    assert send("notes", case=str(case.ref), text=LONG, key=key).json()["ref"] == made["ref"]
    note = f"notes/{made['ref']}"
    stale = made["version"]
    changed = send(f"{note}/change", text="Kanarie.", version=stale).json()
    assert changed["text"] == "Kanarie."
    clash = send(f"{note}/change", text="Annat.", version=stale)
    assert (clash.status_code, clash.json()["field"]) == (409, "version")
    assert send(f"{note}/sign", version=stale).status_code == 409
    assert send(f"{note}/sign", version=changed["version"]).json()["signed_at"]
    said = {"case": str(case.ref), "note": made["ref"], "text": "Fel.", "said_on": str(today)}
    assert send("objections", **said).status_code == 201
    wanted = {"reference": "2026/17", "version": changed["version"]}
    assert send(f"{note}/carry", **wanted).json()["carried_reference"] == "2026/17"
    assert send(f"{note}/carry", **wanted).status_code == 409
    correction = {"case": str(case.ref), "text": "Rätt.", "corrects": made["ref"]}
    assert send("notes", **correction).json()["corrects"] == made["ref"]


def test_other_systems_carry_a_follow_up(sign_in, logged):
    client = sign_in("avhopp")
    url = f"/api/v1/follow-ups/{logged.ref}/"
    version = client.get(url).json()["version"]
    wanted = {"reference": "2026/17", "version": version}
    answer = client.post(f"{url}carry/", wanted, content_type="application/json")
    assert answer.json()["carried_reference"] == "2026/17"
    assert len(answer.json()["note"]) <= 121
