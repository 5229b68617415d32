"""The embedded servers: the roles they make, and what they survive."""

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gvi.embedded import SOCKET_SUFFIX, Postgres, Valkey
from gvi.launch import passing_folder


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with passing_folder() as path:
        yield path


@pytest.fixture(scope="module")
def cluster(folder: Path) -> Iterator[Postgres]:
    with Postgres(folder / "postgres", throwaway=True) as running:
        yield running


def connected(cluster: Postgres, role: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(cluster.sockets),
        port=SOCKET_SUFFIX,
        user=role,
        password=cluster.passwords[role],
        dbname="gvi",
        autocommit=True,
    )


def test_no_role_of_ours_is_above_the_wall(cluster):
    with connected(cluster, "gvi_app") as app:
        roles = app.execute(
            "select rolname, rolcanlogin from pg_roles where rolname like 'gvi%' "
            "and not (rolsuper or rolbypassrls or rolcreaterole or rolreplication) order by 1"
        ).fetchall()
    assert roles == [("gvi_app", True), ("gvi_definer", False), ("gvi_owner", True)]


@pytest.mark.parametrize(
    "forbidden",
    [
        "create table public.mine (a int)",
        "create function wall.mine() returns int language sql as 'select 1'",
        "create temporary table mine (a int)",
        "set role gvi_owner",
        "set role gvi_definer",
    ],
)
def test_the_app_can_make_nothing_and_become_nobody(cluster, forbidden):
    with (
        connected(cluster, "gvi_app") as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute(forbidden)


def test_the_owner_hands_a_function_to_the_definer_and_can_still_replace_it(cluster):
    make = "create or replace function wall.who() returns text language sql security definer "
    with connected(cluster, "gvi_owner") as owner, owner.transaction(force_rollback=True):
        owner.execute(make + "as 'select current_user::text'")
        owner.execute("alter function wall.who() owner to gvi_definer")
        owner.execute(make + "as 'select current_user::text'")
        assert owner.execute("select wall.who()").fetchone() == ("gvi_definer",)


def test_swedish_letters_fold_on_the_server(cluster):
    with connected(cluster, "gvi_app") as app:
        assert app.execute("select lower('ÅÄÖ'), 'Åsa' ilike 'å%'").fetchone() == ("åäö", True)


def test_a_wrong_password_opens_nothing(cluster):
    place = f"host={cluster.sockets} port={SOCKET_SUFFIX} dbname=gvi"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(place, user="gvi_app", password="guess")


def test_passwords_are_read_by_their_owner_only(cluster):
    book = cluster.folder / "passwords"
    assert stat.S_IMODE(book.stat().st_mode) == 0o600


def test_the_roles_file_may_run_twice(cluster):
    cluster.make_roles()


def test_a_killed_database_starts_again_beside_its_stale_files():
    with passing_folder() as folder:
        first = Postgres(folder / "postgres", throwaway=True).__enter__()
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
        (first.data / "postmaster.pid").write_text(f"1\n{first.data}\n")
        with Postgres(folder / "postgres", throwaway=True) as second:
            assert second.answers()


def test_a_server_that_somebody_ended_is_started_again(cluster):
    cluster.process.kill()
    cluster.process.wait()
    cluster.tend()
    assert cluster.answers()


def test_a_database_remembers_what_it_was_migrated_with(cluster):
    assert cluster.remembered() == ""
    cluster.remember("abc")
    assert cluster.remembered() == "abc"


def test_a_queue_answers_on_a_socket_and_leaves_nothing_behind(folder):
    with Valkey(folder / "valkey") as queue:
        assert queue.answers()
        assert stat.S_IMODE(queue.sockets.stat().st_mode) == 0o700
    assert not list(queue.sockets.iterdir())
