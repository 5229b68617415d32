"""A person's yes: who may take it, about whom, how long it lasts, and what its end does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies import founding
from agencies.actions import (
    Assessed,
    Decision,
    disclose,
    disclosures_resting_on,
    take_consent,
    withdraw_consent,
)
from agencies.actions.consents import ConsentAlreadyWithdrawn
from agencies.actions.decisions import GroundNotPossible
from agencies.actors import acting, actor_for
from agencies.grounds import Ages
from agencies.models import Consent, Disclosure, Entry, Notice, Participation, User
from agencies.scoping import Function
from groups import actions as groups_actions
from groups.models import Person, PersonGrant
from gvi.core.refusals import Refused
from offers.models import Case
from tests.wall.walking import plain

TODAY = timezone.localdate()
ADULT, CHILD, UNKNOWN = Ages(28, 28), Ages(16, 16), Ages()
WEIGHED = {"maturity": "Förstår väl.", "guardian_harm": "Nej."}
NEW = "/grupper/personer/{}/samtycke/"


def wanted(cast, person, **values) -> dict:
    return {
        "about_kind": "person",
        "about": person.ref,
        "label": person.code_name,
        "ages": ADULT,
        "data": "Att frivården får veta.",
        "parts": ["code_name"],
        "receivers": [cast.receiver("frivard")],
        "purpose": "Planera stödet",
        "form": "oral",
        "given_on": TODAY,
        "expires_on": TODAY + timedelta(days=90),
    } | values


def own_person(actor) -> Person:
    return Person.objects.visible_to(actor).get(code_name="Uggla")


def taken(cast, who="polis", **values) -> Consent:
    with acting(cast.actor(who)) as actor:
        return take_consent(actor=actor, **wanted(cast, own_person(actor), **values))


@pytest.fixture
def typed(cast) -> dict:
    return {
        "receivers": [cast.receiver("frivard").pk],
        "parts": ["code_name"],
        "data": "Att frivården får veta.",
        "purpose": "Planera stödet",
        "form": "oral",
        "given_on": TODAY.isoformat(),
        "expires_on": (TODAY + timedelta(days=90)).isoformat(),
    }


# Taking it.


def test_a_consent_says_who_what_whom_why_and_until_when(cast):
    consent = taken(cast)
    assert consent.given_to == cast.user("polis")
    assert consent.receivers == [cast.receiver("frivard").pk]
    assert consent.in_force(TODAY)
    assert consent.ring == ""
    with acting(cast.actor("polis")) as polis:
        entry = Entry.objects.visible_to(polis).filter(action="consent.taken").last()
    assert entry.ref == consent.ref


@pytest.mark.parametrize("who", ["styrgrupp", "admin", "dso"])
def test_those_who_decide_nothing_take_no_consent(cast, who):
    with acting(cast.actor("polis")) as polis:
        person = own_person(polis)
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        take_consent(actor=actor, **wanted(cast, person))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
        ({"expires_on": TODAY + timedelta(days=367)}, "expires_on"),
        ({"receivers": []}, "receivers"),
        ({"given_by": []}, "given_by"),
        ({"given_by": ["self", "guardian_1"]}, "given_by"),
        ({"ages": CHILD}, "maturity"),
        ({"ages": UNKNOWN}, "maturity"),
        ({"ages": CHILD, "maturity": "Förstår väl."}, "guardian_harm"),
    ],
)
def test_what_a_consent_must_say(cast, values, field):
    with pytest.raises(Refused) as refusal:
        taken(cast, **values)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "given_by", [["self"], ["guardian_1"], ["guardian_1", "guardian_2"], ["self", "guardian_1"]]
)
def test_of_a_child_it_says_who_consented_how_mature_and_what_harm(cast, given_by):
    consent = taken(cast, ages=CHILD, given_by=given_by, **WEIGHED)
    assert len(consent.givers) == len(given_by)


def test_the_database_too_wants_a_guardians_consent_weighed(cast):
    consent = cast.row(Consent, label="Kanarie klient")
    with pytest.raises(IntegrityError, match="agencies_consent_of_guardian_is_weighed"):
        Consent.objects.using("owner").filter(pk=consent.pk).update(given_by=["guardian_1"])


def test_a_consent_is_taken_once_and_never_rewritten(cast):
    consent = taken(cast)
    with acting(cast.actor("polis")), pytest.raises(DatabaseError, match="permission denied"):
        Consent.objects.filter(pk=consent.pk).update(data="Något annat.")


# Who reads it.


@pytest.mark.parametrize("who", ["frivard", "koordinator", "kommun", "polis_soder", "styrgrupp"])
def test_nobody_else_learns_of_a_consent(cast, who):
    consent = taken(cast)
    with acting(cast.actor(who)) as actor:
        assert not Consent.objects.visible_to(actor).filter(pk=consent.pk).exists()
        assert not Consent.objects.filter(pk=consent.pk).exists()


def test_an_exit_groups_consent_is_its_own_inside_its_agency(fresh):
    """Exit and casework may sit in one agency (OSL 8:2)."""
    consent = fresh.row(Consent, label="Kanarie klient")
    assert consent.ring == Function.EXIT
    with acting(fresh.actor("avhopp2")) as colleague:
        assert Consent.objects.visible_to(colleague).get() == consent
    founding.post(
        User.objects.using("owner").get(email="kommun@cast.example"),
        Participation.objects.using("owner").get(pk=consent.scope_id),
        [Function.CASEWORK],
        approved_by=founding.founder(),
        from_on=TODAY - timedelta(days=1),
    )
    with acting(actor_for(fresh.user("kommun"), consent.scope_id)) as caseworker:
        assert caseworker.has({Function.CASEWORK})
        assert not Consent.objects.visible_to(caseworker).exists()
        assert not Consent.objects.exists()


# Its end.


@pytest.mark.parametrize(("days", "is_in_force"), [(-1, False), (0, True), (90, True), (91, False)])
def test_it_lasts_from_its_day_to_its_last(cast, days, is_in_force):
    consent = taken(cast)
    day = TODAY + timedelta(days=days)
    assert consent.in_force(day) is is_in_force
    with acting(cast.actor("polis")) as polis:
        found = Consent.objects.visible_to(polis).in_force(day).filter(pk=consent.pk)
        assert found.exists() is is_in_force


def test_withdrawn_it_carries_nothing_new(cast):
    consent = taken(cast)
    with acting(cast.actor("polis2")) as polis2:
        ended = withdraw_consent(actor=polis2, consent=consent)
        assert not ended.in_force(TODAY)
        assert not Consent.objects.visible_to(polis2).in_force(TODAY).exists()
        assert ended.withdrawn_to == cast.user("polis2")
        with pytest.raises(ConsentAlreadyWithdrawn):
            withdraw_consent(actor=polis2, consent=consent)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_it_is_withdrawn_between_the_day_it_was_given_and_today(cast, day):
    consent = taken(cast)
    with acting(cast.actor("polis")) as polis, pytest.raises(Refused):
        withdraw_consent(actor=polis, consent=consent, withdrawn_on=day)


def on_consent(actor, cast, consent) -> Disclosure:
    """The person's own secrecy gives way on the consent; the police's on a harm test."""
    person, parts = own_person(actor), ["code_name"]
    consented, harmless = cast.ground("SAMTYCKE"), cast.ground("MENPROV")
    receivers = [cast.receiver("frivard")]
    answers = {"who_could_be_harmed": "Ingen."}
    decision = Decision(
        items=groups_actions.items_of([person], parts),
        receivers=receivers,
        purpose="Planera stödet",
        need="Personen vill det.",
        ends_on=consent.expires_on,
        parts=parts,
        assessed=[
            Assessed("code_name", "18:1", harmless, "Skadar inte.", answers),
            Assessed("code_name", "35:1", consented, "Personen har sagt ja."),
        ],
        ages=ADULT,
        consent=consent,
    )
    disclosure = disclose(actor=actor, decision=decision)
    groups_actions.give_people(disclosure, [person], receivers)
    return disclosure


def test_consent_carries_what_it_covers_and_nothing_else(cast):
    consent = taken(cast)
    with acting(cast.actor("polis")) as polis:
        assert on_consent(polis, cast, consent).consent == consent
    narrow = taken(cast, parts=["identity"])
    with acting(cast.actor("polis")) as polis, pytest.raises(GroundNotPossible):
        on_consent(polis, cast, narrow)
    elsewhere = taken(cast, receivers=[cast.receiver("kommun")])
    with acting(cast.actor("polis")) as polis, pytest.raises(GroundNotPossible):
        on_consent(polis, cast, elsewhere)
    with acting(cast.actor("polis")) as polis:
        ended = withdraw_consent(actor=polis, consent=consent)
        with pytest.raises(GroundNotPossible):
            on_consent(polis, cast, ended)


def test_what_rests_on_it_stops_and_the_receivers_are_told(cast):
    consent = taken(cast)
    with acting(cast.actor("polis")) as polis:
        resting = on_consent(polis, cast, consent)
        assert list(disclosures_resting_on(consent)) == [resting]
        withdraw_consent(actor=polis, consent=consent)
        assert not disclosures_resting_on(consent).exists()
    with acting(cast.actor("frivard")) as frivard:
        notice = Notice.objects.visible_to(frivard).get(disclosure_id=resting.pk)
        assert notice.kind == Notice.Kind.CONSENT
        granted = PersonGrant.objects.visible_to(frivard).filter(item__disclosure=resting)
        assert not granted.filter(revoked_at__isnull=True).exists()


def test_what_rests_on_something_else_goes_on(cast):
    consent = taken(cast)
    with acting(cast.actor("polis")) as polis:
        before = Disclosure.objects.visible_to(polis).filter(withdrawn_at__isnull=True).count()
        withdraw_consent(actor=polis, consent=consent)
        assert before
        assert before == Disclosure.objects.filter(withdrawn_at__isnull=True).count()


# The pages.


def test_a_consent_is_taken_and_withdrawn_on_the_pages(sign_in, cast, typed):
    client = sign_in("polis")
    address = NEW.format(cast.row(Person, code_name="Uggla").ref)
    page = client.get(address)
    assert "18 kap. OSL" in page.content.decode()
    page = client.post(address, typed)
    assert page.status_code == 302
    consent = client.get(page["Location"]).content.decode()
    assert "Frivården Norr" in consent
    assert "<title>Samtycke" in consent
    assert "Uggla" in client.get("/utlamnanden/samtycken/").content.decode()
    ended = client.post(page["Location"] + "aterkalla/", {"withdrawn_on": TODAY.isoformat()})
    assert ended.status_code == 302
    assert "Återkallat" in client.get(page["Location"]).content.decode()


def test_of_somebody_whose_age_is_unknown_the_page_asks_as_of_a_child(sign_in, cast, typed):
    with acting(cast.actor("polis")) as polis:
        person = groups_actions.propose_person(actor=polis, code_name="Gråsparv", ground="x")
    client = sign_in("polis")
    address = NEW.format(person.ref)
    assert 'name="is_adult"' in client.get(address).content.decode()
    page = client.post(address, typed)
    assert page.status_code == 422
    assert page.content.decode().count("govuk-error-message") >= 3
    assert "Planera stödet" in page.content.decode()
    page = client.post(address, typed | WEIGHED | {"given_by": ["guardian_1"]})
    assert page.status_code == 302
    page = client.post(address, typed | {"is_adult": "on"})
    assert page.status_code == 302


def test_of_an_adult_the_page_asks_nothing_more(sign_in, cast, typed):
    with acting(cast.actor("polis")) as polis:
        adult = groups_actions.propose_person(
            actor=polis,
            code_name="Gråsparv",
            ground="x",
            identity={"given_name": "A", "birth_year": 1990},
        )
    client = sign_in("polis")
    page = client.get(NEW.format(adult.ref)).content.decode()
    assert 'name="maturity"' not in page
    assert 'name="is_adult"' not in page
    assert client.post(NEW.format(adult.ref), typed).status_code == 302


def test_anothers_person_gives_no_consent_here(sign_in, cast):
    person = cast.row(Person, code_name="Kråka")
    assert sign_in("frivard").get(NEW.format(person.ref)).status_code == 404


def test_the_exit_group_takes_one_from_its_case(sign_in, cast, typed):
    case = cast.row(Case, called="Kanarie klient")
    address = f"/stod/arenden/{case.ref}/samtycke/"
    client = sign_in("avhopp")
    page = client.post(address, typed | {"parts": ["case"], "is_adult": "on"})
    assert page.status_code == 302
    with acting(cast.actor("avhopp")) as avhopp:
        assert {each.ring for each in Consent.objects.visible_to(avhopp)} == {Function.EXIT}
    assert sign_in("kommun").get(address).status_code == 404


def test_the_list_costs_the_same_with_one_consent_and_with_thirty(sign_in, cast):
    client = sign_in("polis")
    taken(cast)
    client.get("/utlamnanden/samtycken/")
    with CaptureQueriesContext(connection) as few:
        client.get("/utlamnanden/samtycken/")
    for _each in range(30):
        taken(cast)
    with CaptureQueriesContext(connection) as many:
        assert client.get("/utlamnanden/samtycken/").status_code == 200
    assert len(many) == len(few)


def test_the_persons_page_shows_the_owner_what_has_been_said_yes_to(sign_in, cast):
    with acting(cast.actor("polis")) as polis:
        person = Person.objects.visible_to(polis).get(code_name="Kråka")
        take_consent(actor=polis, **wanted(cast, person))
    assert "Planera stödet" in sign_in("polis").get(person.get_absolute_url()).content.decode()
    assert (
        "Planera stödet" not in sign_in("frivard").get(person.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize("who", ["polis", "frivard", "koordinator", "styrgrupp", "admin"])
def test_what_others_are_shown_is_the_same_with_and_without_an_exit_groups_consent(
    sign_in, cast, who
):
    """Also of somebody they have on their own map."""
    person = cast.row(Person, code_name="Kråka")
    pages = [person.get_absolute_url(), "/utlamnanden/", "/utlamnanden/samtycken/", "/"]
    before = [plain(sign_in(who).get(page).content) for page in pages]
    with acting(cast.actor("avhopp")) as avhopp:
        consent = take_consent(actor=avhopp, **wanted(cast, person))
        withdraw_consent(actor=avhopp, consent=consent)
    assert [plain(sign_in(who).get(page).content) for page in pages] == before
