"""Nothing typed is lost: drafts on the server, expired sessions, two editors."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django import forms
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from agencies import actions
from agencies.actors import acting
from agencies.forms import SavedFirst, Shown
from agencies.forms.drafts import place
from agencies.models import Draft, Entry
from agencies.tasks import sweep_drafts
from groups.models import Incident, Person

FORM = {"kind": "shooting", "occurred_on": "2026-01-02", "dead": "1", "injured": "0"}
ADDRESS = "/grupper/handelser/ny/"
BY_SCRIPT = {"Accept": "application/json"}
TEXT = "Det här är en lång anteckning som inte får försvinna."


def sent(tab, **fields):
    return FORM | {"tab": str(tab), "once": str(tab), "draft_path": ADDRESS} | fields


def drafts(cast, name="polis"):
    with acting(cast.actor(name)) as actor:
        return list(Draft.objects.visible_to(actor))


def test_a_form_carries_its_marks_once(cast, sign_in):
    page = sign_in("polis").get(ADDRESS).content.decode()
    assert page.count('name="tab"') == page.count('name="once"') == 1
    assert f'name="draft_path" value="{ADDRESS}"' in page
    assert "Spara utkast" in page


def test_the_script_keeps_a_draft_and_is_told_the_time(cast, sign_in):
    client, tab = sign_in("polis"), uuid4()
    fields = sent(tab, password="hemligt", csrfmiddlewaretoken="x")
    answer = client.post("/utkast/", fields, headers=BY_SCRIPT)
    assert answer.status_code == 200
    assert answer.json()["said"].startswith("Utkast sparat ")
    client.post("/utkast/", fields | {"dead": "2"}, headers=BY_SCRIPT)
    (draft,) = drafts(cast)
    assert (draft.tab, draft.path, draft.fields["dead"]) == (tab, ADDRESS, ["2"])
    assert not {"password", "csrfmiddlewaretoken", "once", "tab"} & set(draft.fields)


def test_without_script_the_page_comes_back_with_what_was_typed(cast, sign_in):
    client, tab = sign_in("polis"), uuid4()
    answer = client.post("/utkast/", sent(tab))
    assert answer["Location"] == f"{ADDRESS}?utkast={tab}"
    page = client.get(answer["Location"])
    assert "Utkast sparat" in page.content.decode()
    assert page.context["form"]["occurred_on"].value() == "2026-01-02"
    assert f'name="tab" value="{tab}"' in page.content.decode()


def test_a_draft_is_offered_at_its_place_alone_and_goes_when_the_form_is_saved(cast, sign_in):
    client, tab = sign_in("polis"), uuid4()
    client.post("/utkast/", sent(tab), headers=BY_SCRIPT)
    assert "Du har ett osparat utkast från" in client.get(ADDRESS).content.decode()
    assert "osparat utkast" not in client.get("/grupper/ny/").content.decode()
    assert client.post(ADDRESS, sent(tab)).status_code == 302
    assert drafts(cast) == []
    late = client.post("/utkast/", sent(tab), headers=BY_SCRIPT)  # was on its way meanwhile
    assert (late.status_code, late.json()["said"], drafts(cast)) == (200, "", [])


def test_a_form_with_faults_keeps_its_draft_and_its_mark(cast, sign_in):
    client, tab = sign_in("polis"), uuid4()
    client.post("/utkast/", sent(tab), headers=BY_SCRIPT)
    page = client.post(ADDRESS, sent(tab, occurred_on="i går"))
    assert page.status_code == 422
    assert f'name="tab" value="{tab}"' in page.content.decode()
    assert len(drafts(cast)) == 1


def test_a_draft_is_thrown_away_by_its_writer(cast, sign_in):
    client, tab = sign_in("polis"), uuid4()
    client.post("/utkast/", sent(tab), headers=BY_SCRIPT)
    answer = client.post(f"/utkast/{tab}/kasta/", {"next": ADDRESS})
    assert (answer["Location"], drafts(cast)) == (ADDRESS, [])
    away = client.post(f"/utkast/{uuid4()}/kasta/", {"next": "https://ond.example/"})
    assert away["Location"] == "/"


def test_it_survives_signing_out_and_in_again(cast, sign_in):
    client, tab = sign_in("polis"), uuid4()
    client.post("/utkast/", sent(tab), headers=BY_SCRIPT)
    client.post("/konto/logout/")
    assert "osparat utkast" in sign_in("polis").get(ADDRESS).content.decode()


def test_it_is_offered_for_two_days_and_swept_after(cast, sign_in):
    client, tab = sign_in("polis"), uuid4()
    client.post("/utkast/", sent(tab), headers=BY_SCRIPT)
    aged(tab, hours=21)
    assert "osparat utkast" in client.get(ADDRESS).content.decode()
    aged(tab, hours=49)
    assert "osparat utkast" not in client.get(ADDRESS).content.decode()
    sweep_drafts()
    assert drafts(cast) == []


def test_saving_another_sweeps_the_old(cast, sign_in):
    client, old, new = sign_in("polis"), uuid4(), uuid4()
    client.post("/utkast/", sent(old), headers=BY_SCRIPT)
    aged(old, hours=49)
    client.post("/utkast/", sent(new), headers=BY_SCRIPT)
    assert [draft.tab for draft in drafts(cast)] == [new]


def aged(tab, hours: int) -> None:
    """Only the writer may touch it, so the writer ages it."""
    from tests.cast import Cast

    with acting(Cast().actor("polis")) as polis:
        when = timezone.now() - timedelta(hours=hours)
        assert Draft.objects.writable_by(polis).filter(tab=tab).update(saved_at=when) == 1


@pytest.mark.parametrize("other", ["polis2", "koordinator", "admin"])
def test_nobody_else_reads_changes_or_counts_it(cast, sign_in, other):
    """Not even a colleague of the same function, and not by plain SQL either."""
    tab = uuid4()
    sign_in("polis").post("/utkast/", sent(tab), headers=BY_SCRIPT)
    with acting(cast.actor(other)) as actor, connection.cursor() as cursor:
        assert not Draft.objects.visible_to(actor).exists()
        for sql in (
            "select * from agencies_draft",
            "update agencies_draft set fields = '{}' returning id",
            "delete from agencies_draft returning id",
        ):
            cursor.execute(sql)
            assert cursor.fetchall() == [], sql
        polis = cast.actor("polis")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                "insert into agencies_draft (scope_id, user_id, tab, path, fields, saved_at)"
                " values (%s, %s, gen_random_uuid(), '/', '{}', now())",
                [polis.scope, polis.user_id],
            )
    client = sign_in(other)
    client.post(f"/utkast/{tab}/kasta/")
    assert len(drafts(cast)) == 1
    assert "osparat utkast" not in client.get(ADDRESS).content.decode()


def test_keeping_and_throwing_away_leave_no_act_in_the_ledger(cast, sign_in):
    client, tab = sign_in("polis"), uuid4()
    with acting(cast.actor("polis")) as polis:
        before = Entry.objects.visible_to(polis).count()
    client.post("/utkast/", sent(tab), headers=BY_SCRIPT)
    client.post(f"/utkast/{tab}/kasta/")
    with acting(cast.actor("polis")) as polis:
        assert Entry.objects.visible_to(polis).count() == before


def test_what_is_too_long_is_said_and_shown(cast, sign_in):
    client = sign_in("polis")
    fields = sent(uuid4(), text="å" * 40_000)
    assert "för lång" in client.post("/utkast/", fields, headers=BY_SCRIPT).json()["said"]
    page = client.post("/utkast/", fields)
    assert page.status_code == 413
    assert "å" * 1000 in page.content.decode()
    assert drafts(cast) == []


@pytest.mark.parametrize(
    "wrong", [{"tab": "x"}, {"tab": ""}, {"draft_path": "/finns/inte/"}, {"draft_path": "Anna"}]
)
def test_what_belongs_to_no_page_is_not_kept(cast, sign_in, wrong):
    answer = sign_in("polis").post("/utkast/", sent(uuid4()) | wrong, headers=BY_SCRIPT)
    assert answer.status_code == 400
    assert drafts(cast) == []


def test_a_place_holds_references_and_nothing_else():
    ref = uuid4()
    assert place(f"/stod/?kontakt={ref}&q=Anna&utkast={ref}&next=/stod/") == f"/stod/?kontakt={ref}"
    assert place("/stod/?q=Anna") == "/stod/"


def test_a_form_sent_when_the_session_had_ended_becomes_a_draft(cast, sign_in, settings):
    client, tab = sign_in("polis"), uuid4()
    client.get("/")
    session = client.session
    session["last_seen"] = int(timezone.now().timestamp()) - settings.SESSION_IDLE_SECONDS - 5
    session.save()
    answer = client.post(ADDRESS, sent(tab, text=TEXT))
    said = answer.content.decode()
    assert answer.status_code == 403
    assert answer.headers["X-Signed-Out"].startswith("/konto/login/?next=")
    assert "Inget är förlorat" in said
    assert f'name="next" value="{ADDRESS}"' in said
    assert TEXT not in said
    with acting(cast.actor("polis")) as polis:
        assert not Incident.objects.visible_to(polis).filter(occurred_on="2026-01-02").exists()
    assert "osparat utkast" in sign_in("polis").get(ADDRESS).content.decode()


def test_signed_out_in_another_tab_the_text_is_shown_again(cast, client):
    answer = client.post(ADDRESS, sent(uuid4(), text=TEXT))
    assert answer.status_code == 403
    assert TEXT in answer.content.decode()
    by_script = client.post("/utkast/", sent(uuid4()), headers=BY_SCRIPT)
    assert (by_script.status_code, by_script.json()) == (403, {"at": ""})
    assert by_script.headers["X-Signed-Out"]


class NameForm(forms.Form):
    code_name = forms.CharField(label="Kodnamn")
    state = forms.ChoiceField(label="Läge", choices=[("mapped", "Kartlagd"), ("resting", "Vilar")])


def start(person: Person) -> dict[str, object]:
    return {"code_name": person.code_name, "state": person.state}


def test_who_saves_second_sees_both_texts(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        shown = Shown(person, start)
        seen = shown.stamp()
        form = NameForm({"code_name": "Kaja", "state": "mapped"}, initial=start(person))
        shown.check(polis, form, seen)  # nobody has been there
        Person.objects.visible_to(polis).filter(pk=person.pk).update(code_name="Korp")
        with pytest.raises(SavedFirst) as first:
            shown.check(polis, form, seen)
        names = first.value.rows[0]
        assert (names["left"], names["right"], names["changed"]) == ("Korp", "Kaja", True)
        assert first.value.rows[1] == {
            "label": "Läge", "left": "Kartlagd", "right": "Kartlagd", "changed": False,
        }  # fmt: skip
        shown.check(polis, form, first.value.stamp)  # both have been seen
        same = NameForm({"code_name": "Korp", "state": "mapped"}, initial=start(person))
        shown.check(polis, same, seen)  # both wrote the same


def test_the_page_answers_409_with_both_texts_and_then_takes_mine(cast):
    from agencies.pages import form_page

    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")

    def send(seen: str, tab) -> object:
        request = RequestFactory().post(
            ADDRESS, {"code_name": "Kaja", "state": "mapped", "seen": seen, "once": str(tab)}
        )
        request.actor, request.htmx, request.resolver_match = polis, False, None
        request.user, request._messages = cast.user("polis"), FakeMessages()
        form = NameForm(request.POST, initial=start(person))
        return form_page(
            request, form, lambda form: saved.append(form), heading="x", submit="Spara",
            done="Klart", then="/", shown=Shown(person, start),
        )  # fmt: skip

    saved: list[object] = []
    with acting(cast.actor("polis")) as actor:
        seen = Shown(person, start).stamp()
        Person.objects.visible_to(actor).filter(pk=person.pk).update(code_name="Korp")
        tab = uuid4()
        page = send(seen, tab)
        said = page.content.decode()
        assert (page.status_code, saved) == (409, [])
        assert "Korp" in said
        assert 'value="Kaja"' in said
        assert "Använd min" in said
        assert "Behåll deras" in said
        assert seen not in said
        fresh = said.split('name="seen" value="')[1][:64]
        assert send(fresh, tab).status_code == 302
        assert len(saved) == 1
        assert send(seen, tab).status_code == 302  # a second press of what is saved
        assert len(saved) == 1


class FakeMessages(list):
    """What was said, kept nowhere."""

    def add(self, *said: object) -> None:
        self.append(said)


def test_one_draft_is_one_persons_in_one_agency(cast):
    """The same tab may write in two agencies: the switch in the header tells them apart."""
    tab = uuid4()
    for name in ("polis", "polis2"):
        with acting(cast.actor(name)) as actor:
            actions.save_draft(actor=actor, tab=tab, path=ADDRESS, fields={"dead": [name]})
            (draft,) = Draft.objects.visible_to(actor)
            assert draft.fields == {"dead": [name]}
