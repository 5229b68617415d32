"""“Who can see this” is true: whom the panel names are those who really get the page, and no more.

Every record of the cast is asked for by every member of it, through the real pages and API, as
things stand and after each way in which reading can end or begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies import scoping
from agencies.actions import open_copy, withdraw
from agencies.actors import acting
from agencies.models import (
    Agreement,
    Delivery,
    Disclosure,
    LegalGround,
    Participation,
    Posting,
    StandingDecision,
    User,
)
from agencies.readers import mark, seated
from agencies.scoping import Function, Rule
from agencies.seats import SHAPES, seats
from callins.actions.talks import plan_talk
from callins.models import Callin, Invitation, Notification
from groups.actions import affiliate, disclose_people, record_incident
from groups.models import Affiliation, Incident, Person, PersonGrant, PersonTie, StreetGroup
from gvi.briefings.models import Issue
from gvi.briefings.policies import DRAFT
from offers.actions import start_following_up
from offers.models import Case, FollowUp, Intake, Offer
from tests.cast import STAFF, Cast
from tests.wall.giving import case_grant

# Every kind of record, and where one of them is read: its page, or its place in the API.
RECORDS = {
    Person: "groups:person_detail",
    StreetGroup: "groups:group_detail",
    Incident: "groups:incident_detail",
    Affiliation: "api:affiliation-detail",
    PersonTie: "api:tie-detail",
    Callin: "callins:callin_detail",
    Invitation: "api:invitation-detail",
    Notification: "callins:notification_detail",
    Offer: "offers:offer_detail",
    Intake: "offers:intake_detail",
    Case: "offers:case_detail",
    FollowUp: "offers:followup_note",
    Disclosure: "agencies:disclosure_detail",
    Issue: "briefings:issue_detail",
}
API = {
    Person: "person",
    StreetGroup: "group",
    Incident: "incident",
    Callin: "callin",
    Notification: "notification",
    Offer: "offer",
    Intake: "intake",
    Case: "case",
    FollowUp: "followup",
    Disclosure: "disclosure",
    Issue: "briefing",
}
# Read before anyone is an actor, or by everyone who works in the partnership: no record to guard.
WITHOUT_A_PANEL = {"Governed", "Posted", "Led", "Agreed", "Signed"}


def records() -> Iterator[tuple[object, Rule]]:
    for model in RECORDS:
        for row in model.objects.using("owner").order_by("pk"):
            yield row, rule_of(row)


def rule_of(row) -> Rule:
    """A briefing is a draft until it is issued; everything else has its model's rule."""
    if isinstance(row, Issue) and not row.is_issued:
        return DRAFT
    return type(row)._default_manager.all().rule


def named_by(row, rule: Rule) -> set[str]:
    """Those whom the panel counts, past the wall."""
    people = seated(seats(rule, row))
    emails = User.objects.filter(pk__in={user for found in people.values() for user in found})
    return {email.split("@")[0] for email in emails.values_list("email", flat=True)}


def clients() -> dict[str, Client]:
    found = {}
    for name in STAFF:
        found[name] = Client()
        found[name].force_login(Cast().user(name))
    return found


def more_records(cast: Cast) -> None:
    """What the cast lacks: other agencies' rows about the same people, and a briefing issued."""
    today = timezone.localdate()
    with acting(cast.actor("frivard")) as frivard:
        offer = Offer.objects.visible_to(frivard).get(scope_id=frivard.scope)
        start_following_up(actor=frivard, offer=offer)
    with acting(cast.actor("polis")) as polis:
        uggla = Person.objects.visible_to(polis).get(code_name="Uggla")
        plan_talk(actor=polis, person=uggla, reason="prevention", place="home", planned_on=today)
    with acting(cast.actor("kommun")) as kommun:
        about = {"role": "associate", "confidence": "possible", "category": "suspected"}
        affiliate(
            actor=kommun,
            person=Person.objects.visible_to(kommun).get(code_name="Kråka"),
            street_group=StreetGroup.objects.visible_to(kommun).get(name="Bok"),
            **about,
        )
    with acting(cast.actor("polis_soder")) as soder:
        record_incident(actor=soder, kind="shooting", occurred_on=today, municipality="0180")
    scope = cast.participation("koordinator")
    Issue(
        scope=scope,
        monday=today - timedelta(days=today.weekday() + 14),
        state="issued",
        digest="x",
        issued_at=timezone.now(),
    ).save(using="owner", force_insert=True)


def as_it_stands(cast: Cast) -> None:
    """Nothing has happened since the cast was built."""


def every_row_sealed(cast: Cast, step: int = 1) -> None:
    for model in set(RECORDS) - {Issue}:  # what is issued never changes
        if any(field.name == "sealed" for field in model._meta.fields):
            rows = model.objects.using("owner").order_by("pk").values_list("pk", flat=True)
            model.objects.using("owner").filter(pk__in=rows[::step]).update(sealed=True)


def every_second_row_sealed(cast: Cast) -> None:
    every_row_sealed(cast, step=2)


def the_decisions_have_ended(cast: Cast) -> None:
    a_moment_ago = timezone.now() - timedelta(seconds=1)
    PersonGrant.objects.using("owner").update(expires_at=a_moment_ago)
    Delivery.objects.using("owner").update(ends_at=a_moment_ago)


def one_decision_is_withdrawn(cast: Cast) -> None:
    with acting(cast.actor("polis")) as polis:
        disclosure = Disclosure.objects.visible_to(polis).first()
        withdraw(actor=polis, disclosure=disclosure, reason="Ändrat läge.")


def the_agreement_has_lapsed(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    signed = Agreement.objects.using("owner").filter(signed_on__isnull=False)
    signed.update(valid_to=yesterday)


def one_agency_has_left(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    left = Participation.objects.using("owner").filter(agency__slug="polis-norr")
    left.update(to_on=yesterday)


def staff_have_come_and_gone(cast: Cast) -> None:
    """One is deactivated, one's time is up, and one sits in two functions."""
    yesterday = timezone.localdate() - timedelta(days=1)
    User.objects.using("owner").filter(email="avhopp2@cast.example").update(is_active=False)
    postings = Posting.objects.using("owner")
    postings.filter(user__email="frivard@cast.example").update(to_on=yesterday)
    postings.filter(user__email="styrgrupp@cast.example").update(function=Function.REGISTRY)
    postings.filter(user__email="dso@cast.example").update(function=Function.CASEWORK)


def nothing_stands_shared(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    kinds = ["street_group", "callin", "briefing"]
    StandingDecision.objects.using("owner").filter(kind__in=kinds).update(to_on=yesterday)


def more_is_disclosed(cast: Cast) -> None:
    """Who somebody is, to one; a person to another function of the giver itself; a case."""
    with acting(cast.actor("polis")) as polis:
        disclose_people(
            actor=polis,
            people=[Person.objects.visible_to(polis).get(code_name="Uggla")],
            receivers=[cast.receiver("frivard"), cast.receiver("polis", Function.POLICE_EXIT)],
            ground=LegalGround.objects.get(code="MENPROV"),
            purpose="Samtal",
            need="Behövs.",
            ends_on=timezone.localdate(),
            parts=["identity"],
        )
    Posting.objects.using("owner").filter(user__email="styrgrupp@cast.example").update(
        function=Function.POLICE_EXIT
    )
    case_grant(cast.row(Case, called="Kanarie klient"), cast.receiver("kommun"))


def a_closed_copy_is_opened(cast: Cast) -> None:
    """What frivården got and lost lies in its archive, and its registrar has a reason."""
    with acting(cast.actor("registrator")) as keeper:
        copy = Delivery.objects.visible_to(keeper).over().first()
        open_copy(actor=keeper, delivery=copy, reason="Begäran om allmän handling.")


STAGES: list[Callable[[Cast], None]] = [
    as_it_stands,
    every_row_sealed,
    every_second_row_sealed,
    the_decisions_have_ended,
    one_decision_is_withdrawn,
    the_agreement_has_lapsed,
    one_agency_has_left,
    staff_have_come_and_gone,
    nothing_stands_shared,
    more_is_disclosed,
    a_closed_copy_is_opened,
]
# As it stands and every second state of the world each time; `make prove` takes the others too.
DRAWN = [
    each if place % 2 == 0 else pytest.param(each, marks=pytest.mark.prove)
    for place, each in enumerate(STAGES)
]


def test_there_are_records_of_every_kind_to_ask_for(fresh):
    more_records(fresh)
    found = [row for row, _rule in records()]
    assert {type(row) for row in found} == set(RECORDS)
    assert len(found) >= 30, len(found)


def test_every_shape_of_rule_has_been_asked_the_other_way_round():
    shapes = {each for each in vars(scoping).values() if isinstance(each, type)}
    rules = {each for each in shapes if issubclass(each, Rule)}
    assert {each.__name__ for each in rules - set(SHAPES)} <= WITHOUT_A_PANEL


@pytest.mark.parametrize("stage", DRAWN, ids=lambda stage: stage.__name__)
def test_whom_the_panel_names_are_those_who_get_the_page(fresh, stage):
    """All records as things stand; a third of them, another one each time, at the other stages."""
    more_records(fresh)
    stage(fresh)
    place = STAGES.index(stage)
    asked = [row for row, _rule in records()][place % 3 :: 3] if place else None
    assert list(untrue(asked)) == []


@pytest.mark.prove
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_whom_every_panel_names_are_those_who_get_the_page(fresh, stage):
    more_records(fresh)
    stage(fresh)
    assert list(untrue(None)) == []


def untrue(asked: list | None) -> Iterator[tuple]:
    """Each record and reader of whom something else is said than what the page does."""
    everyone = clients()
    for row, rule in records():
        if asked is not None and row not in asked:
            continue
        address = reverse(RECORDS[type(row)], args=[row.ref])
        answers = {name: client.get(address) for name, client in everyone.items()}
        allowed = {name for name, answer in answers.items() if answer.status_code == 200}
        named = named_by(row, rule)
        if named != allowed:
            yield str(row), address, sorted(named ^ allowed)
        for name in allowed:
            told = (answers[name].context or {}).get("readers")
            if told is not None and not is_true(told, row, rule, Cast().actor(name).scope):
                yield str(row), address, name, told


def is_true(told: list, row, rule: Rule, scope: int) -> bool:
    """What one reader is told: nobody who does not read, and the rest named or pointed at."""
    hidden = {seat for seat in seats(rule, row) if seat.user and seat.scope != scope}
    people = seated([seat for seat in seats(rule, row) if seat not in hidden])
    assert {seat.scope for seat in hidden} <= {each.scope for each in told if each.archived} or (
        scope != row.scope_id
    )
    real = {each: len(users) for each, users in people.items() if users}
    counted = {reader.scope: reader.people for reader in told if reader.people}
    names = {name for reader in told for name in reader.names}
    here = {postings[0].user.name for postings in people.get(scope, {}).values()}
    is_whole = not any(reader.beyond for reader in told)
    return (
        (counted == real if is_whole else counted.items() <= real.items())
        and counted.get(scope, 0) == real.get(scope, 0)
        and names == here
    )


def test_the_api_opens_the_same_records_as_the_pages(fresh):
    more_records(fresh)
    everyone = clients()
    for row, _rule in records():
        if type(row) not in API:
            continue
        page = reverse(RECORDS[type(row)], args=[row.ref])
        api = reverse(f"api:{API[type(row)]}-detail", args=[row.ref])
        for name, client in everyone.items():
            assert client.get(page).status_code == client.get(api).status_code, (name, page, api)


@pytest.mark.parametrize("stage", DRAWN, ids=lambda stage: stage.__name__)
def test_the_mark_in_a_list_never_says_fewer_than_who_reads(fresh, stage):
    more_records(fresh)
    stage(fresh)
    for name in STAFF:
        with acting(fresh.actor(name)) as actor:
            for model in RECORDS:
                rule = model._default_manager.all().rule
                rows = list(model.objects.visible_to(actor))
                mark(actor, rows, rule)
                for row in rows:
                    past = model.objects.using("owner").get(pk=row.pk)
                    known = [seat for seat in seats(rule, past) if not seat.user]
                    crosses = {scope for scope, users in seated(known).items() if users}
                    if crosses - {row.scope_id}:
                        assert row.mark["kind"] != "own", (name, row)
                    if row.mark["kind"] == "shared":
                        agencies = {each["name"] for each in row.mark["agencies"]}
                        others = Participation.objects.filter(pk__in=crosses - {row.scope_id})
                        assert agencies >= set(others.values_list("agency__name", flat=True))
