"""Whatever another system asks for, it gets JSON with a Swedish sentence."""

import pytest
from django.db import OperationalError, connections
from django.test import Client

from agencies.actions import issue_token

ABSENT = "7c9f2b0e-0000-4000-8000-000000000000"
UNSEEN = "Antingen är adressen fel eller så finns det inget här som du kan se."


@pytest.fixture
def ask(cast, client):
    """`ask("polis", "get", "people/")` with that member's token."""

    def asked(who, method, path, data=None):
        key = issue_token(user=cast.user(who), participation_id=cast.participation(who).pk)
        headers = {"Authorization": f"Token {key}"}
        send = getattr(client, method)
        return send(f"/api/v1/{path}", data, content_type="application/json", headers=headers)

    return asked


@pytest.mark.parametrize("path", ["nothing/", f"people/{ABSENT}/", "people/not-a-reference/"])
def test_what_is_not_there_is_said_in_one_swedish_sentence(ask, path):
    answer = ask("polis", "get", path)
    assert (answer.status_code, answer.json()) == (404, {"detail": UNSEEN})


def test_what_is_wrong_in_a_field_is_said_in_swedish(ask):
    answer = ask("polis", "post", "notifications/", {"person": "x", "planned_on": "2026-13-01"})
    said = answer.json()
    assert answer.status_code == 400
    assert said["person"] == ["Ange en giltig referens (UUID)."]
    assert said["reason"] == ["Det här fältet är obligatoriskt."]
    assert said["planned_on"][0].startswith("Datumet har fel format.")


def test_what_is_not_json_is_said_in_swedish(ask):
    answer = ask("polis", "post", "notifications/", "{")
    assert answer.status_code == 400
    assert answer.json() == {"detail": "Anropet gick inte att läsa. Inget är sparat."}


def test_the_schema_is_for_those_who_are_signed_in_and_lists_each_path_once(ask, cast):
    assert Client().get("/api/v1/schema/").status_code == 401
    schema = ask("polis", "get", "schema/").content.decode()
    assert "/api/v1/people/:" in schema
    assert "{format}" not in schema


def test_the_process_is_alive_also_without_its_database(monkeypatch):
    def gone(*_args, **_kwargs):
        raise OperationalError("the database is gone")

    for way in ("ensure_connection", "cursor", "set_autocommit"):
        monkeypatch.setattr(type(connections["default"]), way, gone)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert Client().get("/readyz").status_code == 503
