"""A round is answered in closed words, and each answer is the answerer's own decision."""

import pytest

from agencies.actions import retire_template
from agencies.actors import acting
from agencies.models import Acknowledgement, DisclosedItem, Disclosure, DisclosureTemplate
from gvi.desk.answering.actions import AlreadyAnswered, answer_round


def the_round(cast) -> Disclosure:
    """The police's round about Skata: frivården is asked, the coordinator is told."""
    return cast.row(Disclosure, question="supervision")


def said_of(disclosure, **answer):
    return {item.about: answer for item in disclosure.items.all()}


def test_the_answer_is_a_decision_of_the_answerers_own(cast):
    disclosure = the_round(cast)
    with acting(cast.actor("frivard")) as frivard:
        said = said_of(disclosure, answer="supervised", handler="Handläggare 3", until=None)
        answer = answer_round(actor=frivard, disclosure=disclosure, answers=said)
        assert answer.scope_id == frivard.scope
        assert answer.ground.code == "MENPROV"
        with pytest.raises(AlreadyAnswered):
            answer_round(actor=frivard, disclosure=disclosure, answers=said)
    with acting(cast.actor("polis")) as polis:
        came = Disclosure.objects.visible_to(polis).get(answers=disclosure)
        items = DisclosedItem.objects.visible_to(polis).filter(disclosure=came)
        assert {item.frozen["handler"] for item in items} == {"Handläggare 3"}
    for name in ("koordinator", "avhopp", "kommun", "polis_soder"):
        with acting(cast.actor(name)) as other:
            assert not Disclosure.objects.visible_to(other).filter(answers=disclosure).exists()


def test_without_an_approved_template_nothing_is_answered(cast, sign_in):
    disclosure = the_round(cast)
    with acting(cast.actor("frivard")) as frivard:
        template = DisclosureTemplate.objects.visible_to(frivard).get()
        retire_template(actor=frivard, template=template)
    client = sign_in("frivard")
    page = client.get(f"{disclosure.get_absolute_url()}svara/")
    assert "ingen godkänd mall" in page.content.decode()
    page = client.post(f"{disclosure.get_absolute_url()}svara/", {"rest": "not_supervised"})
    assert page.status_code == 422
    with acting(cast.actor("frivard")) as frivard:
        assert not Disclosure.objects.visible_to(frivard).given_by(frivard).exists()


def test_a_round_is_answered_on_one_page(cast, sign_in):
    disclosure = the_round(cast)
    address = f"{disclosure.get_absolute_url()}svara/"
    client = sign_in("frivard")
    page = client.get(address)
    assert page.status_code == 200
    page = client.post(address, {"answer_0": "not_supervised", "handler_0": "Handläggare 3"})
    assert page.status_code == 422
    assert "Handläggare 3" in page.content.decode()
    values = {"answer_0": "supervised", "handler_0": "Handläggare 3", "rest": "no_answer"}
    assert client.post(address, values).status_code == 302
    assert client.post(address, values).status_code == 422
    text = sign_in("polis").get(f"{disclosure.get_absolute_url()}svar/").content.decode()
    assert "Under övervakning, Handläggare 3" in " ".join(text.split())


def test_who_is_not_asked_says_only_that_the_list_has_come(cast, sign_in):
    disclosure = the_round(cast)
    client = sign_in("koordinator")
    page = client.get(f"{disclosure.get_absolute_url()}svara/").content.decode()
    assert "Listan har kommit" in page
    assert "rest" not in page
    assert client.post(f"{disclosure.get_absolute_url()}mottagen/").status_code == 302
    with acting(cast.actor("koordinator")) as koordinator:
        assert Acknowledgement.objects.visible_to(koordinator).count() == 1
    text = sign_in("polis").get(f"{disclosure.get_absolute_url()}svar/").content.decode()
    assert "Norrstad kommunstyrelse, " in text


def test_answers_are_nobodys_elses(cast, sign_in):
    disclosure = the_round(cast)
    for name in ("kommun", "avhopp", "polis_soder", "styrgrupp", "admin"):
        client = sign_in(name)
        for tail in ("svara/", "svar/"):
            assert client.get(f"{disclosure.get_absolute_url()}{tail}").status_code == 404
    assert sign_in("koordinator").get(f"{disclosure.get_absolute_url()}svar/").status_code == 404


def test_the_page_costs_the_same_for_many(cast, sign_in, django_assert_max_num_queries):
    disclosure = the_round(cast)
    client = sign_in("frivard")
    client.get(f"{disclosure.get_absolute_url()}svara/")
    with django_assert_max_num_queries(30):
        client.get(f"{disclosure.get_absolute_url()}svara/")
