"""The queue killed with jobs in it, and started empty: what is due is found and made, once."""

from datetime import date, timedelta

import pytest

from gvi.core.week import Week
from offers.models import FollowUp
from tests.prove.service import Service, eventually
from tests.prove.visitor import Visitor

pytestmark = pytest.mark.prove
WEEKS = [Week(date(2026, 6, 1) + timedelta(weeks=number)) for number in range(6)]


def everything_issued(service: Service) -> bool:
    return all(service.states(week) == ["issued", "issued"] for week in WEEKS)


def the_web_serves(visitor: Visitor) -> None:
    """Min dag and a quick follow-up need no queue; /readyz says that it is gone."""
    assert visitor.my_day().status == 200
    waiting = FollowUp.objects.using("owner").filter(done_at=None, case__isnull=False)
    assert visitor.log(waiting[0].get_absolute_url(), "Utan kö").status == 302
    ready = visitor.ask("/readyz")
    assert (ready.status, ready.text) == (503, '{"status": "no broker"}')
    assert visitor.ask("/healthz").status == 200


def nobody_new_signs_in(service: Service) -> None:
    """Attempts are counted in the queue's server: without it the door is shut, and says so."""
    assert Visitor(service.address, "polis@malmo.example").sign_in().is_a_plain_not_now


def test_a_queue_lost_with_its_jobs_is_made_good_by_one_sweep(service: Service, note):
    service.staff.start("webben", "arbetaren")
    service.staff.wait_for_web()
    visitor = Visitor(service.address, "avhopp@malmo.example")
    assert visitor.sign_in().status == 302
    service.make_due(*WEEKS)
    for week in WEEKS:
        service.send("issue_briefing", service.malmo().pk, week.monday.isoformat())
    eventually(lambda: service.states(WEEKS[0]) == ["issued", "issued"])
    lost = service.waiting_jobs()
    assert lost, "Nothing was queued: this proves nothing."
    service.queue.process.kill()
    service.queue.process.wait()
    the_web_serves(visitor)
    nobody_new_signs_in(service)
    service.queue.tend()  # as the launcher does: started again, and empty
    assert service.waiting_jobs() == 0
    service.send("sweep")
    service.send("sweep")
    took = eventually(lambda: everything_issued(service))
    eventually(lambda: service.waiting_jobs() == 0)
    assert all(service.issued_once(week) for week in WEEKS)
    assert service.staff.children["arbetaren"].poll() is None, "The same worker found its way back."
    assert visitor.ask("/readyz").status == 200
    assert Visitor(service.address, "polis@malmo.example").sign_in().status == 302
    note(f"{lost} queued jobs lost; everything issued {took:.1f} s after the sweep")
