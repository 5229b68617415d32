"""Whatever breaks on the way, a week ends in exactly one issue for each audience."""

import random
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from agencies.actors import acting, system_actor
from agencies.models import Participation, Partnership
from gvi.briefings import issuing, tasks
from gvi.briefings.models import Issue
from gvi.celery import app
from gvi.core import pdf
from gvi.core.week import Week

BOTH = [("public", 1, "issued"), ("steering", 1, "issued")]
WORKER = """
import sys, time
import django
django.setup()
from django.db import connections
for alias in ("default", "owner"):
    connections[alias].settings_dict["NAME"] = sys.argv[1]
from gvi.briefings import tasks
from gvi.core import pdf
def slow(html, *, title):
    print("rendering", flush=True)
    time.sleep(float(sys.argv[4]))
    return b"%PDF"
pdf.render = slow
tasks.issue_briefing(int(sys.argv[2]), sys.argv[3])
"""


@pytest.fixture
def norr(fresh) -> Participation:
    """North alone is at work, and issues when nobody acts."""
    Partnership.objects.using("owner").filter(slug="norr").update(issues_without_approval=True)
    Partnership.objects.using("owner").filter(slug="soder").update(state="paused")
    return issuing.coordinating().get()


@pytest.fixture
def last_week() -> Week:
    return issuing.latest_week(timezone.now())


@pytest.fixture
def at_once():
    """Tasks run where they are sent from; a task that fails does so alone, as in a worker."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def found(norr: Participation, week: Week) -> list[tuple[str, int, str]]:
    with acting(system_actor(norr)) as actor:
        issues = Issue.objects.visible_to(actor).filter(monday=week.monday)
        return sorted(issues.values_list("audience", "version", "state"))


def worker(norr: Participation, week: Week, seconds: float) -> subprocess.Popen:
    """Another process that makes the issues, and takes its time over the PDF."""
    name = connections["default"].settings_dict["NAME"]
    told = (name, str(norr.pk), week.monday.isoformat(), str(seconds))
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-W", "ignore", "-c", WORKER, *told],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def issue_when_free(norr: Participation, week: Week) -> list[Issue]:
    """As the sweeper: again and again, until the database has noticed that the worker is gone."""
    for _try in range(100):
        issued = issuing.issue_week(norr, week, tell=False)
        if issued:
            return issued
        time.sleep(0.1)
    raise AssertionError("The week was never issued.")


def test_a_worker_killed_while_it_renders_leaves_the_week_due(norr, last_week):
    issuing.make_due(norr, last_week)
    process = worker(norr, last_week, 60)
    assert process.stdout is not None
    assert process.stdout.readline() == "rendering\n"
    assert issuing.issue_week(norr, last_week) == []  # it holds the rows
    process.kill()
    process.wait()
    assert len(issue_when_free(norr, last_week)) == 2
    assert found(norr, last_week) == BOTH


def test_of_two_workers_one_issues_and_the_other_passes_by(norr, last_week, monkeypatch):
    issuing.make_due(norr, last_week)
    drawing, go_on = threading.Event(), threading.Event()
    issued: list[list[Issue]] = []

    def slow(_html, *, title):
        drawing.set()
        go_on.wait(20)
        return title.encode()

    def first():
        issued.append(issuing.issue_week(norr, last_week))
        connections.close_all()

    monkeypatch.setattr(pdf, "render", slow)
    thread = threading.Thread(target=first)
    thread.start()
    assert drawing.wait(20)
    assert issuing.issue_week(norr, last_week) == []
    go_on.set()
    thread.join(20)
    assert [len(rows) for rows in issued] == [2]
    assert found(norr, last_week) == BOTH


def test_a_task_run_twice_issues_once(norr, last_week):
    issuing.make_due(norr, last_week)
    for _time in range(2):
        tasks.issue_briefing(norr.pk, last_week.monday.isoformat())
    assert found(norr, last_week) == BOTH


def test_monday_morning_writes_down_what_is_due_and_issues_it(norr, last_week, at_once):
    tasks.begin_week()
    assert found(norr, last_week) == BOTH


def test_a_lost_queue_is_swept_up(norr, last_week, at_once, monkeypatch):
    with monkeypatch.context() as queue:
        queue.setattr(tasks.issue_briefing, "delay", lambda *_args: None)
        tasks.begin_week()
    assert {state for _audience, _version, state in found(norr, last_week)} == {"due"}
    tasks.sweep()
    tasks.sweep()
    assert found(norr, last_week) == BOTH


def test_a_monday_nobody_was_awake_is_swept_up(norr, last_week, at_once):
    with acting(system_actor(norr)) as actor:
        public = Issue.objects.visible_to(actor).filter(audience="public")
        assert not public.filter(monday=last_week.monday).exists()
    tasks.sweep()
    assert found(norr, last_week) == BOTH


def test_what_waits_for_approval_is_swept_and_stays(norr, last_week, at_once):
    Partnership.objects.using("owner").update(issues_without_approval=False)
    tasks.sweep()
    assert {state for _audience, _version, state in found(norr, last_week)} == {"due"}


def test_one_partnerships_failure_is_not_anothers(norr, last_week, at_once, monkeypatch):
    Partnership.objects.using("owner").update(state="operative", issues_without_approval=True)
    soder = issuing.coordinating().get(partnership__slug="soder")

    def sick(_html, *, title):
        if "Norr" in title:
            raise RuntimeError("No ink.")
        return title.encode()

    monkeypatch.setattr(pdf, "render", sick)
    tasks.begin_week()
    assert {state for _audience, _version, state in found(norr, last_week)} == {"due"}
    assert found(soder, last_week) == BOTH


@pytest.mark.parametrize(
    ("change", "at_work"),
    [
        ({"state": "operative"}, True),
        ({"state": "ordinary"}, True),
        ({"state": "preparing"}, False),
        ({"state": "ended"}, False),
        ({"is_national": True}, False),
    ],
)
def test_only_partnerships_at_work_issue(norr, change, at_work):
    Partnership.objects.using("owner").filter(slug="norr").update(**change)
    assert issuing.coordinating().exists() is at_work


def test_a_week_before_the_partnership_began_is_not_due(norr):
    week = Week.of(norr.from_on - timedelta(days=14))
    issuing.make_due(norr, week)
    assert found(norr, week) == []


@pytest.mark.prove
def test_a_worker_killed_at_any_moment_leaves_one_issue(norr, last_week):
    """At a random moment, over and over: before the claim, while it holds, after it is done."""
    moments = random.Random(7)
    for turn in range(12):
        week = Week(last_week.monday - timedelta(weeks=turn))
        issuing.make_due(norr, week)
        process = worker(norr, week, 0.3)
        time.sleep(moments.uniform(0.2, 4))
        process.kill()
        process.wait()
        if found(norr, week) != BOTH:
            issue_when_free(norr, week)
        assert found(norr, week) == BOTH
        with acting(system_actor(norr)) as actor:
            issues = Issue.objects.visible_to(actor).filter(monday=week.monday)
            assert all(issue.digest and issue.pdf for issue in issues)
