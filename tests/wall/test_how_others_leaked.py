"""How other systems leaked, walked against ours: related rows, maps, relations, history, doubles.

Each test is named for what leaked, and says where. Invented rows, real pages.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from agencies.actions import withdraw
from agencies.actors import acting
from agencies.models import Disclosure, Entry
from callins.models import Callin, Invitation, TargetedGroup
from groups import actions
from groups.models import Affiliation, GroupTie, Incident, Person, PersonTie, StreetGroup
from offers.models import Offer
from tests.wall.walking import plain, said

READERS = ["koordinator", "frivard", "kommun", "avhopp"]


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def hide(row) -> None:
    """Sealed, past any action."""
    type(row)._default_manager.using("owner").filter(pk=row.pk).update(sealed=True)


def take_back_kraka(cast) -> None:
    with acting(cast.actor("polis")) as polis:
        kraka = Person.objects.visible_to(polis).get(code_name="Kråka")
        decision = Disclosure.objects.visible_to(polis).get(items__about=kraka.ref)
        withdraw(actor=polis, disclosure=decision, reason="Läget har ändrats.")


@pytest.mark.parametrize("who", READERS)
def test_related_objects_are_those_one_sees(cast, sign_in, who):
    """NetBox (22525, 22514, 22512, 22470, 6972): a page listed related objects without a check."""
    ask = cast.row(StreetGroup, name="Ask")
    kraka = cast.row(Person, code_name="Kråka")
    for row in (ask, kraka):
        text = page(sign_in(who), row.get_absolute_url())
        assert "Kråka" in text or row is ask
        assert "Uggla" not in text
    assert "Uggla" in page(sign_in("polis"), ask.get_absolute_url())


@pytest.mark.parametrize("who", READERS)
def test_the_map_draws_what_one_sees(cast, sign_in, who):
    """netbox-topology-views (496): the topology drew every object there was."""
    drawn = page(sign_in(who), reverse("groups:map"))
    assert "Uggla" not in drawn
    for ref in (
        cast.row(Person, code_name="Uggla").ref,
        cast.row(PersonTie, kind="seen_together").ref,
    ):
        assert str(ref) not in drawn
    assert "Uggla" in page(sign_in("polis"), reverse("groups:map"))


def test_the_map_of_one_group_answers_a_hidden_group_as_none(fresh, sign_in):
    """The same, by the map's own filter: `?group=` must not tell which groups exist."""
    bok = fresh.row(StreetGroup, name="Bok")
    hide(bok)
    client = sign_in("frivard")
    absent = "00000000-0000-4000-8000-000000000000"
    address = reverse("groups:map")
    hidden = said(client.get(address, {"group": bok.ref}), bok.ref)
    assert hidden == said(client.get(address, {"group": absent}), absent)


@pytest.mark.parametrize("who", READERS)
def test_a_relation_is_not_seen_because_both_its_ends_are(fresh, sign_in, who):
    """OpenCTI (11496): a restricted relation showed as soon as both ends did."""
    with acting(fresh.actor("polis")) as polis:
        people = Person.objects.visible_to(polis)
        tie = actions.tie_people(
            actor=polis,
            person_a=people.get(code_name="Kråka"),
            person_b=people.get(code_name="Skata"),
            kind="kin",
        )
    hide(tie)
    client, kraka = sign_in(who), fresh.row(Person, code_name="Kråka")
    for address in (
        kraka.get_absolute_url(),
        reverse("groups:map"),
        reverse("api:tie-list"),
    ):
        text = page(client, address)
        assert tie.get_kind_display() not in text, address
        assert str(tie.ref) not in text
    assert client.get(reverse("api:tie-detail", args=[tie.ref])).status_code == 404


def test_a_relation_keeps_every_owners_rule_and_not_only_the_first(cast):
    """OpenCTI (785): a new relation inherited one of several markings.

    A tie between people of two agencies is read by those who see both, and by its writer.
    """
    with acting(cast.actor("koordinator")) as koordinator:
        own = actions.propose_person(actor=koordinator, code_name="Gök", ground="Underlag")
        kraka = Person.objects.visible_to(koordinator).get(code_name="Kråka")
        tie = actions.tie_people(actor=koordinator, person_a=kraka, person_b=own, kind="kin")
    for who in ("polis", "frivard", "avhopp", "kommun", "polis_soder"):
        with acting(cast.actor(who)) as actor:
            assert not PersonTie.objects.visible_to(actor).filter(pk=tie.pk).exists(), who
            assert not PersonTie.objects.filter(pk=tie.pk).exists(), who


def test_history_names_no_hidden_row(cast, sign_in):
    """OpenCTI (6785): the history of one entity named another, hidden one.

    An auditor reads that something was done, by whom; the entry of another agency's row is not
    there, and no entry holds a name.
    """
    sign_in("polis").get(cast.row(Person, code_name="Uggla").get_absolute_url())
    log = page(sign_in("dso"), reverse("agencies:entry_list"))
    api = page(sign_in("dso"), reverse("api:entry-list"))
    for text in (log, api):
        assert str(cast.row(Person, code_name="Uggla").ref) not in text
        assert "Uggla" not in text
    with acting(cast.actor("dso")) as dso:
        for entry in Entry.objects.visible_to(dso):
            assert dso.scope in (entry.scope_id, entry.owner_id)


BROKEN_ENDS = {
    "group": lambda cast: cast.row(StreetGroup, name="Ask").get_absolute_url(),
    "person": lambda cast: cast.row(Person, code_name="Kråka").get_absolute_url(),
    "map": lambda cast: reverse("groups:map"),
    "call-in": lambda cast: Callin.objects.using("owner").get().get_absolute_url(),
    "call-in form": lambda cast: reverse(
        "callins:callin_change", args=[Callin.objects.using("owner").get().ref]
    ),
    "attendance": lambda cast: reverse(
        "callins:callin_attendance", args=[Callin.objects.using("owner").get().ref]
    ),
    "invite": lambda cast: reverse(
        "callins:callin_invite", args=[Callin.objects.using("owner").get().ref]
    ),
    "incidents": lambda cast: reverse("groups:incident_list"),
    "talks": lambda cast: reverse("callins:notification_list"),
    "offers": lambda cast: f"{reverse('offers:offer_list')}?visa=lamnade",
    "unanswered": lambda cast: f"{reverse('offers:offer_list')}?visa=utan-svar",
    "my day": lambda cast: reverse("desk:day"),
    "late": lambda cast: reverse("offers:followup_overdue"),
    "offers API": lambda cast: reverse("api:offer-list"),
    "invitations API": lambda cast: reverse("api:invitation-list"),
    "ties API": lambda cast: reverse("api:tie-list"),
    "incidents API": lambda cast: reverse("api:incident-list"),
}


@pytest.mark.parametrize("who", [*READERS, "polis"])
def test_a_page_does_not_break_when_one_end_is_hidden(fresh, sign_in, who):
    """OpenCTI (3208, 11497): pages crashed, and so told, when one end could not be read."""
    with acting(fresh.actor("koordinator")) as koordinator:
        for name in ("Kråka", "Skata"):
            actions.affiliate(
                actor=koordinator,
                person=Person.objects.visible_to(koordinator).get(code_name=name),
                street_group=StreetGroup.objects.visible_to(koordinator).get(name="Bok"),
                role="member",
                confidence="possible",
                category="suspected",
            )
    bok = fresh.row(StreetGroup, name="Bok")
    Incident.objects.using("owner").update(street_group_id=bok.pk)
    take_back_kraka(fresh)
    hide(bok)
    if who == "polis":
        hide(Callin.objects.using("owner").get())
    client = sign_in(who)
    for name, address in BROKEN_ENDS.items():
        answer = client.get(address(fresh))
        assert answer.status_code in (200, 403, 404), (name, answer.status_code)
        text = answer.content.decode()
        assert "None" not in text, (name, "None")
        if who != "polis":
            assert "Kråka" not in text, name
        if who not in ("polis", "koordinator"):
            assert "Bok" not in text.replace("Boka", ""), name


def test_what_hangs_on_a_withdrawn_row_loses_its_name_and_stays(fresh, sign_in):
    """OpenCTI, the same: the writer's own row stays the writer's, without whom it was about."""
    with acting(fresh.actor("frivard")) as frivard:
        offer = Offer.objects.visible_to(frivard).get(scope_id=frivard.scope)
    take_back_kraka(fresh)
    text = page(sign_in("frivard"), offer.get_absolute_url())
    assert "Kråka" not in text
    kraka = fresh.row(Person, code_name="Kråka")
    api = page(sign_in("frivard"), reverse("api:offer-detail", args=[offer.ref]))
    assert str(kraka.ref) not in api


def test_a_double_is_told_of_ones_own_alone(cast, sign_in):
    """TheHive (1427): "similar cases" showed titles of organisations one had no link to.

    A code name or working name that another agency uses collides with nothing.
    """
    with acting(cast.actor("koordinator")) as koordinator:
        mine = actions.propose_person(actor=koordinator, code_name="Uggla", ground="Underlag")
        assert mine.code_name == "Uggla"
        with pytest.raises(ValidationError):
            actions.propose_person(actor=koordinator, code_name="Uggla", ground="Underlag")
    for who, status in (("frivard", 302), ("polis", 422)):
        answer = sign_in(who).post(
            reverse("groups:person_new"),
            {"code_name": "Uggla", "ground": "Underlag", "protection": "none"},
        )
        assert answer.status_code == status, who


def test_an_unshared_row_is_gone_from_every_page_at_once(fresh, sign_in):
    """TheHive (2366): a case stayed visible after it was unshared."""
    kraka = fresh.row(Person, code_name="Kråka")
    addresses = [
        reverse("groups:person_list"),
        reverse("groups:map"),
        reverse("api:person-list"),
        fresh.row(StreetGroup, name="Ask").get_absolute_url(),
        reverse("callins:notification_new"),
        reverse("offers:offer_new"),
    ]
    client = sign_in("frivard")
    assert any("Kråka" in page(client, address) for address in addresses)
    take_back_kraka(fresh)
    for address in addresses:
        text = page(client, address)
        assert "Kråka" not in text, address
        assert str(kraka.ref) not in text, address
    assert client.get(kraka.get_absolute_url()).status_code == 404


def test_what_ended_at_midnight_is_gone_without_anybody_doing_anything(fresh, sign_in):
    """django-guardian and TheHive: an expired share answered yes until a job had run."""
    from groups.models import PersonGrant

    kraka = fresh.row(Person, code_name="Kråka")
    client = sign_in("frivard")
    assert client.get(kraka.get_absolute_url()).status_code == 200
    past = timezone.now() - timedelta(seconds=1)
    PersonGrant.objects.using("owner").update(expires_at=past)
    assert client.get(kraka.get_absolute_url()).status_code == 404


def test_counts_are_counted_over_what_one_sees(fresh, sign_in):
    """OpenCTI (3319): a distribution counted entities that its reader was denied."""
    from callins.actions.talks import plan_talk

    client = sign_in("frivard")
    before = plain(client.get(reverse("callins:notification_list")).content)
    with acting(fresh.actor("polis")) as polis:
        uggla = Person.objects.visible_to(polis).get(code_name="Uggla")
        day = timezone.localdate()
        plan_talk(actor=polis, person=uggla, reason="prevention", place="home", planned_on=day)
    assert plain(client.get(reverse("callins:notification_list")).content) == before


def test_there_is_something_behind_each_of_these(cast):
    """Or nothing above proves anything."""
    for model in (Affiliation, GroupTie, Invitation, TargetedGroup, PersonTie):
        assert model.objects.using("owner").exists()
