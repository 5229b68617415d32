import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, handovers, reminders
from offers.models import Case, FollowUp, HandOver, Intake
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_the_lists_of_support import asked


def handed(cast, thing, **values) -> HandOver:
    with acting(cast.actor("avhopp")) as actor:
        return actions.hand_over(
            actor=actor, thing=thing, to=cast.user("avhopp2"), note="Ring efter fyra", **values
        )


def waiting_for(cast, name) -> list[HandOver]:
    with acting(cast.actor(name)) as actor:
        return list(handovers.waiting_for(actor))


def send(client, url, **values):
    page = client.get(url).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    return client.post(url, {"key": key, **values})


@pytest.mark.parametrize("name", ["case", "intake"])
def test_responsibility_passes_at_once_with_what_waits(cast, request, name):
    thing = request.getfixturevalue(name)
    with acting(cast.actor("avhopp")) as actor:
        due_on = reminders.waiting_on(actor, thing).due_on
    handed(cast, thing)
    with acting(cast.actor("avhopp2")) as actor:
        assert type(thing).objects.get(pk=thing.pk).responsible_id == actor.user_id
        waiting = reminders.waiting_on(actor, thing)
        assert (waiting.responsible_id, waiting.due_on) == (actor.user_id, due_on)
    (row,) = waiting_for(cast, "avhopp2")
    assert handovers.as_row(row)["what"] == reminders.name_of(thing)


def test_it_waits_for_the_receiver_until_they_say_they_have_seen_it(cast, sign_in, intake):
    row = handed(cast, intake)
    client = sign_in("avhopp2")
    page = client.get(reverse("offers:handover_detail", args=[row.ref]))
    assert "Ring efter fyra" in text_of(page)
    assert "Jag har sett" in text_of(page)
    see = reverse("offers:handover_see", args=[row.ref])
    for _press in range(2):
        assert client.post(see).url == intake.get_absolute_url()
    assert waiting_for(cast, "avhopp2") == []


def test_only_the_receiver_can_say_so(cast, sign_in, intake):
    row = handed(cast, intake)
    client = sign_in("avhopp")
    page = text_of(client.get(reverse("offers:handover_detail", args=[row.ref])))
    assert "Jag har sett" not in page
    assert client.post(reverse("offers:handover_see", args=[row.ref])).status_code == 403
    with acting(cast.actor("avhopp")) as actor, pytest.raises(PermissionDenied):
        actions.see_hand_over(actor=actor, hand_over=row)


def test_what_has_gone_on_to_a_third_no_longer_waits_for_the_second(cast, intake):
    handed(cast, intake)
    with acting(cast.actor("avhopp2")) as actor:
        actions.hand_over(actor=actor, thing=intake, to=cast.user("avhopp"))
    assert waiting_for(cast, "avhopp2") == []
    assert len(waiting_for(cast, "avhopp")) == 1


def test_whoever_takes_something_over_has_seen_it(cast, intake):
    with acting(cast.actor("avhopp2")) as actor:
        row = actions.hand_over(actor=actor, thing=intake, to=cast.user("avhopp2"))
    assert row.seen_at is not None
    assert waiting_for(cast, "avhopp2") == []


def test_a_closed_case_can_change_hands_for_its_after_care(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        Case.objects.filter(pk=case.pk).update(closed_on=today, ending="completed")
        actions.hand_over(actor=actor, thing=case, to=cast.user("avhopp2"))
        assert FollowUp.objects.get(case=case).responsible == cast.user("avhopp2")


@pytest.mark.parametrize("state", ["closed", "case_opened"])
def test_a_contact_that_is_no_longer_open_is_not_handed_over(cast, intake, state):
    with acting(cast.actor("avhopp")) as actor:
        Intake.objects.filter(pk=intake.pk).update(state=state)
        with pytest.raises(Refused):
            actions.hand_over(actor=actor, thing=intake, to=cast.user("avhopp2"))


@pytest.mark.parametrize("name", ["frivard", "polis", "dso"])
def test_only_someone_in_service_in_the_own_group_takes_over(cast, intake, name):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused, match="myndighet"):
        actions.hand_over(actor=actor, thing=intake, to=cast.user(name))


def test_the_one_who_is_responsible_is_not_offered_and_refused(cast, sign_in, intake):
    page = sign_in("avhopp").get(reverse("offers:handover_intake", args=[intake.ref]))
    form = page.content.decode().split('class="gvi-form"')[1]
    assert str(cast.user("avhopp2").ref) in form
    assert str(cast.user("avhopp").ref) not in form
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused, match="redan"):
        actions.hand_over(actor=actor, thing=intake, to=cast.user("avhopp"))


@pytest.mark.parametrize(
    ("name", "url"), [("case", "handover_case"), ("intake", "handover_intake")]
)
def test_the_form_hands_over_and_leads_back(cast, sign_in, request, name, url):
    thing = request.getfixturevalue(name)
    address = reverse(f"offers:{url}", args=[thing.ref])
    to = cast.user("avhopp2").ref
    answer = send(sign_in("avhopp"), address, to=to, note="Hej")
    assert answer.url == thing.get_absolute_url()
    assert [row.note for row in waiting_for(cast, "avhopp2")] == ["Hej"]


def test_nothing_typed_is_lost_when_nobody_is_chosen(sign_in, intake):
    address = reverse("offers:handover_intake", args=[intake.ref])
    answer = send(sign_in("avhopp"), address, note="Ringde från en cell")
    assert answer.status_code == 422
    assert "Välj ett svar på ”Vem som tar över”" in text_of(answer)
    assert "Ringde från en cell" in text_of(answer)


def test_the_same_key_hands_over_once(cast, intake):
    key = UUID("5f0a3f0e-7f53-4d3c-8c1e-0d5b2a6a7b11")
    assert handed(cast, intake, key=key) == handed(cast, intake, key=key)
    assert len(waiting_for(cast, "avhopp2")) == 1


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator", "admin", "dso"])
def test_hand_overs_are_the_exit_groups_alone(cast, sign_in, intake, case, who):
    row = handed(cast, intake)
    client = sign_in(who)
    for name, ref in (("intake", intake.ref), ("case", case.ref), ("detail", row.ref)):
        assert client.get(reverse(f"offers:handover_{name}", args=[ref])).status_code == 403
    with acting(cast.actor(who)) as actor:
        assert not handovers.waiting_for(actor).exists()
    assert client.get("/api/v1/hand-overs/").json()["count"] == 0


def test_the_contact_tells_of_its_hand_overs(cast, sign_in, intake):
    handed(cast, intake)
    page = text_of(sign_in("avhopp").get(intake.get_absolute_url()))
    assert "Lämnat över till Avhopp2" in page
    assert "Inte sett än" in page


def test_handing_over_and_seeing_stand_in_the_ledger(cast, intake, entries):
    row = handed(cast, intake)
    assert "handover.made" in entries("avhopp")
    with acting(cast.actor("avhopp2")) as actor:
        actions.see_hand_over(actor=actor, hand_over=row)
    assert entries("avhopp2") == ["handover.seen"]


def test_waiting_hand_overs_cost_one_question(cast, case, intake, django_assert_num_queries):
    handed(cast, case)
    handed(cast, intake)
    with acting(cast.actor("avhopp2")) as actor, django_assert_num_queries(1):
        assert len([handovers.as_row(row) for row in handovers.waiting_for(actor)]) == 2


def test_other_systems_hand_over_and_see(cast, sign_in, intake):
    body = {"intake": str(intake.ref), "to": str(cast.user("avhopp2").ref), "note": "Hej"}
    made = sign_in("avhopp").post("/api/v1/hand-overs/", body, "application/json")
    assert made.status_code == 201, made.content
    client = sign_in("avhopp2")
    (row,) = client.get("/api/v1/hand-overs/").json()["results"]
    assert (row["intake"], row["seen_at"]) == (str(intake.ref), None)
    seen = client.post(f"/api/v1/hand-overs/{row['ref']}/see/")
    assert seen.json()["seen_at"] is not None


def test_other_systems_say_which_of_the_two(cast, sign_in, intake, case):
    client, to = sign_in("avhopp"), str(cast.user("avhopp2").ref)
    both = {"intake": str(intake.ref), "case": str(case.ref), "to": to}
    for body in (both, {"to": to}):
        assert client.post("/api/v1/hand-overs/", body, "application/json").status_code == 400


def test_the_list_for_other_systems_costs_the_same_with_more_rows(cast, sign_in, intake):
    client = sign_in("avhopp")
    handed(cast, intake)
    client.get("/api/v1/hand-overs/")
    few = asked(client, "/api/v1/hand-overs/")
    for name in ("avhopp", "avhopp2", "avhopp"):
        with acting(cast.actor("avhopp")) as actor:
            actions.hand_over(actor=actor, thing=intake, to=cast.user(name))
    assert asked(client, "/api/v1/hand-overs/") == few


def test_a_late_follow_up_stays_late_when_it_changes_hands(cast, case):
    day = timezone.localdate() - timedelta(days=4)
    with acting(cast.actor("avhopp")):
        FollowUp.objects.filter(case=case).update(due_on=day)
    handed(cast, case)
    with acting(cast.actor("avhopp2")) as actor:
        assert reminders.waiting_on(actor, case).due_on == day
