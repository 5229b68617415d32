from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions
from offers.models import CaseAssessment, Condition, Need
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_the_lists_of_support import asked

FORMS = {
    "case_assess": {"kind": "joint", "summary": "Alla ser samma läge.", "assessed_on": ""},
    "case_threat": {
        "level": "concrete",
        "summary": "Tre hotfulla meddelanden.",
        "threat_from": "Den gamla kretsen",
        "relatives": "En yngre bror",
        "assessed_on": "",
    },
    "case_need": {"area": "income", "text": "Ingen lön.", "seen_on": ""},
    "case_condition": {"text": "Vi ringer varje vecka.", "kept_at": "Akt 7", "signed_on": ""},
}


def page_of(case, name="case_assessments") -> str:
    return reverse(f"offers:{name}", args=[case.ref])


def filled(name, today) -> dict:
    return {
        key: value or today.isoformat() if key.endswith("_on") else value
        for key, value in FORMS[name].items()
    }


@pytest.mark.parametrize("name", sorted(FORMS))
def test_what_is_written_down_stands_on_the_page(sign_in, case, today, name):
    client = sign_in("avhopp")
    answer = client.post(page_of(case, name), filled(name, today))
    assert answer.url == page_of(case)
    page = text_of(client.get(page_of(case)))
    for key, value in FORMS[name].items():
        if key in ("summary", "threat_from", "relatives", "text", "kept_at"):
            assert value in page


@pytest.mark.parametrize("name", sorted(FORMS))
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(sign_in, case, today, name):
    client = sign_in("avhopp")
    form = filled(name, today)
    day = next(key for key in form if key.endswith("_on"))
    answer = client.post(page_of(case, name), form | {day: "2999-01-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Datumet kan inte ligga framåt i tiden." in page
    assert all(value in page for key, value in form.items() if key != day)


def test_a_page_without_anything_says_so(sign_in, case):
    page = text_of(sign_in("avhopp").get(page_of(case)))
    for sentence in (
        "Hotet är inte bedömt.",
        "Ingen bedömning är skriven.",
        "Inget behov är inskrivet.",
        "Inga villkor är undertecknade.",
    ):
        assert sentence in page


def test_assessments_stand_beside_one_another_the_newest_first(cast, sign_in, case, today):
    with acting(cast.actor("avhopp")) as actor:
        for back, level in ((20, "latent"), (2, "acute"), (9, "none")):
            actions.assess_threat(
                actor=actor,
                case=case,
                level=level,
                assessed_on=today - timedelta(days=back),
                summary=f"För {back} dagar sedan",
            )
    page = text_of(sign_in("avhopp").get(page_of(case)))
    assert page.index("För 2 dagar") < page.index("För 9 dagar") < page.index("För 20 dagar")
    assert "Akut hot" in page


@pytest.mark.parametrize("model", [CaseAssessment, Condition])
def test_an_assessment_and_a_condition_are_never_changed(cast, case, today, model):
    with acting(cast.actor("avhopp")) as actor:
        actions.assess(
            actor=actor, case=case, kind="first", assessed_on=today, summary="Som det var"
        )
        actions.sign_conditions(actor=actor, case=case, text="Som det var", signed_on=today)
        text = "summary" if model is CaseAssessment else "text"
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.writable_by(actor).update(**{text: "Som det blev"})


def test_a_threat_has_a_page_of_its_own(cast, sign_in, case, today):
    client = sign_in("avhopp")
    form = filled("case_assess", today) | {"kind": "threat"}
    assert client.post(page_of(case, "case_assess"), form).status_code == 422
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused):
        actions.assess(actor=actor, case=case, kind="threat", assessed_on=today, summary="Hot")


def test_a_need_is_fulfilled_once_and_stays(cast, sign_in, case, today):
    with acting(cast.actor("avhopp")) as actor:
        need = actions.add_need(
            actor=actor, case=case, area="housing", text="Någonstans att sova", seen_on=today
        )
    client = sign_in("avhopp")
    met = reverse("offers:need_met", args=[need.ref])
    assert met in client.get(page_of(case)).content.decode()
    early = client.post(met, {"met_on": (today - timedelta(days=1)).isoformat()})
    assert early.status_code == 422
    assert "innan det sågs" in early.content.decode()
    assert client.post(met, {"met_on": today.isoformat()}).url == page_of(case)
    page = client.get(page_of(case)).content.decode()
    assert met not in page
    assert "Någonstans att sova" in page
    again = client.post(met, {"met_on": today.isoformat()})
    assert again.status_code == 422
    assert f"Behovet uppfylldes {today}." in again.content.decode()


def test_pressing_twice_writes_once(cast, sign_in, case, today):
    client = sign_in("avhopp")
    url = page_of(case, "case_need")
    once = {"once": "6f6f0f0e-0000-4000-8000-000000000001"}
    for _press in range(2):
        client.post(url, filled("case_need", today) | once)
    with acting(cast.actor("avhopp")) as actor:
        assert Need.objects.visible_to(actor).filter(case=case).count() == 1


def test_nothing_is_added_to_a_closed_case(cast, sign_in, case, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.close_case(
            actor=actor, case=case, ending="returned", closed_on=today, next_on=today
        )
    client = sign_in("avhopp")
    page = client.get(page_of(case)).content.decode()
    for name in FORMS:
        assert page_of(case, name) not in page
        answer = client.post(page_of(case, name), filled(name, today))
        assert answer.status_code == 422
        assert "avslutades" in answer.content.decode()


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator", "styrgrupp", "admin"])
def test_nobody_else_reads_what_is_assessed(cast, sign_in, case, today, who):
    with acting(cast.actor("avhopp")) as actor:
        need = actions.add_need(actor=actor, case=case, area="debts", seen_on=today)
    client = sign_in(who)
    for url in (page_of(case), *(page_of(case, name) for name in FORMS)):
        assert client.get(url).status_code in (403, 404)
    assert client.get(reverse("offers:need_met", args=[need.ref])).status_code in (403, 404)
    with acting(cast.actor(who)) as actor:
        for model in (CaseAssessment, Need, Condition):
            assert not model.objects.visible_to(actor).exists()
            assert not model.objects.exists()


def test_it_is_recorded_what_was_read_and_written(sign_in, case, today, entries):
    client = sign_in("avhopp")
    for name in sorted(FORMS):
        client.post(page_of(case, name), filled(name, today))
    client.get(page_of(case))
    did = [each for each in entries("avhopp") if not each.startswith("case.")]
    made = ["caseassessment.made", "condition.signed", "need.added", "caseassessment.made"]
    assert did[-5:] == [*made, "caseassessment.listed"]


def test_the_page_costs_the_same_with_more_on_it(cast, sign_in, case, today):
    client = sign_in("avhopp")
    counts = []
    for _round in range(2):
        with acting(cast.actor("avhopp")) as actor:
            for _each in range(5):
                rows = {"actor": actor, "case": case}
                actions.assess(**rows, kind="first", assessed_on=today, summary="Läget")
                actions.assess_threat(**rows, level="none", assessed_on=today, summary="Läget")
                actions.add_need(**rows, area="health", seen_on=today)
                actions.sign_conditions(**rows, text="Villkor", signed_on=today)
        client.get(page_of(case))
        counts.append(asked(client, page_of(case)))
    assert counts[0] == counts[1]
    assert counts[0] <= 25
