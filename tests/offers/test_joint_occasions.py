"""A joint offer is read by others, so it is made only where they know that people met."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies.actors import acting
from callins.models import Callin, Invitation, Notification
from groups.models import Person
from gvi.core.refusals import Refused
from offers import actions
from offers.models import Offer

NEW = reverse("offers:offer_new")


@pytest.fixture
def offer_to(cast, kraka, today):
    """`offer_to("avhopp", "talk")` records an offer to Kråka today."""

    def make(who: str, occasion: str, **values) -> Offer:
        with acting(cast.actor(who)) as actor:
            return actions.make_offer(
                actor=actor, person=kraka, occasion=occasion, made_on=today, **values
            )

    return make


@pytest.mark.parametrize("who", ["avhopp", "koordinator"])
def test_at_a_call_in_that_was_held_those_called_are_offered_help(offer_to, held, who):
    assert offer_to(who, "callin", callin=held).is_joint


@pytest.mark.parametrize(("state", "days"), [("planned", 0), ("cancelled", 0), ("held", 1)])
def test_not_at_one_that_was_not_held(cast, offer_to, held, today, state, days):
    with acting(cast.actor("koordinator")):
        day = today + timedelta(days=days)
        Callin.objects.filter(pk=held.pk).update(state=state, held_on=day)
        held.refresh_from_db()
    take_marks_back(cast, held)
    with pytest.raises(Refused) as refusal:
        offer_to("avhopp", "callin", callin=held)
    assert refusal.value.field == "callin"


def take_marks_back(cast, callin) -> None:
    """The cast has one mark at the door already: it is taken back."""
    with acting(cast.actor("koordinator")) as actor:
        for invitation in Invitation.objects.filter(callin=callin):
            invitation.marks.create(
                scope_id=actor.scope,
                person_id=invitation.person_id,
                person_scope_id=invitation.person_scope_id,
                outcome="undone",
                marked_by_id=actor.user_id,
            )


def test_not_at_one_the_person_was_not_called_to_nor_without_saying_which(
    cast, offer_to, held, kraka
):
    with pytest.raises(Refused):
        offer_to("avhopp", "callin")
    with acting(cast.actor("koordinator")):
        Invitation.objects.filter(callin=held, person=kraka).delete()
    with pytest.raises(Refused, match="kallad till"):
        offer_to("avhopp", "callin", callin=held)


def test_twice_at_one_call_in_is_once(cast, offer_to, held):
    offer = offer_to("avhopp", "callin", callin=held)
    with pytest.raises(Refused, match="redan registrerat"):
        offer_to("avhopp", "callin", callin=held)
    again = Offer.objects.filter(pk=offer.pk).values(
        "scope_id", "person_id", "person_scope_id", "callin_id", "occasion", "is_joint", "made_on"
    )
    with acting(cast.actor("avhopp")) as actor, pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(**again.get(), made_by_id=actor.user_id)


def test_a_talk_must_have_taken_place_with_that_person(cast, offer_to, talk, kraka):
    assert offer_to("koordinator", "talk", notification=talk).notification == talk
    with acting(cast.actor("koordinator")):
        Notification.objects.filter(person=kraka).update(outcome="planned")
    for notification in (None, talk):
        with pytest.raises(Refused):
            offer_to("koordinator", "talk", notification=notification)


def test_a_talk_with_someone_else_is_not_this_persons(cast, offer_to, talk):
    with acting(cast.actor("koordinator")) as actor:
        skata = Person.objects.visible_to(actor).get(code_name="Skata")
        other = Notification.objects.create(
            scope_id=actor.scope,
            person=skata,
            person_scope_id=skata.scope_id,
            reason="prevention",
            planned_on=talk.planned_on,
            outcome="completed",
            done_on=talk.done_on,
        )
    with pytest.raises(Refused) as refusal:
        offer_to("koordinator", "talk", notification=other)
    assert refusal.value.field == "notification"


@pytest.mark.parametrize("occasion", ["talk", "probation_visit"])
def test_the_exit_group_publishes_no_contact_of_its_own(cast, sign_in, offer_to, talk, occasion):
    with pytest.raises(Refused):
        offer_to("avhopp", occasion)
    page = sign_in("avhopp").get(NEW).content.decode()
    assert f'value="{occasion}"' not in page
    assert 'value="elsewhere"' in page
    assert 'value="callin"' in page


def test_only_the_probation_service_meets_people_at_probation_visits(sign_in, kraka, today):
    form = {"person": kraka.ref, "occasion": "probation_visit", "made_on": today.isoformat()}
    assert sign_in("frivard").post(NEW, form).status_code == 302
    for who in ("kommun", "koordinator", "polis"):
        assert sign_in(who).post(NEW, form).status_code == 422
