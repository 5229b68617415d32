from datetime import timedelta
from uuid import uuid4

import pytest

from agencies.actors import acting
from offers import actions
from offers.models import Provider


@pytest.fixture
def hem(cast) -> Provider:
    with acting(cast.actor("avhopp")) as actor:
        return actions.add_provider(actor=actor, name="Trygga Vägen AB")


def test_other_systems_read_the_plan_and_add_to_it(sign_in, case, hem, today):
    client = sign_in("avhopp")
    api, day = f"/api/v1/cases/{case.ref}", today.isoformat()

    def post(verb, **values):
        return client.post(f"{api}/{verb}/", values, content_type="application/json")

    made = post("goals", area="debts", text="Skuldfri", starts_on=day, review_on=day)
    assert made.status_code == 201
    under = post(
        "measures", kind="debt", starts_on=day, goal=made.json()["ref"], provider=str(hem.ref)
    )
    assert under.json()["goal"] == made.json()["ref"]
    measure = under.json()["ref"]
    spent = post("costs", measure=measure, kronor=1200, from_on=day, to_on=day, reference="F 9")
    assert spent.status_code == 201
    assert post("end-measure", measure=measure, ends_on=day).json()["ends_on"] == day
    told = client.get(f"{api}/plan/").json()
    assert told["kronor"] == 1200
    assert {each["text"] for each in told["goals"]} >= {"Skuldfri"}
    assert told["measures"][0]["costs"][0]["reference"] == "F 9"


def test_other_systems_are_told_why_not(cast, sign_in, case, hem, today):
    client = sign_in("avhopp")
    api, day = f"/api/v1/cases/{case.ref}", today.isoformat()
    with acting(cast.actor("avhopp")) as actor:
        measure = actions.add_measure(actor=actor, case=case, kind="care", starts_on=today)
        actions.check_provider(
            actor=actor, provider=hem, checked_on=today, outcome="stop", note="Brister"
        )

    def post(verb, **values):
        return client.post(f"{api}/{verb}/", values, content_type="application/json")

    stopped = post("measures", kind="debt", starts_on=day, provider=str(hem.ref))
    assert stopped.status_code == 409
    assert stopped.json()["field"] == "provider"
    assert post("measures", kind="debt", starts_on=day, goal=str(uuid4())).status_code == 404
    assert post("end-measure", measure=str(uuid4()), ends_on=day).status_code == 404
    early = (today - timedelta(days=9)).isoformat()
    assert post("end-measure", measure=str(measure.ref), ends_on=early).status_code == 409
    assert post("costs", measure=str(measure.ref), kronor=0).status_code == 400
