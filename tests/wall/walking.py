"""Walking every page and list as one member of the cast, and keeping what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from django.test import Client
from django.urls import reverse

from agencies.actors import acting
from agencies.scoping import ScopedQuerySet
from tests.cast import Cast
from tests.wall.test_outsiders import OBJECT_PAGES, PLAIN_PAGES

# What a reader's own walking changes: the ledger holds each page just read.
OWN_TRAIL = {"agencies:entry_list", "api:entry-list"}
QUERIES = {
    "offers:offer_list": [f"?visa={tab}" for tab in ("mina", "alla", "att-lamna", "lamnade")],
    "agencies:disclosure_list": ["?side=received", "?ko=loper-ut", "?ko=aterkallade"],
    "groups:incident_list": ["?kind=shooting", "?page=2"],
    "groups:person_list": ["?page=2"],
}
ANY_REF = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OF_THE_REQUEST = [
    (re.compile(rb'name="(csrfmiddlewaretoken|key|once|tab)" value="[^"]*"'), rb'name="\1"'),
    (re.compile(rb"(?<!\d)\d\d[.:]\d\d(:\d\d(\.\d+)?)?(?!\d)"), rb"CLOCK"),
    (re.compile(rb'data-tab="[^"]*"'), rb"data-tab"),
    (re.compile(rb"boundary=\S+"), b"boundary"),
]
HEADERS = ("Content-Type", "Content-Disposition", "Location", "ETag", "Last-Modified", "X-Total")

Said = tuple[int, bytes, tuple[str, ...], int]


def plain(content: bytes, *refs: object) -> bytes:
    """What was said, but for what differs between any two requests and for the refs asked with."""
    for pattern, instead in OF_THE_REQUEST:
        content = pattern.sub(instead, content)
    for ref in refs:
        content = content.replace(str(ref).encode(), b"ASKED")
    return content


def said(response, *refs: object) -> Said:
    """Status, body, headers and length, as a listener on the line would have them."""
    body = getattr(response, "content", b"") or b"".join(getattr(response, "streaming_content", []))
    headers = tuple(response.headers.get(each, "") for each in HEADERS)
    return response.status_code, plain(body, *refs), headers, len(plain(body, *refs))


KINDS = {
    "person": "Person", "affiliation_new": "Person", "group": "StreetGroup", "incident": "Incident",
    "callin": "Callin", "offer_callin": "Callin", "notification": "Notification",
    "invitation": "Invitation", "attendance": "Invitation", "offer": "Offer",
    "followup_new": "Offer", "followup": "FollowUp", "case": "Case", "measure_new": "Case",
    "measure": "Measure", "intake": "Intake", "disclosure": "Disclosure", "issue": "Issue",
    "briefing": "Issue", "affiliation": "Affiliation", "tie": "PersonTie", "consent": "Consent",
    "consent_new": "Person", "request": "Request", "request_about": "Person", "round": "Round",
    "round_answer": "Disclosure", "round_received": "Disclosure", "round_answers": "Disclosure",
    "round_renew": "Disclosure", "onward": "Disclosure", "urgent": "Disclosure",
    "decision_pdf": "Disclosure", "copy": "Disclosure", "template": "DisclosureTemplate",
    "sample": "Sample", "notice": "Notice", "archive": "Delivery", "contact": "Request",
    "agreement": "Agreement", "office": "Office", "posting": "Posting", "goal": "Goal",
    "cost": "Cost", "need": "Need", "note": "Note", "meeting": "Meeting", "provider": "Provider",
    "letter": "Letter", "absence": "Absence", "handover": "HandOver", "handover_case": "Case",
    "handover_intake": "Intake", "goal_new": "Case", "need_new": "Case", "note_new": "Case",
    "meeting_new": "Case", "objection_new": "Case", "cost_new": "Measure",
}  # fmt: skip


def seen_refs(who: str) -> dict[str, list[str]]:
    """The first two rows of each kind that somebody sees, in the order of their making."""
    found = {}
    with acting(Cast().actor(who)) as actor:
        for model in apps.get_models():
            rows = model._default_manager.all()
            if isinstance(rows, ScopedQuerySet) and hasattr(model, "ref"):
                mine = rows.visible_to(actor).order_by("pk").values_list("ref", flat=True)
                found[model.__name__] = [str(ref) for ref in mine[:2]]
    return found


def kind_of(name: str) -> str:
    """The kind of row a page is about, by its name: the longest word that fits."""
    page = name.partition(":")[2]
    fitting = [word for word in KINDS if page.startswith(word)]
    return KINDS[max(fitting, key=len)] if fitting else ""


def addresses(refs: dict[str, list[str]]) -> Iterator[str]:
    """Every page without a reference, and every page that takes one, with rows that are seen."""
    for name in PLAIN_PAGES:
        if name not in OWN_TRAIL:
            yield reverse(name)
            for query in QUERIES.get(name, []):
                yield f"{reverse(name)}{query}"
    for name in OBJECT_PAGES:
        for ref in refs.get(kind_of(name), []):
            yield reverse(name, args=[ref])


def walk(who: str, refs: dict[str, list[str]]) -> dict[str, Said]:
    """What each address answers somebody; only what opens for them is kept."""
    client = Client()
    client.force_login(Cast().user(who))
    found = {}
    for address in addresses(refs):
        answer = said(client.get(address))
        if answer[0] not in (404, 405):
            found[address] = answer
    return found
