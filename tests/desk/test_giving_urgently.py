"""Urgent: given at once on a ground alone, completed within a day, always reviewed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import review_sample
from agencies.actors import acting
from agencies.models import Assessment, DisclosedItem, Disclosure, Sample
from groups.models import Person
from gvi.core.refusals import Refused

SAID = "Ett hot ska verkställas i kväll."


def typed(cast, **values) -> dict:
    return {
        "words": SAID,
        "receivers": [cast.receiver("kommun").pk],
        "ground": "MENPROV",
        "form": "electronic",
    } | values


@pytest.fixture
def given(cast, sign_in) -> Disclosure:
    answer = sign_in("polis").post(reverse("desk:urgent_new"), typed(cast))
    assert answer.status_code == 302, answer.text
    with acting(cast.actor("polis")) as polis:
        return Disclosure.objects.visible_to(polis).to_complete().get()


def reasons(client, given: Disclosure) -> dict:
    """Every field of the page that completes it, answered."""
    page = client.get(reverse("desk:urgent_complete", args=[given.ref]))
    form = page.context["form"]
    answers = dict.fromkeys(form.fields, "Så här vägde vi.")
    return answers | {name: "MENPROV" for name in form.fields if name.startswith("ground")}


def test_words_alone_are_given_in_one_press(cast, sign_in, given):
    page = sign_in("kommun").get(given.get_absolute_url())
    assert SAID in page.text
    assert "Akut" in page.text
    assert sign_in("avhopp").get(given.get_absolute_url()).status_code == 404


def test_a_person_is_given_with_it_and_seen(cast, sign_in):
    person = cast.row(Person, code_name="Skata")
    answer = sign_in("polis").post(
        reverse("desk:urgent_new"), typed(cast, person=person.ref, words=SAID)
    )
    assert answer.status_code == 302, answer.text
    with acting(cast.actor("kommun")) as kommun:
        items = DisclosedItem.objects.visible_to(kommun).filter(about=person.ref)
        assert items.count() == 2  # this one, and the mapping


def test_nothing_said_of_nobody_is_refused(cast, sign_in):
    answer = sign_in("polis").post(reverse("desk:urgent_new"), typed(cast, words=""))
    assert answer.status_code == 422


def test_a_ground_that_cannot_carry_it_is_refused_by_direct_post_too(cast, sign_in):
    answer = sign_in("polis").post(reverse("desk:urgent_new"), typed(cast, ground="UPL-5"))
    assert answer.status_code == 422


def test_it_stands_on_the_day_of_whoever_may_complete_it_until_it_is(cast, sign_in, given):
    address = reverse("desk:urgent_complete", args=[given.ref])
    for who in ("polis", "polis2"):
        assert address in sign_in(who).get("/").text, who
    assert address not in sign_in("kommun").get("/").text
    client = sign_in("polis2")
    assert client.post(address, {}).status_code in (200, 422)
    done = client.post(address, reasons(client, given))
    assert done.status_code == 302, done.text
    assert address not in client.get("/").text
    with acting(cast.actor("polis")) as polis:
        kept = Assessment.objects.visible_to(polis).filter(disclosure=given)
        assert {each.provision for each in kept} == {"18:1", "35:1"}
    assert client.get(address).status_code == 404


def test_after_a_day_it_is_overdue_in_words(cast, sign_in, given):
    with acting(cast.actor("polis")):
        Disclosure.objects.filter(pk=given.pk).update(
            complete_by=timezone.now() - timedelta(minutes=1)
        )
    assert "Förfallen sedan" in sign_in("polis2").get("/").text


def test_said_aloud_it_opens_no_record(cast, sign_in):
    person = cast.row(Person, code_name="Uggla")
    answer = sign_in("polis").post(
        reverse("desk:urgent_new"), typed(cast, person=person.ref, form="oral")
    )
    assert answer.status_code == 302, answer.text
    page = sign_in("kommun").get(answer["Location"]).text
    assert "Uggla" in page
    assert "muntligt" in page.lower()
    assert sign_in("kommun").get(person.get_absolute_url()).status_code == 404


def test_it_is_always_drawn_for_review_and_signed_once(cast, sign_in):
    client = sign_in("avhopp")
    answer = client.post(reverse("desk:urgent_new"), typed(cast))
    assert answer.status_code == 302, answer.text
    with acting(cast.actor("dso")) as dso:
        sample = Sample.objects.visible_to(dso).unreviewed().order_by("-pk").first()
    auditor = sign_in("dso")
    address = reverse("agencies:sample_review", args=[sample.ref])
    assert address in auditor.get("/utlamnanden/att-granska/").text
    assert address in auditor.get("/").text
    assert SAID not in auditor.get(address).text
    assert auditor.post(address, {"outcome": "Riktigt."}).status_code == 422
    signed = auditor.post(address, {"outcome": "Riktigt.", "signed": "on"})
    assert signed.status_code == 302
    with acting(cast.actor("dso")) as dso, pytest.raises(Refused):
        review_sample(actor=dso, sample=sample, outcome="Igen.")
    assert sign_in("avhopp").get("/utlamnanden/att-granska/").status_code == 403


def test_late_reviews_are_a_number_to_those_who_decide(cast, sign_in, given):
    with acting(cast.actor("polis")):
        long_ago = timezone.now() - timedelta(days=40)
        Sample.objects.filter(disclosure=given).update(drawn_at=long_ago)
    assert "1 beslut har väntat mer än en månad" in sign_in("polis").get("/").text
    assert "har väntat mer än en månad" not in sign_in("polis2").get("/").text
