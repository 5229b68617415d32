"""A service with servers of its own, which a proof may kill, and the eyes to see what it holds.

Everything is as `make run` starts it: gunicorn, the worker, PostgreSQL that keeps what it has
confirmed, and a queue that keeps nothing.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack

import environ
import redis
from django.db import connections
from kombu import Connection

from agencies.models import Entry, Participation
from gvi.briefings import issuing, tasks
from gvi.briefings.models import Issue
from gvi.core.week import Week
from gvi.embedded import Postgres, Valkey
from gvi.launch import manage, passing_folder
from gvi.staff import Staff
from tests.browser.conftest import free_port

BRIEFINGS = {"public": 1, "steering": 1}


def eventually(true: Callable[[], bool], seconds: float = 90) -> float:
    """Wait until it is true; returns how long that took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, "It never came true."
        time.sleep(0.02)
    return time.monotonic() - begun


class Service:
    """Its servers, its staff (web and worker), and its rows seen past the wall."""

    cluster: Postgres
    queue: Valkey
    staff: Staff

    def __enter__(self) -> Service:
        self.stack = ExitStack()
        with self.stack:
            folder = self.stack.enter_context(passing_folder())
            self.folder = folder
            self.cluster = self.stack.enter_context(Postgres(folder / "postgres"))
            self.queue = self.stack.enter_context(Valkey(folder / "valkey"))
            self.port = free_port()
            self.environment = os.environ | {
                "DATABASE_URL": self.cluster.url("gvi_app"),
                "DATABASE_OWNER_URL": self.cluster.url("gvi_owner"),
                "REDIS_URL": self.queue.url,
                "SECRET_KEY": "proofs",
                "ALLOWED_HOSTS": "127.0.0.1",
                "DEMO_MODE": "true",
                "EMAIL_URL": "dummymail://",
                "LOG_LEVEL": "ERROR",
                "DATA_DIR": str(folder),
            }
            self.staff = Staff(self.environment, folder, self.port)
            migrate = ("migrate", "--database", "owner", "--no-input", "-v", "0")
            manage(*migrate, environment=self.environment)
            manage("demo", environment=self.environment)
            self.look_here()
            self.stack = self.stack.pop_all()
        return self

    def __exit__(self, *problem: object) -> None:
        self.end_staff()
        self.stack.close()

    def end_staff(self) -> None:
        self.staff.__exit__()
        self.staff = Staff(self.environment, self.folder, self.port)

    def look_here(self) -> None:
        """This process reads the service's own database from here on."""
        for alias, role in (("default", "gvi_app"), ("owner", "gvi_owner")):
            connections[alias].close()
            connections[alias].settings_dict |= environ.Env.db_url_config(self.cluster.url(role))
            connections[alias].settings_dict |= {"ENGINE": "gvi.core.database", "CONN_MAX_AGE": 0}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def worker_pid(self) -> int:
        return self.staff.children["arbetaren"].pid

    def send(self, task: str, *arguments: object) -> None:
        """Put a job in the queue, as the clock does."""
        with Connection(self.queue.url.replace("unix://", "redis+socket://", 1)) as broker:
            getattr(tasks, task).apply_async(args=arguments, connection=broker)

    def waiting_jobs(self) -> int:
        return int(redis.Redis.from_url(self.queue.url).llen("celery"))

    def malmo(self) -> Participation:
        return issuing.coordinating().get(partnership__slug="malmo")

    def make_due(self, *weeks: Week) -> None:
        for week in weeks:
            issuing.make_due(self.malmo(), week)

    def is_held(self, week: Week) -> bool:
        """Whether a worker holds the week's rows. Looking holds what is free for a moment."""
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "select (select count(*) from briefings_issue where monday = %s) - (select "
                "count(*) from (select from briefings_issue where monday = %s for share skip "
                "locked) as free)",
                [week.monday, week.monday],
            )
            return bool(cursor.fetchone()[0])

    def states(self, week: Week) -> list[str]:
        issues = Issue.objects.using("owner").filter(scope_id=self.malmo().pk, monday=week.monday)
        return sorted(issues.values_list("state", flat=True))

    def issued_once(self, week: Week) -> bool:
        """One issue for each audience: whole, readable, and once in the ledger."""
        issues = Issue.objects.using("owner").filter(scope_id=self.malmo().pk, monday=week.monday)
        told = Entry.objects.using("owner").filter(
            action="issue.issued", ref__in=issues.values("ref")
        )
        return (
            Counter(issue.audience for issue in issues) == BRIEFINGS
            and all(issue.is_issued and bytes(issue.pdf)[:5] == b"%PDF-" for issue in issues)
            and Counter(told.values_list("ref", flat=True)) == {issue.ref: 1 for issue in issues}
        )
