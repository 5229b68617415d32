"""One connection, many actors: what one leaves behind, the next must not act with.

A pool of one: the same connection serves them in turn, with faults, savepoints taken back,
statements that run out of time and tasks that fail in between.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from agencies.actors import acting, system_actor
from agencies.models import Participation
from agencies.scoping import Actor
from groups.models import Person, StreetGroup
from gvi.briefings import issuing, tasks
from gvi.briefings.models import AgencyFigures
from gvi.core.database.actor import current, speaking_as

SEEN = {
    "polis": {"Kråka", "Skata", "Uggla"},
    "frivard": {"Kråka", "Skata"},
    "styrgrupp": set(),
    "polis_soder": {"Tärna"},
}


def people() -> set[str]:
    return set(Person.objects.values_list("code_name", flat=True))


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('app.actor', true), '')")
        return cursor.fetchone()[0]


def nothing_happens(actor: Actor) -> None:
    """A quiet transaction."""
    with acting(actor):
        people()


def a_fault_in_python(actor: Actor) -> None:
    with acting(actor):
        assert people() is not None
        raise ZeroDivisionError


def a_fault_in_the_database(actor: Actor) -> None:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("select 1 / 0")


def a_broken_constraint(actor: Actor) -> None:
    with acting(actor):
        StreetGroup.objects.bulk_create([StreetGroup(scope_id=actor.scope, name=None)])


def a_savepoint_taken_back(actor: Actor) -> None:
    with acting(actor):
        before = people()
        with suppress(LookupError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("select set_config('app.actor', '', true)")
            assert people() == set()
            raise LookupError
        assert people() == before


def a_savepoint_as_somebody_else(actor: Actor) -> None:
    """Nobody's own turn inside another's transaction, and back."""
    with acting(actor):
        before = people()
        with speaking_as(""), transaction.atomic():
            assert people() == set()
        assert people() == before


def a_statement_out_of_time(actor: Actor) -> None:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 10")
        cursor.execute("select pg_sleep(2)")


def a_lock_not_got(actor: Actor) -> None:
    with acting(actor), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = 10")
        cursor.execute("lock table nowhere_at_all")


def a_transaction_aborted_and_used_on(actor: Actor) -> None:
    with acting(actor):
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("select nothing from nowhere")
        people()


FAULTS = (ZeroDivisionError, DatabaseError, transaction.TransactionManagementError)
TROUBLES: list[Callable[[Actor], None]] = [
    nothing_happens,
    a_fault_in_python,
    a_fault_in_the_database,
    a_broken_constraint,
    a_savepoint_taken_back,
    a_savepoint_as_somebody_else,
    a_statement_out_of_time,
    a_lock_not_got,
    a_transaction_aborted_and_used_on,
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda each: each.__name__)
@pytest.mark.parametrize(("one", "other"), [("polis", "polis_soder"), ("styrgrupp", "polis")])
def test_the_next_one_acts_as_nobody_but_itself(fresh, trouble, one, other):
    first, second = fresh.actor(one), fresh.actor(other)
    pid = backend()
    for _round in range(3):
        with suppress(*FAULTS):
            trouble(first)
        assert (told(), current(), people()) == ("", "", set())
        with acting(second):
            assert people() == SEEN[other]
        assert people() == set()
        with suppress(*FAULTS):
            trouble(second)
        with acting(first):
            assert people() == SEEN[one]
    assert backend() == pid, "Another connection proves nothing."


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(20))
def test_any_trouble_after_any_other(fresh, seed):
    chance = Random(seed)
    actors = {name: fresh.actor(name) for name in SEEN}
    pid = backend()
    for _turn in range(200):
        name = chance.choice(list(SEEN))
        if chance.random() < 0.5:
            with suppress(*FAULTS):
                chance.choice(TROUBLES)(actors[name])
        with acting(actors[name]):
            assert people() == SEEN[name]
        assert people() == set()
    assert backend() == pid


def test_requests_take_turns_on_one_connection(fresh):
    """Pages that open, that are refused, that do not exist, that break the rules, and in turn."""
    clients = {}
    for name in SEEN:
        clients[name] = Client(raise_request_exception=False)
        clients[name].force_login(fresh.user(name))
    kraka = fresh.row(Person, code_name="Kråka").get_absolute_url()
    pid = backend()
    for _round in range(2):
        for name, seen in SEEN.items():
            text = clients[name].get(reverse("groups:person_list")).content.decode()
            assert {each for each in ("Kråka", "Uggla", "Tärna") if each in text} == seen - {
                "Skata"
            }
            assert clients[name].get(kraka).status_code == (200 if "Kråka" in seen else 404)
            clients[name].post(reverse("groups:person_new"), {"code_name": "Skata"})
            clients[name].get("/finns/inte/")
            assert (told(), current(), people()) == ("", "", set())
    assert backend() == pid


def test_a_request_that_breaks_leaves_no_actor(fresh, monkeypatch):
    """The fault comes after rows have been read, inside the request's own transaction."""
    client = Client(raise_request_exception=False)
    client.force_login(fresh.user("polis"))

    def breaks(*_args: object, **_values: object) -> None:
        assert people() == SEEN["polis"]
        raise RuntimeError("In the middle of it.")

    monkeypatch.setattr("groups.views.people.record_list", breaks)
    assert client.get(reverse("groups:person_list")).status_code == 500
    assert (told(), current(), people()) == ("", "", set())


def test_a_task_after_one_that_failed_acts_for_its_own_agency(fresh, monkeypatch):
    """A worker's one connection: the first partnership's task fails with its actor in force."""

    def breaks(*_args: object, **_values: object) -> None:
        assert people() == SEEN["frivard"]
        raise RuntimeError("In the middle of it.")

    pid = backend()
    scope = fresh.participation("koordinator")
    with acting(fresh.actor("polis")):
        people()
    monkeypatch.setattr(issuing, "claim", breaks)
    with pytest.raises(RuntimeError):
        tasks.issue_briefing.run(scope.pk, "2026-01-05")
    assert (told(), current(), people()) == ("", "", set())
    monkeypatch.undo()
    tasks.issue_briefing.run(scope.pk, "2026-01-05")
    assert (told(), current(), people()) == ("", "", set())
    assert backend() == pid


def test_a_system_actor_sees_what_its_own_agency_may(fresh):
    """Figures are computed one agency after the other, by one worker on one connection.

    The coordinator's and the exit group's systems also see what those were given, to count by.
    """
    told = {"styrelse-norr": SEEN["frivard"], "avhopp-norr": SEEN["frivard"]}
    for scope in Participation.objects.filter(partnership__slug="norr"):
        with acting(system_actor(scope)) as system:
            own = SEEN["polis"] if scope.agency.slug == "polis-norr" else set()
            assert people() == told.get(scope.agency.slug, own)
            assert not AgencyFigures.objects.writable_by(system).exclude(scope=scope).exists()
        assert people() == set()
