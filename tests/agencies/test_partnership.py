"""A partnership's state says what crosses; each agency decides for itself, and may leave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from agencies import policies
from agencies.actions import tenants
from agencies.actors import acting
from agencies.models import Agency, Interest, Participation, Partnership, StandingDecision
from groups.models import Incident, Person
from gvi.core.refusals import Refused
from offers.actions.cases import open_case
from offers.actions.intakes import take_intake
from tests.wall.test_outsiders import INSIDERS

TODAY = timezone.localdate
STATES = Partnership.State


def put(state: str) -> None:
    Partnership.objects.using("owner").filter(slug="norr").update(state=state)


@pytest.mark.parametrize("state", STATES.values)
def test_what_each_state_allows(fresh, state):
    put(state)
    crosses = state in {"preparing", "operative", "ordinary", "paused"}
    with acting(fresh.actor("avhopp")) as avhopp:
        assert bool(avhopp.live) == crosses
        assert Person.objects.visible_to(avhopp).exists() == crosses
        assert policies.may_disclose(avhopp) == (crosses and state != "paused")
    with acting(fresh.actor("polis")) as polis:
        assert Person.objects.visible_to(polis).filter(scope_id=polis.scope).count() == 3


def test_the_coordinating_administration_moves_it_and_none_other(cast):
    for who in (*INSIDERS, "koordinator_soder"):
        if who != "admin":
            with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
                tenants.move_partnership(actor=actor, state="paused")
    with acting(cast.actor("admin")) as admin:
        assert tenants.move_partnership(actor=admin, state="paused").state == "paused"
        with pytest.raises(tenants.NotThatWay):
            tenants.move_partnership(actor=admin, state="inquiry")


def test_what_has_ended_stays_so(cast):
    with acting(cast.actor("admin")) as admin:
        tenants.move_partnership(actor=admin, state="ended")
        for state in STATES.values:
            with pytest.raises(tenants.NotThatWay):
                tenants.move_partnership(actor=admin, state=state)


def test_interest_is_answered_under_inquiry(fresh):
    with acting(fresh.actor("admin")) as admin, pytest.raises(Refused):
        tenants.answer_interest(actor=admin, interest="x", answer="yes")
    put("inquiry")
    with acting(fresh.actor("admin")) as admin:
        tenants.answer_interest(actor=admin, interest="Vi vill.", answer="no")
        (row,) = Interest.objects.filter(scope_id=admin.scope)
        assert (row.interest, row.answer) == ("Vi vill.", "no")
    with acting(fresh.actor("polis")) as polis:
        assert Interest.objects.visible_to(polis).count() == 1
    with acting(fresh.actor("polis_soder")) as soder:
        assert not Interest.objects.visible_to(soder).exists()


def decide(actor, cast, **values) -> StandingDecision:
    about = {"kind": "incident", "number": "2026-9", "reason": "Skadar inte arbetet."}
    about |= {"from_on": TODAY(), "to_on": TODAY() + timedelta(days=300)}
    about |= {"decided_by": cast.user("koordinator")}
    return tenants.decide_standing(actor=actor, **about | values)


def test_a_revoked_decision_stops_reading_at_once(fresh):
    with acting(fresh.actor("admin")) as admin:
        rows = StandingDecision.objects.writable_by(admin).filter(kind="street_group")
        decision = rows.get()
    with acting(fresh.actor("avhopp")) as avhopp:
        before = len(avhopp.partners["street_group"])
    with acting(admin):
        tenants.revoke_standing(actor=admin, decision=decision)
        with pytest.raises(Refused):
            tenants.revoke_standing(actor=admin, decision=decision)
    assert len(fresh.actor("avhopp").partners["street_group"]) == before - 1


def test_a_standing_decision_has_a_reason_and_an_end(cast):
    with acting(cast.actor("admin")) as admin:
        assert decide(admin, cast).decided_by.name == "Koordinator"
        with pytest.raises(Refused):
            decide(admin, cast, number="2", to_on=TODAY() + timedelta(days=9999))
        with pytest.raises(Refused):
            decide(admin, cast, number="3", kind="person")
    with acting(cast.actor("koordinator")) as koordinator, pytest.raises(PermissionDenied):
        decide(koordinator, cast)


def test_leaving_stops_what_crosses_and_nothing_of_ones_own(fresh):
    Participation.objects.using("owner").filter(agency__slug="styrelse-norr").update(
        is_coordinating=False
    )
    with acting(fresh.actor("admin")) as admin:
        tenants.leave_partnership(actor=admin, to_on=TODAY())
        with pytest.raises(Refused):
            tenants.leave_partnership(actor=admin, to_on=TODAY() + timedelta(days=9))
    scope = fresh.participation("admin")
    yesterday = TODAY() - timedelta(days=1)
    Participation.objects.using("owner").filter(pk=scope.pk).update(to_on=yesterday)
    with acting(fresh.actor("koordinator")) as koordinator:
        assert koordinator.live == ()
        assert not Incident.objects.visible_to(koordinator).exclude(scope=scope).exists()
        own = koordinator.scope
        from groups.models import StreetGroup

        assert StreetGroup.objects.visible_to(koordinator).filter(scope_id=own).count() == 2


def test_the_agency_that_coordinates_does_not_leave(cast):
    with acting(cast.actor("admin")) as admin, pytest.raises(Refused):
        tenants.leave_partnership(actor=admin, to_on=TODAY())


def test_an_exit_service_outside_social_services_waits_for_its_lawyer(fresh):
    Agency.objects.using("owner").filter(slug="avhopp-norr").update(legal_home="executive_board")
    user = fresh.user("avhopp")
    with acting(fresh.actor("avhopp")) as avhopp:
        with pytest.raises(Refused, match="2025:170"):
            take_intake(
                actor=avhopp,
                source="phone",
                first_contact_at=timezone.now(),
                responsible=user,
                called="x",
            )
        with pytest.raises(Refused, match="2025:170"):
            open_case(actor=avhopp, responsible=user, called="x")
    Participation.objects.using("owner").filter(agency__slug="avhopp-norr").update(
        duty_decision="Prövat", duty_decided_on=TODAY()
    )
    with acting(fresh.actor("avhopp")) as avhopp:
        open_case(actor=avhopp, responsible=user, called="x")


@pytest.mark.parametrize(
    "page",
    ["state_change", "need_change", "interest_answer", "contact_decider", "duty_decision", "leave"],
)
def test_the_forms_open_for_the_administration_alone(sign_in, cast, page):
    """The state and the need are the coordinating agency's to change."""
    leading = page in ("state_change", "need_change")
    allowed = {"admin"} if leading else {"admin", "avhopp_admin"}
    for who in INSIDERS:
        status = sign_in(who).get(reverse(f"agencies:{page}")).status_code
        assert status == (200 if who in allowed else 403), who


def test_an_administrator_finds_no_content(sign_in, cast):
    client = sign_in("admin")
    person = cast.row(Person, code_name="Kråka")
    assert client.get(person.get_absolute_url()).status_code == 404
    for page in ("groups:person_list", "offers:case_list", "agencies:administration"):
        assert "Kråka" not in client.get(reverse(page)).content.decode()


def test_other_systems_read_the_state_and_whether_anything_crosses(sign_in, fresh):
    client, address = sign_in("polis"), "/api/v1/partnerships/"
    (row,) = client.get(address).json()["results"]
    assert (row["slug"], row["state"], row["shares"]) == ("norr", "operative", True)
    put("decided")
    (row,) = client.get(address).json()["results"]
    assert (row["state"], row["shares"]) == ("decided", False)
