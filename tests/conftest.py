"""Fixtures: the databases, the cast, and acting as one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests import databases
from tests.cast import Cast


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests may look past the wall through the owner's connection; the app's role is theirs."""
    for item in items:
        if "cast" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=["default", "owner"]), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """Each worker gets its own clone of the template; nothing is ever flushed."""
    name = f"gvi_{databases.WORKER}_{databases.RUN}"
    with django_db_blocker.unblock():
        databases.ensure_template()
        databases.clone(name)
        databases.point_at(name)
        yield
        databases.point_at(databases.BASE)
        databases.drop(name)


@pytest.fixture
def cast(db) -> Cast:
    """The named people and rows every test may rely on."""
    return Cast()


@pytest.fixture
def fresh(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """A database of its own, for a test that must commit."""
    name = f"gvi_fresh_{uuid4().hex[:12]}"
    before = f"gvi_{databases.WORKER}_{databases.RUN}"
    with django_db_blocker.unblock():
        databases.clone(name)
        databases.point_at(name)
        yield Cast()
        databases.point_at(before)
        databases.drop(name)


@pytest.fixture
def sign_in(client: Client) -> Callable[[str], Client]:
    """`sign_in("polis")` gives a client signed in as that member of the cast."""

    def as_named(name: str) -> Client:
        client.force_login(Cast().user(name))
        return client

    return as_named


@pytest.fixture
def still(monkeypatch) -> None:
    """The clock stands still: two answers that are compared never differ by the minute."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture(autouse=True)
def plain_settings(settings) -> None:
    """Demo mode (no second factor), no redirects, no broker: tests say what else they need."""
    settings.DEMO_MODE = True
    settings.SECURE_SSL_REDIRECT = False
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(scope="session")
def demo_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database with the demo in it."""
    name = f"gvi_demo_{databases.RUN}_{databases.WORKER}"
    before = f"gvi_{databases.WORKER}_{databases.RUN}"
    with django_db_blocker.unblock():
        with databases.maintenance() as connection:
            connection.execute(f"create database {name} template {databases.BASE}")
        databases.point_at(name)
        call_command("migrate", database="owner", verbosity=0)
        call_command("demo", verbosity=0)
        databases.point_at(before)
        yield name
        databases.drop(name)


@pytest.fixture
def demo(demo_database: str, django_db_blocker) -> Iterator[None]:
    """Look into the demo's database; nothing is written there."""
    before = f"gvi_{databases.WORKER}_{databases.RUN}"
    with django_db_blocker.unblock():
        databases.point_at(demo_database)
        yield
        databases.point_at(before)
