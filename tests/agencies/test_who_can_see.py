"""“Who can see this”: the same people and the same days as the decisions say."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Disclosure, LegalGround
from agencies.policies import DISCLOSURE
from agencies.readers import readers_of, saved_for
from groups.actions import disclose_people
from groups.models import Identity, Person
from groups.policies import AFFILIATION, IDENTITY, PERSON, STREET_GROUP


def panel(client, person) -> str:
    page = client.get(person.get_absolute_url()).content.decode()
    return page[page.index('id="who-sees"') :]


def test_a_receiver_reads_until_the_last_day_of_the_decision(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        decision = Disclosure.objects.visible_to(polis).get(items__about=person.ref)
        _owner, *receivers = readers_of(polis, person, PERSON)
    days = {each.until for reader in receivers for each in reader.decisions}
    assert days == {decision.last_day}


def test_a_person_told_to_nobody_is_read_by_the_owner_alone(cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Uggla")
        readers = readers_of(polis, person, PERSON)
    assert [reader.agency.slug for reader in readers] == ["polis-norr"]


def test_an_agency_reads_the_names_of_its_own_people_alone(cast, sign_in):
    person = cast.row(Person, code_name="Kråka")
    said = panel(sign_in("polis"), person)
    assert "Polis, Polis2" in said
    assert not any(name in said for name in ("Avhopp2", "Frivard", "Kommun"))


def test_a_receiver_is_told_of_itself_and_that_others_may_read(cast, sign_in):
    """Not of whom else: that another agency works with somebody is not the receiver's to know."""
    said = panel(sign_in("frivard"), cast.row(Person, code_name="Kråka"))
    assert "Frivården Norr" in said
    assert "Bara myndigheten själv ser vilka de är." in said
    assert not any(name in said for name in ("Norrstad avhoppargrupp", "Norrstad socialnämnd"))


def test_the_panel_says_what_a_copy_holds_and_that_it_does_not_follow(cast, sign_in):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        disclose_people(
            actor=polis,
            people=[person],
            receivers=[cast.receiver("frivard")],
            ground=LegalGround.objects.get(code="MENPROV"),
            purpose="Samtal",
            need="Behövs.",
            ends_on=timezone.localdate() + timedelta(days=5),
            parts=["identity"],
        )
    client = sign_in("polis")
    assert "har en kopia av namn och födelseår." in panel(client, person)
    assert "Kopian skiljer sig" not in panel(client, person)
    with acting(cast.actor("polis")) as polis:
        Identity.objects.writable_by(polis).filter(person=person).update(family_name="Ny")
    assert "Kopian skiljer sig från det ni har nu." in panel(client, person)


def test_whoever_decides_can_take_it_back_from_the_panel(cast, sign_in):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        decision = Disclosure.objects.visible_to(polis).get(items__about=person.ref)
    way = reverse("agencies:disclosure_withdraw", args=[decision.ref])
    assert way in panel(sign_in("polis"), person)
    assert way not in panel(sign_in("frivard"), person)


def test_the_line_before_saving_follows_the_rule(cast):
    with acting(cast.actor("polis")) as polis:
        assert saved_for(polis, IDENTITY) == {"audience": "Polisområde Norr", "people": 2}
        assert saved_for(polis, STREET_GROUP)["audience"] == "alla myndigheter i samverkan"
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        follows = saved_for(polis, AFFILIATION, person=person)
        assert follows["audience"] == "Polisområde Norr och de som ser personen"
        assert "de funktioner du väljer" in saved_for(polis, DISCLOSURE)["audience"]


def test_where_nothing_crosses_the_line_names_ones_own_agency_alone(fresh):
    from agencies.models import Agreement

    yesterday = timezone.localdate() - timedelta(days=1)
    Agreement.objects.using("owner").update(from_on=yesterday, valid_to=yesterday)
    with acting(fresh.actor("polis")) as polis:
        for rule in (STREET_GROUP, AFFILIATION, DISCLOSURE):
            assert saved_for(polis, rule)["audience"] == "Polisområde Norr"
