"""Links on the map: once each, in no order, not ahead, and only by those who map or decide."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Entry
from groups import actions, maps
from groups.models import Affiliation, GroupTie, Incident, Person, PersonTie, StreetGroup
from gvi.core.refusals import Refused

LINK = {"role": "member", "confidence": "probable", "category": "suspected"}


def people(actor, *names):
    return [Person.objects.visible_to(actor).get(code_name=name) for name in names]


def last_refs(cast, who, action):
    with acting(cast.actor(who)) as actor:
        return set(Entry.objects.visible_to(actor).filter(action=action).first().refs)


def test_an_affiliation_saved_twice_is_told_in_words(cast, sign_in):
    kraka, ask = cast.row(Person, code_name="Kråka"), cast.row(StreetGroup, name="Ask")
    values = LINK | {"street_group": ask.ref, "since": "2026-01-02"}
    page = sign_in("polis").post(f"{kraka.get_absolute_url()}koppling/", values)
    assert page.status_code == 422
    text = page.content.decode()
    assert "finns redan på kartan" in text
    assert "2026-01-02" in text
    assert f'value="{ask.ref}"' in text
    assert f'value="{ask.pk}"' not in text


def test_a_relation_between_people_saved_the_other_way_round_is_the_same(cast, sign_in):
    kraka, uggla = cast.row(Person, code_name="Kråka"), cast.row(Person, code_name="Uggla")
    for one, other in ((kraka, uggla), (uggla, kraka)):
        values = {"other": other.ref, "kind": "seen_together"}
        page = sign_in("polis").post(f"{one.get_absolute_url()}relation/", values)
        assert page.status_code == 422
        assert "Den här relationen finns redan på kartan." in page.content.decode()


def test_a_relation_between_groups_stands_once_until_it_is_over(cast):
    with acting(cast.actor("koordinator")) as actor:
        bok, ask = (StreetGroup.objects.visible_to(actor).get(name=name) for name in ("Bok", "Ask"))
        again = {"group_a": bok, "group_b": ask, "kind": "conflict", "since": date(2026, 1, 1)}
        with pytest.raises(ValidationError):
            actions.tie_groups(actor=actor, **again)
        tie = GroupTie.objects.visible_to(actor).get(kind="conflict")
        actions.end_group_tie(actor=actor, tie=tie, until=timezone.localdate())
        new = actions.tie_groups(actor=actor, **again)
        assert new.group_a_id < new.group_b_id


def test_nothing_begins_ahead_or_ends_before_it_began(cast):
    ahead = timezone.localdate() + timedelta(days=1)
    with acting(cast.actor("polis")) as actor:
        kraka, skata = people(actor, "Kråka", "Skata")
        ask, bok = StreetGroup.objects.visible_to(actor).order_by("name")
        for act in (
            lambda: actions.tie_people(
                actor=actor, person_a=kraka, person_b=skata, kind="kin", since=ahead
            ),
            lambda: actions.affiliate(
                actor=actor, person=kraka, street_group=bok, since=ahead, **LINK
            ),
            lambda: actions.tie_groups(
                actor=actor, group_a=ask, group_b=bok, kind="alliance", since=ahead
            ),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.field == "since"
        link = Affiliation.objects.visible_to(actor).get(person=kraka, street_group=ask)
        with pytest.raises(ValidationError):
            actions.end_affiliation(
                actor=actor, affiliation=link, until=link.since - timedelta(days=1)
            )
        tie = PersonTie.objects.visible_to(actor).filter(person_a=kraka)
        with pytest.raises(IntegrityError), transaction.atomic():
            tie.update(since=date(2026, 2, 1), until=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("occurred_on", timezone.localdate() + timedelta(days=1)),
        ("occurred_on", date(1989, 12, 31)),
        ("municipality", "9999"),
    ],
)
def test_an_incident_with_an_impossible_day_or_place_is_refused(cast, field, value):
    values = {"kind": "shooting", "occurred_on": timezone.localdate()} | {field: value}
    with acting(cast.actor("polis")) as actor:
        before = Incident.objects.count()
        with pytest.raises(Refused) as refusal:
            actions.record_incident(actor=actor, **values)
        assert refusal.value.field == field
        assert Incident.objects.count() == before


def test_the_map_draws_the_relations_of_the_day(cast):
    with acting(cast.actor("polis")) as actor:
        PersonTie.objects.visible_to(actor).update(since=date(2026, 1, 1), until=date(2026, 6, 1))
        drawn = {
            day: "seen_together" in {edge.kind for edge in maps.draw(actor, day).edges}
            for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1), date(2026, 6, 2))
        }
    assert list(drawn.values()) == [False, True, True, False]


def test_the_exit_group_writes_no_links_that_the_police_would_read(cast, sign_in):
    with acting(cast.actor("avhopp")) as actor:
        kraka, skata = people(actor, "Kråka", "Skata")
        ask = StreetGroup.objects.visible_to(actor).get(name="Ask")
        with pytest.raises(PermissionDenied):
            actions.affiliate(actor=actor, person=skata, street_group=ask, **LINK)
        with pytest.raises(PermissionDenied):
            actions.tie_people(actor=actor, person_a=kraka, person_b=skata, kind="kin")
        with pytest.raises(ProgrammingError), transaction.atomic():
            PersonTie.objects.create(
                scope_id=actor.scope,
                person_a=kraka,
                person_a_scope_id=kraka.scope_id,
                person_b=skata,
                person_b_scope_id=skata.scope_id,
                kind="kin",
            )
    client = sign_in("avhopp")
    assert "/koppling/" not in client.get(kraka.get_absolute_url()).content.decode()
    assert client.get(f"{kraka.get_absolute_url()}koppling/").status_code == 403
    assert client.get(f"{kraka.get_absolute_url()}relation/").status_code == 403


def test_pages_that_offer_code_names_are_in_the_ledger(cast, sign_in):
    client = sign_in("polis")
    kraka, uggla = cast.row(Person, code_name="Kråka"), cast.row(Person, code_name="Uggla")
    skata, ask = cast.row(Person, code_name="Skata"), cast.row(StreetGroup, name="Ask")
    assert client.get(kraka.get_absolute_url()).status_code == 200
    assert last_refs(cast, "polis", "person.listed") == {str(uggla.ref)}
    page = client.get(f"{kraka.get_absolute_url()}relation/")
    assert "de som ser personen" in page.content.decode()
    assert last_refs(cast, "polis", "person.listed") == {str(uggla.ref), str(skata.ref)}
    assert client.get("/grupper/personer/lamna-ut/").status_code == 200
    assert last_refs(cast, "polis", "person.listed") == {
        str(each.ref) for each in (kraka, skata, uggla)
    }
    page = client.get(f"{kraka.get_absolute_url()}koppling/")
    assert "de som ser personen" in page.content.decode()
    assert str(ask.ref) in last_refs(cast, "polis", "street_group.listed")
    assert client.get("/grupper/karta/").status_code == 200
    assert {str(kraka.ref), str(ask.ref)} <= last_refs(cast, "polis", "map.read")
