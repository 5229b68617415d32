"""A day nobody can mean is refused with a sentence, on pages and for other systems."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions
from offers.models import Intake

LONG_AGO, FAR_AHEAD = date(1, 1, 1), date(9999, 12, 31)
BEGAN, ENDS = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize("moment", [BEGAN, datetime(1999, 12, 31, tzinfo=UTC), ENDS])
def test_a_contact_lies_in_our_time(cast, sign_in, moment):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused) as refusal:
        actions.take_intake(
            actor=actor,
            source="phone",
            first_contact_at=moment,
            responsible=cast.user("avhopp"),
        )
    assert refusal.value.field == "first_contact_at"
    client, values = sign_in("avhopp"), {"source": "phone", "first_contact_at": moment.isoformat()}
    answer = client.post("/api/v1/intakes/", values, content_type="application/json")
    assert answer.status_code == 400
    assert client.get(reverse("offers:intake_list")).status_code == 200


def test_the_page_says_so_in_swedish(cast, sign_in):
    client = sign_in("avhopp")
    form = {
        "source": "phone",
        "first_contact_at": "0001-01-01T00:00",
        "responsible": cast.user("avhopp").ref,
    }
    answer = client.post(reverse("offers:intake_new"), form)
    assert answer.status_code == 422
    assert "Tiden kan inte ligga före år 2000." in answer.content.decode()


def test_the_database_holds_no_contact_before_our_time(cast, intake):
    rows = Intake.objects.filter(pk=intake.pk)
    with acting(cast.actor("avhopp")), pytest.raises(IntegrityError), transaction.atomic():
        rows.update(first_contact_at=datetime(1999, 12, 30, tzinfo=UTC))


@pytest.mark.parametrize("day", [LONG_AGO, FAR_AHEAD])
def test_offers_answers_measures_and_cases_lie_in_our_time(
    cast, sign_in, kraka, offer, case, waiting, intake, today, day
):
    me, tomorrow = cast.user("avhopp"), today + timedelta(days=1)
    said = {"offer": offer, "answer": "no", "channel": "phone"}
    support = {"case": case, "kind": "talks"}
    made = {"person": kraka, "occasion": "elsewhere"}
    ended = {"case": case, "ending": "completed"}
    opened = {"called": "Ärla", "responsible": me}
    refused = [
        (actions.make_offer, made | {"made_on": day}, "made_on"),
        (
            actions.record_answer,
            said | {"answered_on": day, "offer_again_on": tomorrow},
            "answered_on",
        ),
        (
            actions.record_answer,
            said | {"answered_on": today, "offer_again_on": day},
            "offer_again_on",
        ),
        (actions.add_measure, support | {"starts_on": day}, "starts_on"),
        (actions.add_measure, support | {"starts_on": today, "ends_on": day}, "ends_on"),
        (actions.open_case, opened | {"opened_on": day}, "opened_on"),
        (actions.open_case, opened | {"next_on": day}, "next_on"),
        (actions.close_case, ended | {"closed_on": day, "next_on": tomorrow}, "closed_on"),
        (actions.close_case, ended | {"closed_on": today, "next_on": day}, "next_on"),
        (
            actions.log_follow_up,
            {"follow_up": waiting, "outcome": "met", "next_on": day},
            "next_on",
        ),
    ]
    with acting(cast.actor("avhopp")) as actor:
        for act, values, field in refused:
            with pytest.raises(Refused) as refusal:
                act(actor=actor, **values)
            assert refusal.value.field == field
        moment = BEGAN if day == LONG_AGO else ENDS
        with pytest.raises(Refused):
            actions.record_first_meeting(actor=actor, intake=intake, met_at=moment)


def test_a_measure_ends_within_five_years(cast, sign_in, case, today):
    page = reverse("offers:measure_new", args=[case.ref])
    far = (today + timedelta(days=6 * 366)).isoformat()
    client = sign_in("avhopp")
    form = {"kind": "talks", "starts_on": today.isoformat(), "ends_on": far}
    answer = client.post(page, form)
    assert answer.status_code == 422
    assert re.search("Välj en dag inom fem år", answer.content.decode())


def test_an_answer_does_not_come_before_its_offer(cast, sign_in, offer, today):
    page = reverse("offers:offer_answer", args=[offer.ref])
    before = (timezone.localdate() - timedelta(days=1)).isoformat()
    form = {"answer": "yes", "channel": "phone", "answered_on": before}
    answer = sign_in("avhopp").post(page, form)
    assert answer.status_code == 422
    assert "Ett svar kan inte komma före erbjudandet." in answer.content.decode()
