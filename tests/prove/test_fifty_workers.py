"""Fifty workers log follow-ups at once for two minutes: nothing lost, nothing doubled, no error.

They press twice, undo, and two and two work on the same case. `FIFTY_WORKERS_SECONDS=10` makes a
short run of it. Every answer is written down by the worker, and compared with the rows after.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from statistics import median, quantiles
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from agencies.actors import acting, actor_for
from agencies.founding import founder, post
from agencies.models import Entry, Participation, User
from agencies.scoping import Function
from offers import actions
from offers.models import Case, FollowUp
from tests.prove.service import Service
from tests.prove.visitor import Visitor

pytestmark = pytest.mark.prove
WORKERS = 50
SECONDS = float(os.environ.get("FIFTY_WORKERS_SECONDS", "120"))
EXPECTED = frozenset({200, 302, 409})


@dataclass
class Log:
    """One press of Save (or two at once), and what was answered."""

    row: UUID
    note: str
    answers: tuple[int, ...]
    undone: bool = False

    @property
    def was_saved(self) -> bool:
        return self.answers[0] == 302


@dataclass
class Worker:
    """Somebody with a browser, an own case and one shared with a colleague."""

    address: str
    session: str
    cases: tuple[str, str]
    seed: int
    logs: list[Log] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def work(self, until: float) -> None:
        dice, browser = random.Random(self.seed), Visitor(self.address, "")
        browser.ask("/konto/login/")
        cookie = next(iter(browser.cookies))
        settled = {**vars(cookie), "name": "sessionid", "value": self.session, "rest": {}}
        settled.pop("_rest", None)
        browser.cookies.set_cookie(type(cookie)(**settled))
        with ThreadPoolExecutor(2) as fingers:
            while time.monotonic() < until:
                self.log_one(dice, browser, fingers)

    def log_one(self, dice: random.Random, browser: Visitor, fingers: ThreadPoolExecutor) -> None:
        page, form = browser.form_on(self.cases[dice.random() < 0.3])
        self.statuses[page.status] += 1
        if not form:
            return
        key, note = uuid4(), uuid4().hex
        begun = time.monotonic()
        presses = 2 if dice.random() < 0.2 else 1
        answers = [
            each.result().status
            for each in [fingers.submit(browser.log, form, note, key) for _each in range(presses)]
        ]
        self.times.append(time.monotonic() - begun)
        self.statuses.update(answers)
        log = Log(UUID(form.split("/")[-3]), note, tuple(answers))
        self.logs.append(log)
        if log.was_saved and dice.random() < 0.15:
            undo = form.replace("/logga/", "/angra/")
            status = browser.ask(undo, {}).status
            self.statuses[status] += 1
            log.undone = status == 302


@pytest.fixture
def workers(service: Service, settings) -> list[Worker]:
    """Fifty accounts of the exit service, each signed in, each with a case and half of another."""
    settings.SECRET_KEY = service.environment["SECRET_KEY"]
    scope = Participation.objects.using("owner").get(
        partnership__slug="malmo", agency__slug="konsultationsteamet"
    )
    users = [account(number, scope) for number in range(WORKERS)]
    own = [open_case(user, scope, user.name) for user in users]
    shared = [open_case(user, scope, f"Delad {user.name}") for user in users[::2]]
    return [
        Worker(service.address, signed_in(user), (own[number], shared[number // 2]), number)
        for number, user in enumerate(users)
    ]


def account(number: int, scope: Participation) -> User:
    user, _made = User.objects.using("owner").get_or_create(
        email=f"arbetare{number}@malmo.example",
        defaults={"name": f"Arbetare {number:02}", "password": "!"},
    )
    post(user, scope, [Function.EXIT], approved_by=founder(), from_on=date(2020, 1, 1))
    return user


def open_case(user: User, scope: Participation, called: str) -> str:
    me = User.objects.get(pk=user.pk)
    with acting(actor_for(me, scope.pk)) as actor:
        case = actions.open_case(actor=actor, responsible=me, called=called)
        return case.get_absolute_url()


def signed_in(user: User) -> str:
    """A session as signing in makes it, without fifty slow passwords."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def test_nothing_is_lost_or_doubled_while_fifty_log_at_once(service, workers, note):
    service.staff.start("webben")
    service.staff.wait_for_web()
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [pool.submit(worker.work, until) for worker in workers]:
            done.result()
    statuses = sum((worker.statuses for worker in workers), Counter())
    logs = [log for worker in workers for log in worker.logs]
    assert set(statuses) <= EXPECTED, statuses
    assert all(len(set(log.answers)) == 1 for log in logs), "Two presses, two different answers."
    assert any(len(log.answers) > 1 for log in logs)
    saved = rows_as_the_workers_tell(logs)
    compare(workers, saved)
    times = [each for worker in workers for each in worker.times]
    note(
        f"{len(logs)} logs by {WORKERS} workers in {SECONDS:.0f} s: {dict(statuses)},"
        f" {sum(log.undone for log in logs)} undone,"
        f" {sum(len(log.answers) > 1 for log in logs)} pressed twice;"
        f" saving took {median(times) * 1000:.0f} ms, 95 % within"
        f" {quantiles(times, n=20)[-1] * 1000:.0f} ms, with {WORKERS} at once on this machine"
    )


def rows_as_the_workers_tell(logs: list[Log]) -> dict[UUID, list[Log]]:
    saved = defaultdict(list)
    for log in logs:
        if log.was_saved:
            saved[log.row].append(log)
    return saved


def compare(workers: list[Worker], saved: dict[UUID, list[Log]]) -> None:
    """What the workers were told is what stands in the rows and in the ledger, no more, no less."""
    cases = {case.split("/")[-2] for worker in workers for case in worker.cases}
    rows = list(FollowUp.objects.using("owner").filter(case__ref__in=cases))
    coming = Counter(row.follows_id for row in rows if row.follows_id)
    written, undone = in_the_ledger("logged", rows), in_the_ledger("undone", rows)
    for row in rows:
        told = saved.pop(row.ref, [])
        standing = [log.note for log in told if not log.undone]
        assert len(standing) == int(not row.is_waiting), f"Lost or doubled: {told}"
        assert coming[row.pk] == len(standing), f"Not exactly one next: {told}"
        assert not standing or row.note == standing[0]
        assert written[row.ref] == len(told)
        assert undone[row.ref] == len(told) - len(standing)
    assert not saved, "What was saved is not among the rows."
    waiting = Counter(row.case_id for row in rows if row.is_waiting)
    assert set(waiting.values()) == {1}
    assert len(waiting) == Case.objects.using("owner").filter(ref__in=cases).count()


def in_the_ledger(verb: str, rows: list[FollowUp]) -> Counter[UUID]:
    entries = Entry.objects.using("owner").filter(
        action=f"followup.{verb}", ref__in=[row.ref for row in rows]
    )
    return Counter(entries.values_list("ref", flat=True))
