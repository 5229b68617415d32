"""Test databases: one template that holds the cast, and a clone of it for each worker.

Tests speak to the database as the app's role, so row-level security is in force in every one of
them. Ordinary tests roll back; a test that must commit takes a clone of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from uuid import uuid4

import psycopg
from django.core.management import call_command
from django.db import connections

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:8]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
BASE = "gvi"
TEMPLATE = f"gvi_cast_{RUN}"


@contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """The owner's connection outside every test database, one worker at a time."""
    owner = connections["owner"].settings_dict
    with psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        connection.execute("select pg_advisory_lock(7102)")
        yield connection


def exists(connection: psycopg.Connection, name: str) -> bool:
    found = connection.execute("select from pg_database where datname = %s", [name])
    return found.fetchone() is not None


def point_at(name: str) -> None:
    """Both of Django's connections speak to the named database from here on."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def ensure_template() -> None:
    """Migrate once per run and let the cast in."""
    from tests.cast import build

    with maintenance() as connection:
        if exists(connection, TEMPLATE):
            return
        connection.execute(f"create database {TEMPLATE} template {BASE}")
        point_at(TEMPLATE)
        call_command("migrate", database="owner", verbosity=0)
        build()
        point_at(BASE)


def clone(name: str) -> None:
    """A fresh copy of the template under a new name."""
    with maintenance() as connection:
        connection.execute(f"create database {name} template {TEMPLATE}")


def drop(name: str) -> None:
    """Drop a test database, waiting for backends that are on their way out."""
    with maintenance() as connection:
        for _wait in range(100):
            try:
                connection.execute(f"drop database if exists {name}")
            except psycopg.errors.ObjectInUse:
                sleep(0.1)
            else:
                return
