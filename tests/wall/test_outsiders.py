"""Every page and every API action is walked by someone who must never get in.

A hidden row answers exactly as one that never existed: same status, same body, same statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from uuid import UUID
from zlib import crc32

import pytest
from django.apps import apps
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies.models import Agency, Answer, Delivery, Disclosure, Request, User
from agencies.scoping import ScopedQuerySet
from offers.models import FollowUp

ABSENT = UUID("00000000-0000-4000-8000-000000000000")
OUTSIDERS = ["polis_soder", "koordinator_soder"]
INSIDERS = [
    "polis", "polis2", "koordinator", "avhopp", "avhopp2", "frivard", "kommun", "styrgrupp", "dso",
    "admin", "avhopp_admin", "frivard2", "registrator",
]  # fmt: skip
CANARIES = ["Kråka", "Skata", "Uggla", "Kanarie", "Fågelsång", "Hemliga gatan"]
# What a page is about, where its name does not say it.
ABOUT = {
    "agencies:account_detail": "User",
    "agencies:account_remove": "User",
    "agencies:archive_open": "Closed delivery",
    "agencies:contact_answer": "Request for contact details",
    "agencies:copy_pdf": "Disclosure",
    "agencies:decision_pdf": "Disclosure",
    "agencies:request_pdf": "Refused request",
    "agencies:template_approve": "DisclosureTemplate",
    "agencies:template_detail": "DisclosureTemplate",
    "agencies:template_retire": "DisclosureTemplate",
    "api:briefing-approve": "Issue",
    "api:briefing-detail": "Issue",
    "api:briefing-narrate": "Issue",
    "api:briefing-pdf": "Issue",
    "api:group-detail": "StreetGroup",
    "api:tie-detail": "PersonTie",
    "callins:attendance_mark": "Invitation",
    "desk:onward": "Disclosure",
    "desk:request_about": "Person",
    "desk:round_answer": "Disclosure in a round",
    "desk:round_answers": "Disclosure in a round",
    "desk:round_received": "Disclosure in a round",
    "desk:round_renew": "Disclosure",
    "desk:template_renew": "DisclosureTemplate",
    "desk:urgent_complete": "Disclosure",
    "groups:affiliation_new": "Person",
    "groups:consent_new": "Person",
    "groups:group_detail": "StreetGroup",
    "groups:group_seal": "StreetGroup",
    "groups:group_tie": "StreetGroup",
    "offers:consent_new": "Case",
    "api:followup-carry": "Logged follow-up",
    "offers:followup_carry": "Logged follow-up",
    "offers:followup_new": "Offer",
    "offers:handover_case": "Case",
    "offers:handover_intake": "Intake",
    "offers:measure_new": "Case",
    "offers:meeting_new": "Case",
    "offers:note_new": "Case",
    "offers:offer_callin": "Callin",
}
# Rows that the cast cannot hold: who walks these pages from outside instead.
IN_A_WORLD_OF_ITS_OWN = {"desk:case_take_over": "tests/desk/test_transfer.py"}
pytestmark = pytest.mark.usefixtures("still")
OPENED = {200, 201, 204, 302, 400, 409, 422}
OURS = ("groups", "callins", "offers", "agencies", "briefings", "api", "desk")


def named_patterns(
    resolver: URLResolver | None = None, names: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every named address of ours, as it is reversed."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from named_patterns(
                each, f"{names}{each.namespace}:" if each.namespace else names
            )
        elif each.name and names.split(":")[0] in OURS:
            yield f"{names}{each.name}", each


def takes_ref(pattern: URLPattern) -> bool:
    return set(pattern.pattern.converters) == {"ref"}


OBJECT_PAGES = sorted({name for name, pattern in named_patterns() if takes_ref(pattern)})
PLAIN_PAGES = sorted({name for name, pattern in named_patterns() if not pattern.pattern.converters})


@cache
def hidden_refs() -> dict[str, list[UUID]]:
    """References of North's rows, by model, seen past the wall. The template never changes."""
    found = {}
    ours, admins = "scope__partnership__slug", "participation__agency__slug"
    ways = {
        "Partnership": {"slug": "norr"},
        "Posting": {admins: "styrelse-norr", "user__email": "koordinator@cast.example"},
        "StandingDecision": {admins: "styrelse-norr"},
        "Agreement": {"partnership__slug": "norr"},
        "AgreementParty": {admins: "polis-norr"},
    }
    for model in apps.get_models():
        rows = model._default_manager
        if isinstance(rows.all(), ScopedQuerySet) and hasattr(model, "ref"):
            north = rows.using("owner").filter(**ways.get(model.__name__, {ours: "norr"}))
            found[model.__name__] = list(north.values_list("ref", flat=True)[:1])
    ours = Agency.objects.filter(participations__partnership__slug="norr")
    found["Agency"] = list(ours.values_list("ref", flat=True)[:1])
    found["User"] = [User.objects.get(email="koordinator@cast.example").ref]
    return found | beside()


def beside() -> dict[str, list[UUID]]:
    """Rows that have pages of their own beside the first of their model."""
    contact = Request.objects.using("owner").filter(kind="contact")
    refused = Answer.objects.using("owner").filter(outcome="no")
    closed = Delivery.objects.using("owner").filter(withdrawn_at__isnull=False)
    asked = Disclosure.objects.using("owner").filter(question="supervision")
    logged = FollowUp.objects.using("owner").exclude(note="").filter(done_at__isnull=False)
    return {
        "Logged follow-up": [logged.values_list("ref", flat=True)[0]],
        "Disclosure in a round": [asked.values_list("ref", flat=True)[0]],
        "Request for contact details": [contact.values_list("ref", flat=True)[0]],
        "Refused request": [refused.values_list("request__ref", flat=True)[0]],
        "Closed delivery": [closed.values_list("ref", flat=True)[0]],
    }


def body(response) -> bytes:
    """What was said, but for what differs between any two requests."""
    said = getattr(response, "content", b"")
    said = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", said)
    said = re.sub(rb"\b\d\d[.:]\d\d\b", b"CLOCK", said)
    return re.sub(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", b"REF", said)


def ask(client: Client, method: str, name: str, ref: UUID):
    return getattr(client, method)(reverse(name, args=[ref]), content_type="application/json")


def test_every_kind_of_row_is_there_to_be_hidden(cast):
    assert all(hidden_refs().values()), hidden_refs()


def walked(client: Client, method: str, name: str, ref: UUID) -> tuple[int, bytes, list[str]]:
    """The answer, and the statements that were run for it."""
    reset_queries()  # the log of a connection holds so many and no more
    with CaptureQueriesContext(connection) as queries:
        response = ask(client, method, name, ref)
    shape = [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries]
    return response.status_code, body(response), shape


def walk(client: Client, name: str, refs: dict[str, list[UUID]]) -> None:
    """The same status, the same bytes, and the same statements: time tells nothing either."""
    for method in ("get", "post"):
        ask(client, method, name, ABSENT)
        absent = walked(client, method, name, ABSENT)
        assert absent[0] in (403, 404, 405), method
        for model, found in refs.items():
            for ref in found:
                assert walked(client, method, name, ref) == absent, (method, model)


def is_about(name: str, model: str) -> bool:
    """Whether a page is named for a kind of row, or listed with it."""
    page = name.partition(":")[2].replace("_", "").replace("-", "")
    return model == ABOUT.get(name) or page.startswith(model.lower())


@pytest.mark.parametrize("name", OBJECT_PAGES)
def test_a_hidden_row_answers_as_one_that_never_existed(sign_in, cast, name):
    """Rows of the page's own kind, and a sixteenth of all others; `make prove` takes all."""
    refs = {
        model: found
        for model, found in hidden_refs().items()
        if is_about(name, model) or crc32(f"{name} {model}".encode()) % 16 == 0
    }
    walk(sign_in(OUTSIDERS[0]), name, refs)


@pytest.mark.prove
@pytest.mark.parametrize("name", OBJECT_PAGES)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_hidden_row_of_any_kind_answers_otherwise(sign_in, cast, who, name):
    walk(sign_in(who), name, hidden_refs())


@pytest.mark.parametrize(
    "name", [each for each in OBJECT_PAGES if each not in IN_A_WORLD_OF_ITS_OWN]
)
def test_every_object_page_opens_for_someone(cast, name):
    """Or the walk above proves nothing. The rows that the page is about are tried first."""
    clients: dict[str, Client] = {}
    for _model, refs in sorted(hidden_refs().items(), key=lambda each: not is_about(name, each[0])):
        for ref in refs:
            for who in INSIDERS:
                if who not in clients:
                    clients[who] = Client()
                    clients[who].force_login(cast.user(who))
                for method in ("get", "post"):
                    if ask(clients[who], method, name, ref).status_code in OPENED:
                        return
    pytest.fail(f"{name} opens for nobody in the cast.")


@pytest.mark.parametrize("name", PLAIN_PAGES)
@pytest.mark.parametrize("who", [*OUTSIDERS, "styrgrupp", "admin", "dso"])
def test_canaries_of_hidden_rows_never_come_back(sign_in, cast, who, name):
    said = sign_in(who).get(reverse(name)).content.decode(errors="replace")
    assert [canary for canary in CANARIES if canary in said] == []


@pytest.mark.parametrize("name", sorted({*OBJECT_PAGES, *PLAIN_PAGES}))
def test_nobody_gets_in_without_signing_in(client, cast, name):
    open_to_all = {
        "desk:accessibility", "desk:privacy", "desk:help", "desk:components", "desk:stay",
        "api:api-root",
    }  # fmt: skip
    address = reverse(name, args=[ABSENT]) if name in OBJECT_PAGES else reverse(name)
    response = client.get(address)
    if name not in open_to_all:
        assert response.status_code in (302, 401, 403, 405), response.status_code
        if response.status_code == 302:
            assert response["Location"].startswith("/konto/login/")


@pytest.mark.parametrize("who", INSIDERS)
def test_a_denied_request_is_in_the_ledger(sign_in, cast, who):
    from agencies.actors import acting
    from agencies.models import Entry

    sign_in(who).get(reverse("groups:person_detail", args=[ABSENT]))
    with acting(cast.actor(who)) as actor:
        entry = Entry.objects.visible_to(actor).filter(action="denied", user_id=actor.user_id)[0]
    assert entry.context == "groups:person_detail"
    assert entry.ref is None
