""" "Lås nu": the session stays and shows nothing until its user has shown who they are."""

from __future__ import annotations

from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Draft
from tests.cast import PASSWORD

LIST = "/grupper/personer/"


@pytest.fixture(autouse=True)
def _uncounted():
    cache.clear()


@pytest.fixture
def locked(sign_in, cast):
    client = sign_in("polis")
    client.get(LIST)
    answer = client.post("/las/", {"next": LIST})
    assert answer["Location"] == "/las/"
    return client


@pytest.mark.parametrize("address", [LIST, "/", "/sok/?q=x", "/hjalp/", "/finns/inte/", "/las/"])
def test_every_page_answers_with_the_lock_and_nothing_else(locked, cast, address):
    answer = locked.get(address)
    said = answer.content.decode()
    assert answer.status_code == 423
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Skärmen är låst" in said
    user = cast.user("polis")
    for word in ("Kråka", "Grupper", "Norrstad", user.email, f"{user.name}<", 'id="nav"'):
        assert word not in said


def test_only_the_address_differs(locked):
    def told(address: str) -> str:
        said = locked.get(address).content.decode().replace(address, "HERE")
        start = said.index("<main")
        return said[start:].split('name="csrfmiddlewaretoken"')[0]

    assert told(LIST) == told("/grupper/handelser/")


def test_the_password_opens_it_where_one_was(locked):
    answer = locked.post("/las/oppna/", {"password": PASSWORD})
    assert answer["Location"] == LIST
    assert "Kråka" in locked.get(LIST).content.decode()


def test_it_opens_at_the_page_that_was_asked_for_meanwhile(locked):
    answer = locked.post("/las/oppna/", {"password": PASSWORD, "next": "/grupper/handelser/"})
    assert answer["Location"] == "/grupper/handelser/"


@pytest.mark.parametrize("wrong", ["https://ond.example/", "//ond.example/", "/las/"])
def test_it_never_leads_elsewhere(locked, wrong):
    answer = locked.post("/las/oppna/", {"password": PASSWORD, "next": wrong})
    assert answer["Location"] == "/"


def test_a_wrong_password_opens_nothing_and_is_counted_as_signing_in_is(locked, client):
    for _attempt in range(5):
        answer = locked.post("/las/oppna/", {"password": "fel-losenord"})
        assert answer.status_code == 422
        assert "Lösenordet stämmer inte" in answer.content.decode()
    assert locked.post("/las/oppna/", {"password": PASSWORD}).status_code == 422
    assert locked.get(LIST).status_code == 423


def test_the_code_is_asked_for_where_the_account_has_one(locked, cast):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.user("polis"), secret)
    assert 'name="code"' in locked.get(LIST).content.decode()
    for code in ("", "000000"):
        answer = locked.post("/las/oppna/", {"password": PASSWORD, "code": code})
        assert answer.status_code == 422
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    assert locked.post("/las/oppna/", {"password": PASSWORD, "code": code}).status_code == 302


def test_a_passkey_is_asked_for_by_a_button_when_there_is_one(locked, cast):
    assert "Lås upp med nyckel" not in locked.get(LIST).content.decode()
    answer = locked.post("/las/oppna/", {"credential": "{}"})
    assert answer.status_code == 422
    assert "Nyckeln kändes inte igen" in answer.content.decode()


def test_nothing_is_written_while_it_is_locked_but_a_draft(locked, cast):
    tab = uuid4()
    form = {"kind": "shooting", "occurred_on": "2026-01-02", "dead": "0", "injured": "0"}
    form |= {"tab": str(tab), "draft_path": "/grupper/handelser/ny/"}
    answer = locked.post("/grupper/handelser/ny/", form)
    assert answer.status_code == 423
    with acting(cast.actor("polis")) as polis:
        (draft,) = Draft.objects.visible_to(polis)
    assert draft.fields["occurred_on"] == ["2026-01-02"]


def test_scripts_and_other_systems_are_told_by_a_number(locked):
    for headers in ({"Accept": "application/json"}, {"HX-Request": "true"}):
        assert locked.get("/stanna/", headers=headers).status_code == 423
    answer = locked.get("/api/v1/people/")
    assert (answer.status_code, list(answer.json())) == (423, ["detail"])


def test_a_key_of_the_interface_is_not_locked(locked, cast, capsys):
    call_command("issue_token", "polis@cast.example")
    key = capsys.readouterr().out.split()[-1]
    answer = locked.get("/api/v1/people/", headers={"Authorization": f"Token {key}"})
    assert answer.status_code == 200


def test_one_may_sign_out_instead(locked):
    assert locked.post("/konto/logout/").status_code == 302
    assert "_auth_user_id" not in locked.session


def test_the_session_gets_another_key_each_time(sign_in, cast):
    client = sign_in("polis")
    client.get("/")
    keys = [client.session.session_key]
    client.post("/las/", {"next": "/"})
    keys.append(client.session.session_key)
    client.post("/las/oppna/", {"password": PASSWORD})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    ("hidden", "idle", "status"), [("300", 300, 423), ("299", 299, 204), ("400", 10, 204)]
)
def test_a_tab_put_away_for_five_minutes_locks_unless_another_was_used(
    sign_in, cast, hidden, idle, status
):
    client = sign_in("polis")
    client.get("/")
    session = client.session
    session["last_seen"] = int(timezone.now().timestamp()) - idle
    session.save()
    assert client.post("/las/", {"hidden": hidden, "next": LIST}).status_code == status
    assert client.get(LIST).status_code == (423 if status == 423 else 200)


def test_locking_and_unlocking_ask_who_is_there(client, cast):
    assert client.post("/las/").status_code == 302
    assert client.post("/las/oppna/", {"password": PASSWORD})["Location"] == "/"
    assert not Authenticator.objects.filter(user=cast.user("polis")).exists()


def test_somebody_without_a_second_factor_yet_gets_out_of_the_lock_too(locked, settings):
    settings.DEMO_MODE = False
    assert locked.get(LIST).status_code == 423
    assert locked.post("/las/oppna/", {"password": PASSWORD})["Location"] == LIST
