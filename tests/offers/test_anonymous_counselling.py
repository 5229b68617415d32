import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions
from offers.models import FollowUp, Intake
from tests.offers.test_logging_in_three_taps import text_of

NEW = reverse("offers:intake_anonymous")


@pytest.fixture
def counselling(cast) -> Intake:
    with acting(cast.actor("avhopp")) as actor:
        return actions.take_intake(
            actor=actor,
            source="phone",
            first_contact_at=timezone.now(),
            responsible=cast.user("avhopp"),
            is_anonymous=True,
            decision_reference="SN 2026/41",
        )


def send(client, **values):
    page = client.get(NEW).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    form = {"key": key, "source": "phone", "first_contact_at": now, **values}
    return client.post(NEW, form)


def test_the_form_has_no_field_that_could_name_anyone(sign_in):
    page = sign_in("avhopp").get(NEW).content.decode().split('class="gvi-form"')[1]
    inputs = re.findall(r"<(?:input|select|textarea)[^>]*>", page.split("</form>")[0])
    asked = [each for each in inputs if "name=" in each and 'type="hidden"' not in each]
    shown = {re.search(r'name="(\w+)"', each)[1] for each in asked}
    assert shown == {"source", "first_contact_at", "decision_reference"}


def test_it_is_counted_in_the_list_without_a_name(cast, sign_in):
    client = sign_in("avhopp")
    assert send(client, decision_reference="SN 2026/41").status_code == 302
    with acting(cast.actor("avhopp")):
        row = Intake.objects.get()
        assert (row.called, row.contact_way, row.note) == ("", "", "")
        assert not FollowUp.objects.exists()
    assert f"Anonym rådgivning {row.number}" in text_of(client.get(reverse("offers:intake_list")))
    assert f"rådgivning {row.number}" not in text_of(client.get(reverse("offers:intake_waiting")))


def test_it_rests_on_a_decision_of_the_board(sign_in):
    answer = send(sign_in("avhopp"))
    assert answer.status_code == 422
    assert "Nämndens beslut" in text_of(answer)


def test_what_is_typed_besides_the_form_is_never_kept(cast, sign_in):
    client = sign_in("avhopp")
    send(client, decision_reference="SN 2026/41", called="Kalle", note="Kalle", contact_way="070")
    with acting(cast.actor("avhopp")):
        row = Intake.objects.get()
        assert (row.called, row.contact_way, row.note) == ("", "", "")


@pytest.mark.parametrize("field", ["called", "contact_way", "note"])
def test_an_identity_is_refused_when_it_is_taken(cast, field):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused) as refusal:
        actions.take_intake(
            actor=actor,
            source="phone",
            first_contact_at=timezone.now(),
            responsible=cast.user("avhopp"),
            is_anonymous=True,
            decision_reference="SN 2026/41",
            **{field: "Kalle"},
        )
    assert refusal.value.field == field


@pytest.mark.parametrize("verb", ["change", "met", "close", "reopen", "hand_over", "case"])
def test_nothing_is_added_later(cast, counselling, verb):
    me = cast.user("avhopp")
    with acting(cast.actor("avhopp")) as actor:
        acts = {
            "change": lambda: actions.change_intake(
                actor=actor,
                intake=counselling,
                called="Kalle",
                contact_way="",
                note="",
                rhythm_days=7,
            ),
            "met": lambda: actions.record_first_meeting(
                actor=actor, intake=counselling, met_at=timezone.now()
            ),
            "close": lambda: actions.close_intake(
                actor=actor, intake=counselling, ending="helped", reason="Kalle"
            ),
            "reopen": lambda: actions.reopen_intake(actor=actor, intake=counselling, note="Kalle"),
            "hand_over": lambda: actions.hand_over(
                actor=actor, thing=counselling, to=cast.user("avhopp2"), note="Kalle"
            ),
            "case": lambda: actions.open_case(actor=actor, intake=counselling, responsible=me),
        }
        with pytest.raises(Refused):
            acts[verb]()


@pytest.mark.parametrize(
    "change",
    [
        "is_anonymous = false",
        "is_anonymous = false, called = 'Kalle'",
        "called = 'Kalle'",
        "contact_way = '070'",
        "note = 'Kalle'",
        "reason = 'Kalle'",
        "state = 'waiting'",
        "decision_reference = ''",
    ],
)
def test_the_database_keeps_it_anonymous(cast, counselling, change):
    sql = f"update offers_intake set {change} where id = %s"  # noqa: S608 - our own words
    with acting(cast.actor("avhopp")), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(sql, [counselling.pk])


def test_the_database_lets_nobody_become_anonymous_afterwards(cast, intake):
    sql = (
        "update offers_intake set is_anonymous = true, called = '', contact_way = '', note = '',"
        " state = 'closed', decision_reference = 'SN 1' where id = %s"
    )
    with acting(cast.actor("avhopp")), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(sql, [intake.pk])


@pytest.mark.parametrize("table", ["followup", "handover", "case"])
def test_the_database_hangs_nothing_on_it(cast, counselling, intake, table):
    with acting(cast.actor("avhopp")) as actor:
        if table == "handover":
            actions.hand_over(actor=actor, thing=intake, to=cast.user("avhopp2"))
        if table == "case":
            actions.open_case(actor=actor, intake=intake, responsible=cast.user("avhopp"))
            name = "offers_case"
        name = f"offers_{table}"
        sql = f"update {name} set intake_id = %s where intake_id = %s"  # noqa: S608 - our own words
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(sql, [counselling.pk, intake.pk])


def test_the_page_says_so_and_offers_a_new_contact(sign_in, counselling):
    answer = sign_in("avhopp").get(counselling.get_absolute_url())
    page = text_of(answer)
    assert "SN 2026/41" in page
    assert "kan aldrig få ett namn och aldrig bli ett ärende" in page
    assert reverse("offers:intake_new") in answer.content.decode()
    for verb in ("intake_met", "intake_change", "intake_close", "handover_intake"):
        assert reverse(f"offers:{verb}", args=[counselling.ref]) not in answer.content.decode()


def test_a_case_form_sent_for_it_is_refused(cast, sign_in, counselling):
    url = f"{reverse('offers:case_new')}?kontakt={counselling.ref}"
    assert sign_in("avhopp").get(url).status_code in (200, 404, 409)


def test_other_systems_count_it_the_same_way(sign_in):
    client = sign_in("avhopp")
    body = {"source": "phone", "is_anonymous": True, "decision_reference": "SN 1"}
    named = client.post("/api/v1/intakes/", body | {"called": "Kalle"}, "application/json")
    assert named.status_code == 409
    assert named.json()["field"] == "called"
    made = client.post("/api/v1/intakes/", body, "application/json")
    assert made.status_code == 201
    assert made.json()["is_anonymous"] is True
    ref = made.json()["ref"]
    change = {"called": "Kalle", "contact_way": "", "note": "", "rhythm_days": 7}
    later = client.post(f"/api/v1/intakes/{ref}/change/", change, "application/json")
    assert later.status_code == 409
