"""Conditions are read before use: by all before passing on, outside OSL before the copy shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import Decision, acknowledge, alike, disclose
from agencies.actors import acting
from agencies.models import Agency, DisclosedItem, Disclosure, Notice
from groups import actions as groups_actions
from groups.models import Person

CONDITION = "Får bara läsas av den som leder stödet."


def give(cast) -> Disclosure:
    with acting(cast.actor("polis")) as polis:
        people = [Person.objects.visible_to(polis).get(code_name="Uggla")]
        parts = ["code_name", "identity"]
        return disclose(
            actor=polis,
            decision=Decision(
                items=groups_actions.items_of(people, parts),
                receivers=[cast.receiver("kommun")],
                purpose="Stöd",
                need="Behövs.",
                ends_on=timezone.localdate() + timedelta(days=30),
                parts=parts,
                assessed=alike(polis, parts, cast.ground(), "Ingen lider men."),
                ages=groups_actions.ages_of(people),
                conditions=CONDITION,
            ),
        )


@pytest.fixture
def outside(fresh):
    """The receiver is no agency: what it reads is bound by the conditions alone."""
    home = fresh.participation("kommun").agency
    given = give(fresh)
    Agency.objects.using("owner").filter(pk=home.pk).update(legal_home="private")
    return given


def test_within_osl_the_copy_shows_beside_its_conditions(sign_in, cast):
    page = sign_in("kommun").get(give(cast).get_absolute_url()).text
    assert CONDITION in page
    assert "Uggla" in page
    assert "Villkor att läsa" in sign_in("kommun").get("/").text


def test_outside_osl_it_shows_when_they_are_read(sign_in, fresh, outside):
    client = sign_in("kommun")
    page = client.get(outside.get_absolute_url()).text
    assert CONDITION in page
    assert "Uggla" not in page
    assert "Kanarie" not in client.get(f"/api/v1/disclosures/{outside.ref}/").text
    with acting(fresh.actor("kommun")) as actor:
        notice = Notice.objects.visible_to(actor).get(disclosure=outside, kind="conditions")
    read = reverse("agencies:notice_read", args=[notice.ref])
    answer = client.post(read, {"then": "decision"})
    assert answer["Location"] == outside.get_absolute_url()
    assert "Uggla" in client.get(outside.get_absolute_url()).text


def test_each_reader_reads_them(fresh, outside):
    with acting(fresh.actor("kommun")) as actor:
        items = DisclosedItem.objects.visible_to(actor).filter(disclosure=outside)
        assert not items.shown_to(actor).exists()
        told = Notice.objects.visible_to(actor).unread_by(actor).get(disclosure=outside)
        acknowledge(actor=actor, notice=told)
        assert items.shown_to(actor).exists()
