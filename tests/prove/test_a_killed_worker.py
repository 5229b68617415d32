"""A worker killed while a briefing is being printed: the week still ends in one of each."""

import os
import random
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from gvi.core.week import Week
from tests.prove.service import Service, eventually

pytestmark = pytest.mark.prove
WEEKS = [Week(date(2026, 10, day)) for day in (5, 12, 19)]
MOMENTS = random.Random(7)


def family(pid: int) -> list[int]:
    """The worker and the processes it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def printing(pid: int) -> int | None:
    """Which of the worker's processes has opened the printing library; it does so at the first."""
    for each in family(pid):
        if "libpango" in Path(f"/proc/{each}/maps").read_text():
            return each
    return None


def kill_while_printing(service: Service, week: Week) -> None:
    eventually(lambda: printing(service.worker_pid) is not None)
    assert service.is_held(week), "The proof came too late: the issue was already stored."
    time.sleep(MOMENTS.uniform(0, 0.3))
    os.kill(printing(service.worker_pid), signal.SIGKILL)


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.iso)
def test_after_a_killed_worker_the_sweeper_has_the_week_made_by_the_next(service, week, note):
    service.make_due(week)
    service.send("issue_briefing", service.malmo().pk, week.monday.isoformat())
    service.staff.start("arbetaren")
    kill_while_printing(service, week)
    service.staff.children["arbetaren"].wait(10)
    eventually(lambda: not service.is_held(week), seconds=10)
    assert service.states(week) == ["due", "due"]
    service.staff.tend()  # as the launcher does: a fallen worker is started again
    service.send("sweep")
    took = eventually(lambda: service.states(week) == ["issued", "issued"])
    assert service.issued_once(week)
    for _time in range(2):  # the lost message comes back, and once more
        service.send("issue_briefing", service.malmo().pk, week.monday.isoformat())
    eventually(lambda: service.waiting_jobs() == 0)
    time.sleep(2)
    assert service.issued_once(week)
    note(f"killed while printing {week.iso}; made {took:.1f} s after the sweep")


def test_after_a_killed_child_the_same_worker_gets_the_job_again(service, note):
    """As in compose, where the worker has processes: no sweep is needed."""
    week = Week(date(2026, 10, 26))
    command = service.staff.commands["arbetaren"]
    command[command.index("threads")] = "prefork"
    service.make_due(week)
    service.send("issue_briefing", service.malmo().pk, week.monday.isoformat())
    service.staff.start("arbetaren")
    kill_while_printing(service, week)
    took = eventually(lambda: service.states(week) == ["issued", "issued"])
    assert service.staff.children["arbetaren"].poll() is None
    assert service.issued_once(week)
    note(f"killed a child printing {week.iso}; made {took:.1f} s later")
