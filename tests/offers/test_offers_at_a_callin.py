import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.actors import acting
from callins.models import Attendance, Callin, Invitation
from offers.models import Offer


@pytest.fixture
def callin(cast, today) -> Callin:
    """Held today. Kråka and Skata were called, and both took part."""
    with acting(cast.actor("koordinator")) as actor:
        callin = Callin.objects.visible_to(actor).first()
        Callin.objects.filter(pk=callin.pk).update(state="held", held_on=today)
        for invitation in Invitation.objects.filter(callin=callin):
            mark(actor, invitation, "took_part")
        callin.refresh_from_db()
        return callin


def mark(actor, invitation, outcome) -> None:
    Attendance.objects.create(
        scope_id=actor.scope,
        invitation=invitation,
        person_id=invitation.person_id,
        person_scope_id=invitation.person_scope_id,
        outcome=outcome,
        marked_by_id=actor.user_id,
    )


def page_for(callin) -> str:
    return reverse("offers:offer_callin", args=[callin.ref])


def choices(page) -> list[str]:
    return re.findall(r'name="people"\s+value="([^"]+)"', page.content.decode())


def form_of(page) -> dict:
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    return {"key": key, "people": choices(page)}


def offers(cast, who="frivard") -> list[tuple[str, str, date]]:
    with acting(cast.actor(who)) as actor:
        rows = Offer.objects.visible_to(actor).select_related("person").order_by("pk")
        return [(row.person.code_name, row.occasion, row.made_on) for row in rows]


def test_everyone_who_came_is_ticked_and_saved_at_once(cast, sign_in, callin, today):
    client = sign_in("koordinator")
    listed = client.get("/stod/?visa=att-lamna").content.decode()
    assert page_for(callin) in listed
    page = client.get(page_for(callin))
    assert page.content.decode().count("checked") >= 2
    assert client.post(page_for(callin), form_of(page)).status_code == 302
    made = [("Kråka", "callin", today), ("Skata", "callin", today)]
    assert sorted(offers(cast)) == made
    assert sorted(offers(cast, "polis")) == made
    assert "Alla du ser som kom" in client.get(page_for(callin)).content.decode()


def test_those_who_did_not_come_are_left_out(cast, sign_in, callin, kraka):
    with acting(cast.actor("koordinator")) as actor:
        mark(actor, Invitation.objects.get(callin=callin, person=kraka), "absent")
    page = sign_in("koordinator").get(page_for(callin))
    assert str(kraka.ref) not in choices(page)
    assert len(choices(page)) == 1


def test_pressing_twice_and_two_pages_at_once_make_one_offer_each(cast, sign_in, callin):
    client = sign_in("koordinator")
    one, other = form_of(client.get(page_for(callin))), form_of(client.get(page_for(callin)))
    for form in (one, one, other):
        assert client.post(page_for(callin), form).status_code == 302
    assert len(offers(cast)) == 2


def test_choosing_nobody_is_told_and_a_stranger_is_not_taken(cast, sign_in, callin, uggla):
    client = sign_in("koordinator")
    form = form_of(client.get(page_for(callin)))
    assert client.post(page_for(callin), form | {"people": []}).status_code == 422
    assert client.post(page_for(callin), form | {"people": [uggla.ref]}).status_code == 422
    assert offers(cast) == []


def test_the_evening_itself_is_not_too_early(cast, sign_in, callin):
    """The state may lag behind the day: what counts is who came."""
    with acting(cast.actor("koordinator")):
        Callin.objects.filter(pk=callin.pk).update(state="invited")
    client = sign_in("koordinator")
    assert page_for(callin) in client.get("/stod/?visa=att-lamna").content.decode()
    assert len(choices(client.get(page_for(callin)))) == 2


def test_a_call_in_one_does_not_see_was_never_there(sign_in, callin):
    assert sign_in("polis_soder").get(page_for(callin)).status_code == 404
    assert sign_in("styrgrupp").get(page_for(callin)).status_code == 403
    absent = reverse("offers:offer_callin", args=[uuid4()])
    assert sign_in("koordinator").get(absent).status_code == 404
