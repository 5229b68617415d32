"""An agreement is in force when every party has signed; a lapsed one lets nothing cross."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from agencies import founding
from agencies.actions import agreements
from agencies.actors import acting, actor_for
from agencies.models import Agreement, AgreementParty, AgreementReview, Office, Participation
from agencies.scoping import Function
from gvi.core.refusals import Refused
from tests.cast import AGENCIES

TODAY = timezone.localdate


def draw_up(actor, **values):
    about = {"kind": "cooperation", "purpose": "Mindre våld", "covers": "Händelser"}
    about |= {"from_on": TODAY(), "valid_to": TODAY() + timedelta(days=700)}
    return agreements.draw_up(actor=actor, **about | values)


def deciders(cast) -> list:
    """Somebody with the decision function in each of North's agencies."""
    found = []
    for slug in AGENCIES:
        if not slug.endswith("norr"):
            continue
        user = founding.hire(email=f"chef@{slug}.example", name=f"Chef {slug}", password="x")
        participation = Participation.objects.using("owner").get(agency__slug=slug)
        founding.post(
            user,
            participation,
            [Function.DECISION],
            approved_by=founding.founder(),
            from_on=TODAY(),
        )
        found.append(actor_for(user))
    return found


def sign_as(actor, agreement) -> AgreementParty:
    with acting(actor):
        party = AgreementParty.objects.get(agreement=agreement, participation_id=actor.scope)
        return agreements.sign(
            actor=actor, party=party, signatory_name="Chef", signatory_title="Chef"
        )


def test_it_is_in_force_when_the_last_party_has_signed(fresh):
    Agreement.objects.using("owner").update(
        valid_to=TODAY() - timedelta(days=1), from_on=TODAY() - timedelta(days=9)
    )
    AgreementParty.objects.using("owner").all().delete()
    assert fresh.actor("polis").live == ()
    with acting(fresh.actor("admin")) as admin:
        agreement = draw_up(admin)
        assert agreement.version == 3
    everybody = deciders(fresh)
    for actor in everybody[:-1]:
        sign_as(actor, agreement)
    assert fresh.actor("polis").live == ()
    sign_as(everybody[-1], agreement)
    assert len(fresh.actor("polis").live) == 5


def test_the_version_before_goes_on_until_the_next_is_signed(fresh):
    before = fresh.actor("polis").live
    with acting(fresh.actor("admin")) as admin:
        draw_up(admin)
    assert fresh.actor("polis").live == before != ()


def test_a_lapsed_agreement_touches_nobodys_own_rows(fresh):
    from groups.models import Person

    with acting(fresh.actor("polis")) as polis:
        own = Person.objects.visible_to(polis).filter(scope_id=polis.scope).count()
    Agreement.objects.using("owner").update(
        valid_to=TODAY() - timedelta(days=1), from_on=TODAY() - timedelta(days=9)
    )
    with acting(fresh.actor("polis")) as polis:
        assert polis.live == ()
        assert Person.objects.visible_to(polis).count() == own > 0
    with acting(fresh.actor("koordinator")) as koordinator:
        assert not Person.objects.visible_to(koordinator).exists()


def test_each_signs_for_itself_and_once(fresh):
    with acting(fresh.actor("admin")) as admin:
        agreement = draw_up(admin)
        mine = AgreementParty.objects.get(agreement=agreement, participation_id=admin.scope)
        with pytest.raises(PermissionDenied):
            agreements.sign(actor=admin, party=mine, signatory_name="x", signatory_title="x")
    polis = fresh.actor("polis")
    with acting(polis), pytest.raises(AgreementParty.DoesNotExist):
        agreements.sign(actor=polis, party=mine, signatory_name="x", signatory_title="x")
    sign_as(polis, agreement)
    with pytest.raises(Refused):
        sign_as(polis, agreement)


@pytest.mark.parametrize("who", ["polis", "koordinator", "koordinator_soder", "avhopp"])
def test_only_the_coordinating_administration_draws_up(cast, who):
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        draw_up(actor)


def test_a_review_is_planned_and_closed_with_what_it_led_to(cast):
    with acting(cast.actor("koordinator")) as koordinator:
        agreement = Agreement.objects.filter(partnership_id=koordinator.partnership_id)[0]
        due = TODAY() + timedelta(days=30)
        review = agreements.plan_review(actor=koordinator, agreement=agreement, due_on=due)
        with pytest.raises(ValidationError):
            agreements.close_review(actor=koordinator, review=review, done_on=TODAY(), outcome="")
        agreements.close_review(
            actor=koordinator, review=review, done_on=TODAY(), outcome="Fortsätter"
        )
        with pytest.raises(Refused):
            agreements.close_review(
                actor=koordinator, review=review, done_on=TODAY(), outcome="Igen"
            )
        assert AgreementReview.objects.get(pk=review.pk).outcome == "Fortsätter"


def test_mandate_then_signature_then_staffing(fresh):
    holder, deputy = fresh.user("koordinator"), fresh.user("admin")
    with acting(fresh.actor("admin")) as admin:
        with pytest.raises(ValidationError):
            agreements.fill_office(actor=admin, kind="steering", holder=holder, from_on=TODAY())
        with pytest.raises(ValidationError):
            agreements.fill_office(actor=admin, kind="coordinator", holder=holder, from_on=TODAY())
        office = agreements.fill_office(
            actor=admin, kind="coordinator", holder=holder, deputy=deputy, from_on=TODAY()
        )
        agreements.vacate_office(actor=admin, office=office)
        assert Office.objects.get(pk=office.pk).to_on == TODAY()
    Agreement.objects.using("owner").update(
        valid_to=TODAY() - timedelta(days=1), from_on=TODAY() - timedelta(days=9)
    )
    with acting(fresh.actor("admin")) as admin, pytest.raises(agreements.NotSignedYet):
        agreements.fill_office(actor=admin, kind="coordination", holder=holder, from_on=TODAY())


@pytest.mark.parametrize("page", ["administration", "agreement_list", "office_list"])
def test_the_partnerships_own_papers_are_read_by_all_in_it(sign_in, cast, page):
    for who in ("polis", "avhopp", "styrgrupp", "dso", "admin", "koordinator_soder"):
        answer = sign_in(who).get(reverse(f"agencies:{page}"))
        assert answer.status_code == 200
    assert "Norr" not in answer.content.decode()


def test_signing_on_the_page(sign_in, cast):
    party = AgreementParty.objects.get(participation=cast.participation("polis"))
    client = sign_in("polis")
    assert "Underteckna" in client.get(party.agreement.get_absolute_url()).content.decode()
    address = reverse("agencies:agreement_sign", args=[party.ref])
    assert client.post(address, {"signatory_name": "Bo"}).status_code == 422
    typed = {"signatory_name": "Bo Chef", "signatory_title": "Polisområdeschef"}
    assert client.post(address, typed).status_code == 302
    assert "Bo Chef" in client.get(party.agreement.get_absolute_url()).content.decode()
