from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions
from offers.models import Provider, ProviderCheck
from offers.providers import fit, organisation_number
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_the_lists_of_support import asked

REGISTER = reverse("offers:provider_list")
NEW = reverse("offers:provider_new")


@pytest.fixture(autouse=True)
def an_empty_register(cast, clean_slate) -> None:
    with acting(cast.actor("avhopp")) as actor:
        Provider.objects.writable_by(actor).delete()


@pytest.fixture
def hem(cast) -> Provider:
    with acting(cast.actor("avhopp")) as actor:
        return actions.add_provider(
            actor=actor, name="Trygga Vägen AB", organisation_number="556016-0680"
        )


def page_of(provider, name="provider_detail") -> str:
    return reverse(f"offers:{name}", args=[provider.ref])


def controlled(cast, provider, outcome, day) -> None:
    with acting(cast.actor("avhopp")) as actor:
        actions.check_provider(
            actor=actor, provider=provider, checked_on=day, outcome=outcome, note="Besök på plats"
        )


@pytest.mark.parametrize("given", ["556016-0680", "5560160680", " 556016 0680 "])
def test_a_number_is_kept_as_it_is_written(given):
    assert organisation_number(given) == "556016-0680"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("55601606", "tio siffror"),
        ("556016-068X", "tio siffror"),
        ("٥٥٦٠١٦٠٦٨٠", "tio siffror"),
        ("556016-0681", "stämmer inte"),
        ("811228-9874", "personnummer"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_in_words(cast, sign_in, given, sentence):
    answer = sign_in("avhopp").post(NEW, {"name": "Hemmet", "organisation_number": given})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert given in answer.content.decode()
    with pytest.raises(ValidationError):
        organisation_number(given)
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused):
        actions.add_provider(actor=actor, name="Hemmet", organisation_number=given)


def test_a_provider_is_added_and_stands_in_the_register(sign_in):
    client = sign_in("avhopp")
    assert "Ingen utförare finns i registret." in client.get(REGISTER).content.decode()
    form = {"name": "Trygga Vägen AB", "organisation_number": "", "permit": "IVO, till 2027"}
    detail = client.post(NEW, form).url
    page = text_of(client.get(detail))
    assert "Trygga Vägen AB" in page
    assert "IVO, till 2027" in page
    assert "Inte kontrollerad" in page
    assert "Trygga Vägen AB" in text_of(client.get(REGISTER))


def test_a_name_and_a_number_stand_once(sign_in, hem):
    client = sign_in("avhopp")
    same = client.post(NEW, {"name": "trygga vägen ab"})
    assert same.status_code == 422
    assert "Utföraren finns redan i registret." in same.content.decode()
    number = client.post(NEW, {"name": "En annan", "organisation_number": "5560160680"})
    assert "Organisationsnumret finns redan i registret: Trygga Vägen AB." in text_of(number)


def test_the_last_control_says_whether_a_provider_can_be_chosen(cast, hem, today):
    for back, outcome, can in ((9, "good", True), (5, "stop", False), (1, "remark", True)):
        controlled(cast, hem, outcome, today - timedelta(days=back))
        with acting(cast.actor("avhopp")) as actor:
            assert fit(actor).filter(pk=hem.pk).exists() is can


def test_a_control_is_added_and_never_changed(cast, sign_in, hem, today):
    client = sign_in("avhopp")
    form = {"checked_on": today.isoformat(), "outcome": "stop", "note": "Saknar tillstånd"}
    assert client.post(page_of(hem, "provider_check"), form).url == page_of(hem)
    page = text_of(client.get(page_of(hem)))
    assert "Saknar tillstånd" in page
    assert "Ska inte anlitas" in page
    assert "Den kan inte väljas för en insats." in page
    with acting(cast.actor("avhopp")) as actor:
        rows = ProviderCheck.objects.writable_by(actor).filter(provider=hem)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(outcome="good")


def test_a_provider_says_what_it_carries_out_now(cast, sign_in, hem, case, today):
    with acting(cast.actor("avhopp")) as actor:
        for ends_on in (None, today):
            actions.add_measure(
                actor=actor,
                case=case,
                kind="housing" if ends_on is None else "care",
                starts_on=today,
                ends_on=ends_on,
                provider=hem,
            )
    page = text_of(sign_in("avhopp").get(page_of(hem)))
    assert "Skyddat boende" in page
    assert "Sidensvans" in page
    assert "Vård" not in page


def test_a_provider_is_changed_and_put_out_of_use(cast, sign_in, hem):
    client = sign_in("avhopp")
    url = page_of(hem, "provider_change")
    assert "Trygga Vägen AB" in client.get(url).content.decode()
    assert client.post(url, {"name": "Trygga Vägen Syd AB"}).url == page_of(hem)
    page = text_of(client.get(page_of(hem)))
    assert "Trygga Vägen Syd AB" in page
    assert "Anlitas inte längre" in page
    with acting(cast.actor("avhopp")) as actor:
        assert not fit(actor).exists()


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator", "admin", "dso"])
def test_the_register_is_the_exit_sides_alone(cast, sign_in, hem, who):
    client = sign_in(who)
    assert client.get(REGISTER).status_code == 403
    for name in ("provider_detail", "provider_change", "provider_check"):
        hidden = client.get(page_of(hem, name))
        absent = client.get(reverse(f"offers:{name}", args=[uuid4()]))
        assert hidden.status_code == absent.status_code == 403
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        actions.add_provider(actor=actor, name="Hemmet")


def test_other_systems_read_the_register(sign_in, hem):
    client = sign_in("avhopp")
    told = client.get("/api/v1/providers/").json()
    assert [each["name"] for each in told["results"]] == ["Trygga Vägen AB"]
    assert client.get(f"/api/v1/providers/{hem.ref}/").json()["is_in_use"] is True


def test_it_is_recorded(sign_in, hem, today, entries):
    client = sign_in("avhopp")
    client.get(REGISTER)
    client.get(page_of(hem))
    form = {"checked_on": today.isoformat(), "outcome": "good", "note": "Besök"}
    client.post(page_of(hem, "provider_check"), form)
    did = [each for each in entries("avhopp") if each.startswith("provider.")]
    assert did[-5:] == [
        "provider.added",
        "provider.listed",
        "provider.read",
        "provider.read",
        "provider.checked",
    ]


def test_the_register_costs_the_same_with_more_in_it(cast, sign_in, hem, case, today):
    client = sign_in("avhopp")
    counts = []
    for round_ in range(2):
        with acting(cast.actor("avhopp")) as actor:
            for each in range(8):
                row = actions.add_provider(actor=actor, name=f"Utförare {round_} {each}")
                actions.check_provider(
                    actor=actor, provider=row, checked_on=today, outcome="good", note="Besök"
                )
                actions.check_provider(
                    actor=actor, provider=hem, checked_on=today, outcome="good", note="Besök"
                )
                actions.add_measure(
                    actor=actor, case=case, kind="care", starts_on=today, provider=hem
                )
        client.get(REGISTER)
        counts.append([asked(client, url) for url in (REGISTER, page_of(hem))])
    assert counts[0] == counts[1]
