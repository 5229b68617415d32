"""How other systems leaked, continued: what readers could do, and what was left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Delivery, DisclosedItem, Disclosure, LegalGround, Round
from callins.models import Callin, Invitation
from groups import actions
from groups.models import Incident, Person, PersonGrant, StreetGroup
from offers.models import FollowUp, Offer
from tests.wall.test_outsiders import ABSENT
from tests.wall.walking import plain, said

READ_ONLY = {
    "frivard": [
        ("desk:person_confirm", Person),
        ("desk:person_disclose", Person),
        ("groups:incident_review", Incident),
        ("callins:callin_change", Callin),
        ("callins:callin_advance", Callin),
        ("callins:callin_invite", Callin),
        ("callins:invitation_withdraw", Invitation),
        ("callins:invitation_serve", Invitation),
        ("agencies:disclosure_withdraw", Disclosure),
        ("offers:offer_answer", Offer),
    ],
    "avhopp": [
        ("desk:person_disclose", Person),
        ("groups:incident_review", Incident),
        ("groups:group_tie", StreetGroup),
        ("callins:invitation_withdraw", Invitation),
        ("agencies:disclosure_withdraw", Disclosure),
    ],
    "styrgrupp": [("briefings:issue_approve", None), ("briefings:issue_narrate", None)],
}


@pytest.mark.parametrize(
    ("who", "name", "model"), [(who, *each) for who, pages in READ_ONLY.items() for each in pages]
)
def test_whoever_only_reads_changes_nothing_by_another_action(cast, sign_in, who, name, model):
    """paperless-ngx (7713): a read-only user could delete pages through another action.

    Others' rows that one does see, by every action there is on them: refused, and unchanged.
    """
    rows = (model or apps.get_model("briefings.Issue")).objects
    with acting(cast.actor(who)) as actor:
        row = rows.visible_to(actor).exclude(scope_id=actor.scope).first()
        ref = row.ref if row else rows.using("owner").exclude(scope_id=actor.scope).first().ref
    before = rows.using("owner").values().get(ref=ref)
    answer = sign_in(who).post(reverse(name, args=[ref]), {"state": "cancelled", "reason": "x"})
    assert answer.status_code in (403, 404), answer.status_code
    assert rows.using("owner").values().get(ref=ref) == before


def test_selecting_all_takes_no_one_elses_rows_along(cast, sign_in):
    """paperless-ngx (4003): selecting across pages let viewers take what they could only view."""
    with acting(cast.actor("frivard")) as frivard:
        own = actions.propose_person(actor=frivard, code_name="Ripa", ground="Underlag")
    theirs = cast.row(Person, code_name="Kråka")
    form = {
        "people": [str(own.ref), str(theirs.ref), str(cast.row(Person, code_name="Uggla").ref)],
        "receivers": [cast.receiver("kommun").pk],
        "ground": LegalGround.objects.get(code="MENPROV").pk,
        "need": "x",
        "ends_on": timezone.localdate() + timedelta(days=3),
    }
    before = Disclosure.objects.using("owner").count(), Round.objects.using("owner").count()
    answer = sign_in("frivard").post(reverse("desk:people_disclose"), form)
    assert answer.status_code == 422
    with acting(cast.actor("kommun")) as kommun:
        assert not Person.objects.visible_to(kommun).filter(code_name="Ripa").exists()
    after = Disclosure.objects.using("owner").count(), Round.objects.using("owner").count()
    assert after == before


def test_a_task_is_logged_by_its_own_agency_alone(cast, sign_in):
    """DFIR-IRIS (1034): a global task did not check the reference it was given."""
    theirs = FollowUp.objects.using("owner").filter(scope__agency__slug="avhopp-norr").first()
    for who in ("frivard", "kommun", "polis", "koordinator"):
        client = sign_in(who)
        for name in ("followup_log", "followup_undo", "followup_note", "followup_stop"):
            answers = [
                said(client.post(reverse(f"offers:{name}", args=[ref]), {"outcome": "met"}), ref)
                for ref in (theirs.ref, ABSENT)
            ]
            assert answers[0] == answers[1]
            assert answers[0][0] in (403, 404), (who, name)
    assert FollowUp.objects.using("owner").get(pk=theirs.pk).done_at is None


def test_withdrawing_takes_reading_back_and_deletes_nobodys_work(fresh, sign_in):
    """TheHive (1249, 1973): taking a share back deleted what the receiver had done."""
    with acting(fresh.actor("frivard")) as frivard:
        mine = Offer.objects.visible_to(frivard).filter(scope_id=frivard.scope).count()
    way = reverse(
        "agencies:disclosure_withdraw",
        args=[
            Disclosure.objects.using("owner")
            .filter(scope__agency__slug="polis-norr", items__kind="person")
            .first()
            .ref
        ],
    )
    assert sign_in("polis").post(way, {"reason": "Nytt läge."}).status_code == 302
    with acting(fresh.actor("frivard")) as frivard:
        assert Offer.objects.visible_to(frivard).filter(scope_id=frivard.scope).count() == mine


def test_a_grant_does_not_outlive_its_row_and_fall_to_another(fresh):
    """django-guardian (15, 335): rights survived their object, and fell to one of the same key."""
    skata = fresh.row(Person, code_name="Skata")
    with acting(fresh.actor("polis")), connection.cursor() as cursor:
        cursor.execute("delete from groups_person where id = %s", [skata.pk])
    assert not PersonGrant.objects.using("owner").filter(content_object_id=skata.pk).exists()
    again = Person(
        pk=skata.pk,
        scope_id=skata.scope_id,
        code_name="Ny",
        proposed_by_id=skata.proposed_by_id,
    )
    again.save(using="owner", force_insert=True)
    with acting(fresh.actor("frivard")) as frivard:
        assert not Person.objects.visible_to(frivard).filter(pk=skata.pk).exists()


def test_a_receiver_is_never_shown_as_the_owner(cast, sign_in):
    """TheHive (1245): whoever received a case was shown as its owner."""
    kraka = cast.row(Person, code_name="Kråka")
    for who in ("frivard", "koordinator", "avhopp"):
        told = sign_in(who).get(reverse("api:person-detail", args=[kraka.ref])).json()
        assert told["agency"] == "polis-norr"
        bar = sign_in(who).get(kraka.get_absolute_url()).content.decode().split("</dl>")[0]
        assert "Polisområde Norr" in bar


def test_a_receiver_does_not_learn_who_else_received(cast):
    """TheHive and ours: an agency that works with somebody is not told to the other receivers."""
    for who in ("frivard", "koordinator", "kommun", "avhopp"):
        with acting(cast.actor(who)) as actor:
            for table in (Delivery, PersonGrant):
                received = table.objects.exclude(scope_id=actor.scope)
                assert {each.group_id for each in received} <= set(actor.receiving)
            assert DisclosedItem.objects.exclude(scope_id=actor.scope).exists()


def test_the_decision_page_names_no_other_receiver(cast, sign_in):
    """The same, on the page: the exit group must not stand on Frivården's."""
    with acting(cast.actor("frivard")) as frivard:
        decision = Disclosure.objects.visible_to(frivard).first()
    text = sign_in("frivard").get(decision.get_absolute_url()).content.decode()
    for name in ("Norrstad avhoppargrupp", "Norrstad socialnämnd", "Norrstad kommunstyrelse"):
        assert name not in text


def test_the_answer_to_a_hidden_ref_has_the_length_of_the_answer_to_none(cast, sign_in):
    """Content-Length is readable on any line."""
    client = sign_in("polis_soder")
    hidden = client.get(cast.row(Person, code_name="Kråka").get_absolute_url())
    absent = client.get(reverse("groups:person_detail", args=[ABSENT]))
    assert len(plain(hidden.content)) == len(plain(absent.content))
    assert len(hidden.content) == len(absent.content)
