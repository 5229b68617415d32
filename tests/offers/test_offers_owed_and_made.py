import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, reminders
from offers.models import Offer

NEW = reverse("offers:offer_new")


def owed_to(cast, who) -> set[str]:
    with acting(cast.actor(who)) as actor:
        return {person.code_name for person in reminders.owed_offers(actor)}


def form_for(client, person, **values) -> dict:
    page = client.get(f"{NEW}?person={person.ref}").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    today = timezone.localdate().isoformat()
    return {
        "key": key,
        "person": person.ref,
        "occasion": "talk",
        "made_on": today,
        **values,
    }


def test_every_mapped_person_the_exit_group_sees_is_owed_an_offer(cast):
    assert owed_to(cast, "avhopp") == {"Kråka", "Skata"}


def test_a_joint_offer_settles_the_debt_for_all_who_see_the_person(cast, offer):
    for who in ("avhopp", "frivard", "kommun", "koordinator"):
        assert owed_to(cast, who) == {"Skata"}


def test_an_offer_the_exit_group_made_alone_settles_it_only_there(cast, quiet_offer):
    assert owed_to(cast, "avhopp") == {"Skata"}
    for who in ("frivard", "kommun", "koordinator"):
        assert owed_to(cast, who) == {"Kråka", "Skata"}


def test_a_case_removes_nobody_from_the_list(cast, case, intake):
    assert owed_to(cast, "avhopp") == {"Kråka", "Skata"}


def test_the_page_lists_them_with_a_way_to_record_one(sign_in, kraka):
    page = sign_in("avhopp").get("/stod/?visa=att-lamna").content.decode()
    assert "Kråka" in page
    assert f"{NEW}?person={kraka.ref}" in page
    assert "Uggla" not in page


@pytest.mark.parametrize("who", ["frivard", "kommun", "koordinator", "polis"])
def test_those_who_meet_people_begin_with_what_is_owed(sign_in, who):
    page = sign_in(who).get("/stod/").content.decode()
    assert "Personer utan erbjudande om hjälp" in page
    assert "Avslutade ärenden" not in page


@pytest.mark.parametrize("who", ["frivard", "kommun", "koordinator", "polis"])
def test_anyone_who_talks_with_people_records_a_joint_offer(cast, sign_in, kraka, talk, who):
    client = sign_in(who)
    answer = client.post(NEW, form_for(client, kraka))
    assert answer.status_code == 302
    with acting(cast.actor("polis")) as actor:
        offer = Offer.objects.visible_to(actor).get()
        assert offer.is_joint
        assert offer.scope_id == cast.actor(who).scope


def test_elsewhere_is_a_choice_for_the_exit_group_alone(cast, sign_in, kraka):
    client = sign_in("frivard")
    assert 'value="elsewhere"' not in client.get(NEW).content.decode()
    answer = client.post(NEW, form_for(client, kraka, occasion="elsewhere"))
    assert answer.status_code == 422
    client = sign_in("avhopp")
    assert client.post(NEW, form_for(client, kraka, occasion="elsewhere")).status_code == 302
    for who, seen in (("avhopp", 1), ("frivard", 0), ("polis", 0), ("koordinator", 0)):
        with acting(cast.actor(who)) as actor:
            assert Offer.objects.visible_to(actor).count() == seen
            assert Offer.objects.count() == seen


@pytest.mark.parametrize("who", ["styrgrupp", "admin", "dso"])
def test_others_are_told_that_their_function_does_not_offer(sign_in, who):
    for page in (NEW, "/stod/"):
        assert sign_in(who).get(page).status_code == 403


@pytest.mark.parametrize("who", ["avhopp", "frivard", "polis_soder"])
def test_a_person_one_does_not_see_was_never_there(sign_in, uggla, who):
    client = sign_in(who)
    for ref in (uggla.ref, uuid4(), "skräp"):
        assert client.get(f"{NEW}?person={ref}").status_code == 404
    answer = client.post(NEW, {"person": uggla.ref, "occasion": "talk", "made_on": "2026-01-01"})
    assert answer.status_code == 422


def test_pressing_twice_saves_one_offer(cast, sign_in, kraka):
    client = sign_in("frivard")
    form = form_for(client, kraka, occasion="probation_visit")
    first, second = client.post(NEW, form), client.post(NEW, form)
    assert first.url == second.url
    with acting(cast.actor("frivard")) as actor:
        assert Offer.objects.visible_to(actor).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("occasion", "", "Välj ett svar på ”Tillfälle”"),
        ("made_on", "2999-01-01", "Datumet kan inte ligga framåt i tiden."),
        ("made_on", "", "Fyll i ”Erbjöds den”"),
    ],
)
def test_bad_input_is_told_in_swedish(sign_in, kraka, field, value, sentence):
    client = sign_in("frivard")
    answer = client.post(NEW, form_for(client, kraka, **{field: value}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_before_saving_it_says_who_will_see_it(sign_in):
    assert "alla som ser personen" in sign_in("frivard").get(NEW).content.decode()
    assert "bara Norrstad avhoppargrupp" in sign_in("avhopp").get(NEW).content.decode()


def test_someone_no_longer_on_the_map_is_not_offered_help_here(cast, kraka, today):
    kraka.state = "resting"
    with acting(cast.actor("frivard")) as actor, pytest.raises(Refused):
        actions.make_offer(actor=actor, person=kraka, occasion="talk", made_on=today)


@pytest.mark.parametrize("known", [False, True])
def test_the_names_to_choose_among_stand_in_the_ledger(cast, sign_in, kraka, entries, known):
    sign_in("frivard").get(f"{NEW}?person={kraka.ref}" if known else NEW)
    assert entries("frivard")[-1] == "person.listed"


def test_making_and_reading_an_offer_stand_in_the_ledger(sign_in, offer, entries):
    sign_in("frivard").get(offer.get_absolute_url())
    assert entries("frivard")[-2:] == ["offer.made", "offer.read"]
    sign_in("koordinator").get("/stod/?visa=lamnade")
    assert entries("koordinator")[-1] == "offer.listed"


def test_an_offer_page_says_who_when_and_where_and_never_who_in_the_title(sign_in, offer):
    for who in ("polis", "frivard", "koordinator", "kommun", "avhopp"):
        page = sign_in(who).get(offer.get_absolute_url()).content.decode()
        assert "Besök hos frivården" in page
        assert "Frivården Norr" in page
        assert "Kråka" in page
        assert "Kråka" not in re.search(r"<title>(.*?)</title>", page)[1]


@pytest.mark.parametrize("who", ["styrgrupp", "admin", "dso", "polis_soder", "koordinator_soder"])
def test_an_offer_one_does_not_see_was_never_there(sign_in, offer, who):
    client = sign_in(who)
    assert client.get(offer.get_absolute_url()).status_code == 404
    assert client.post(f"{offer.get_absolute_url()}folj-upp/").status_code == 404


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator"])
def test_an_offer_made_elsewhere_was_never_there_for_the_others(sign_in, quiet_offer, who):
    assert sign_in(who).get(quiet_offer.get_absolute_url()).status_code == 404


def test_frivarden_follows_up_an_offer_on_its_own_and_may_stop(cast, sign_in, offer):
    client = sign_in("frivard")
    start = client.post(reverse("offers:followup_new", args=[offer.ref]))
    page = client.get(start.url).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    landed = client.post(start.url, {"key": key, "outcome": "not_reached"}, follow=True)
    assert "Nåddes inte" in client.get(offer.get_absolute_url()).content.decode()
    assert landed.status_code == 200
    assert "Nåddes inte" not in sign_in("avhopp").get(offer.get_absolute_url()).content.decode()
    with acting(cast.actor("frivard")) as actor:
        waiting = reminders.waiting_on(actor, offer)
    client = sign_in("frivard")
    stop = reverse("offers:followup_stop", args=[waiting.ref])
    assert client.post(stop).status_code == 302
    with acting(cast.actor("frivard")) as actor:
        assert reminders.waiting_on(actor, offer) is None


def test_a_second_start_finds_the_follow_up_that_waits(sign_in, offer):
    client = sign_in("kommun")
    url = reverse("offers:followup_new", args=[offer.ref])
    assert client.post(url).url == client.post(url).url


@pytest.mark.parametrize("who", ["koordinator", "polis"])
def test_those_who_follow_nobody_up_are_told_so(sign_in, offer, who):
    answer = sign_in(who).post(reverse("offers:followup_new", args=[offer.ref]))
    assert answer.status_code == 403
