"""PostgreSQL restarted under load: plain answers, recovery by itself, nothing half-written."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from uuid import uuid4

import pytest
from django.db import connections

from agencies.models import Entry
from gvi.processes import stop
from offers.models import FollowUp
from tests.prove.service import Service
from tests.prove.visitor import Answer, Visitor

pytestmark = pytest.mark.prove
CLIENTS = 4
ROUNDS = 4
CALM = 2  # seconds of load before each restart
AWAY = 1  # seconds without a database
RECOVERY = 4  # seconds, at the most
PLAIN = {200, 302, 409, 422, 503}
EXIT_STAFF = "avhopp@malmo.example"


class Client(threading.Thread):
    """Min dag, a case, a follow-up. After a 503 the same button again, or never, in turn."""

    def __init__(self, address: str, case: str) -> None:
        super().__init__()
        self.visitor, self.case = Visitor(address, EXIT_STAFF), case
        self.answers: list[tuple[float, Answer]] = []
        self.saved: list[str] = []  # notes of follow-ups answered with success
        self.unsure: list[str] = []  # notes of those answered otherwise and never again
        self.insists = cycle([False, True])
        self.problem: Exception | None = None
        self.done = threading.Event()

    def run(self) -> None:
        try:
            while not self.done.is_set():
                self.noted(self.visitor.my_day())
                page, form = self.visitor.form_on(self.case)
                self.noted(page)
                if form:
                    self.log(form)
        except Exception as problem:  # noqa: BLE001 - a thread's fault is the test's
            self.problem = problem

    def log(self, form: str) -> None:
        key, note = uuid4(), f"Prov {uuid4()}"
        answer = self.noted(self.visitor.log(form, note, key))
        again = answer.status == 503 and next(self.insists)
        while again and answer.status == 503 and not self.done.is_set():
            time.sleep(0.2)
            answer = self.noted(self.visitor.log(form, note, key))
        (self.saved if answer.status == 302 else self.unsure).append(note)

    def noted(self, answer: Answer) -> Answer:
        self.answers.append((time.monotonic(), answer))
        return answer

    def recovery(self, back: float, until: float) -> float:
        """Seconds from the database's return to the first answer after the last 503."""
        times = [(at, answer.status) for at, answer in self.answers if back < at < until]
        last = max([at for at, status in times if status == 503], default=back)
        good = [at for at, status in times if at > last]
        assert good, "It did not recover."
        return good[0] - back


@pytest.fixture
def cases(service: Service) -> list[str]:
    """The addresses of some of the exit side's open cases, each with what waits on it."""
    waiting = FollowUp.objects.using("owner").filter(done_at=None, case__isnull=False)
    refs = list(waiting.values_list("case__ref", flat=True)[:CLIENTS])
    assert len(refs) == CLIENTS
    return [f"/stod/arenden/{ref}/" for ref in refs]


@pytest.fixture
def web(service: Service) -> None:
    service.staff.start("webben")
    service.staff.wait_for_web()


def in_order(service: Service) -> None:
    stop(service.cluster.process, signal.SIGINT, patience=20)


def outright(service: Service) -> None:
    service.cluster.process.kill()
    service.cluster.process.wait()


def written(note: str) -> int:
    """How often a follow-up was logged. Whole each time: its row, the next one, the ledger."""
    rows = FollowUp.objects.using("owner").filter(note=note)
    for row in rows:
        following = FollowUp.objects.using("owner").filter(follows=row)
        told = Entry.objects.using("owner").filter(action="followup.logged", ref=row.ref)
        assert (row.outcome, following.count(), told.count()) == ("talked", 1, 1)
    return rows.count()


@pytest.mark.parametrize("end", [in_order, outright], ids=["in order", "outright"])
def test_a_restarted_database_gives_plain_answers_and_loses_nothing(
    service: Service, web: None, cases: list[str], end: Callable[[Service], None], note
):
    clients = [Client(service.address, case) for case in cases]
    assert [client.visitor.sign_in().status for client in clients] == [302] * CLIENTS
    for client in clients:
        client.start()
    spans = []
    for _round in range(ROUNDS):
        time.sleep(CALM)
        end(service)
        time.sleep(AWAY)
        service.cluster.start()
        back = time.monotonic()
        time.sleep(RECOVERY)
        spans.append((back, time.monotonic()))
    for client in clients:
        client.done.set()
    for client in clients:
        client.join(60)
    connections.close_all()

    assert [client.problem for client in clients] == [None] * CLIENTS
    answers = [answer for client in clients for _at, answer in client.answers]
    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) <= PLAIN
    assert statuses[503], "Nobody noticed: this proves nothing."
    assert all(answer.is_a_plain_not_now for answer in answers if answer.status == 503)
    recovery = max(client.recovery(*span) for client in clients for span in spans)

    saved = [note for client in clients for note in client.saved]
    unsure = [note for client in clients for note in client.unsure]
    assert saved
    assert {written(note) for note in saved} == {1}
    kept = Counter(written(note) for note in unsure)
    assert set(kept) <= {0, 1}
    waiting = FollowUp.objects.using("owner").filter(
        done_at=None, case__ref__in=[case.split("/")[-2] for case in cases]
    )
    assert waiting.count() == CLIENTS, "On every case exactly one follow-up waits."
    note(
        f"{len(answers)} answers {dict(statuses)}, {len(saved)} follow-ups saved, "
        f"{len(unsure)} unsure of which {kept[1]} saved; all well {recovery:.1f} s after"
    )
