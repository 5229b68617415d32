"""What the pages cost: server time, statements, and the entry in the ledger."""

# ruff: noqa: T201 - a page that fails is told

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from agencies import ledger
from agencies.actors import acting, actor_for
from agencies.models import Disclosure
from agencies.scoping import Actor
from groups.models import Person
from offers.models import FollowUp
from tests.bench.measures import RUNS, WARM
from tests.bench.people import AUDITOR, FIVE, member
from tests.bench.plans import walked
from tests.bench.world import COMMON, RARE

Choose = Callable[[Actor], QuerySet]


def own_mapped(actor: Actor) -> QuerySet:
    return Person.objects.writable_by(actor).mapped().order_by("pk")


def seen(actor: Actor) -> QuerySet:
    return Person.objects.visible_to(actor).mapped().order_by("-pk")


def decisions(actor: Actor) -> QuerySet:
    return Disclosure.objects.visible_to(actor).filter(items__kind="person")


def waiting(actor: Actor) -> QuerySet:
    return FollowUp.objects.visible_to(actor).waiting()


# A page more is a line more: what it is called, its address, what is added to it, and whose row
# it shows, if it shows one.
PAGES: list[tuple[str, str, str, Choose | None]] = [
    ("Min dag", "desk:day", "", None),
    ("people", "groups:person_list", "", None),
    ("one person", "groups:person_detail", "", seen),
    ("the decision page", "desk:person_disclose", "", own_mapped),
    ("people to decide on", "desk:people_disclose", "", None),
    ("cases", "offers:case_list", "", None),
    ("follow-ups", "offers:offer_list", "?visa=alla", None),
    ("late follow-ups", "offers:followup_overdue", "", None),
    ("log a follow-up", "offers:followup_log", "", waiting),
    ("how it stands with us", "offers:followup_rollup", "", None),
    ("incidents", "groups:incident_list", "", None),
    ("disclosures given", "agencies:disclosure_list", "", None),
    ("disclosures received", "agencies:disclosure_list", "?side=received", None),
    ("one disclosure", "agencies:disclosure_detail", "", decisions),
    ("drafts", "agencies:draft_list", "", None),
    ("requests", "agencies:request_list", "", None),
    ("notices", "agencies:notice_list", "", None),
    ("the archive", "agencies:archive_list", "", None),
    ("the map", "groups:map", "", None),
    ("the ledger", "agencies:entry_list", "", None),
]
POSTS: list[tuple[str, str, dict[str, str], Choose | None]] = [
    ("search, rare name", "desk:search", {"term": RARE}, None),
    ("search, common name", "desk:search", {"term": COMMON}, None),
    ("log a follow-up, save", "offers:followup_log", {"outcome": "talked"}, waiting),
]
SLOW = 2000.0  # a page that takes this long is asked for three times only


def page_times() -> Iterator[dict[str, Any]]:
    """Each page as each of the actors who may open it: milliseconds and statements."""
    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.SECURE_SSL_REDIRECT = False
    for who, (number, role, functions) in {**FIVE, "auditor": AUDITOR}.items():
        user, scope = member(number, role, functions)
        client, actor = Client(raise_request_exception=False), actor_for(user, scope.pk)
        client.force_login(user)
        for name, address, more, choose in PAGES:
            yield from _asked(client, actor, choose, who, name, address, more, None)
        for name, address, data, choose in POSTS:
            yield from _asked(client, actor, choose, who, name, address, "", data)


def _asked(
    client: Client,
    actor: Actor,
    choose: Choose | None,
    who: str,
    name: str,
    address: str,
    more: str,
    data: dict[str, str] | None,
) -> Iterator[dict[str, Any]]:
    def ask() -> int:
        url = path_of(actor, address, choose) + more
        begun = perf_counter()
        response = client.get(url) if data is None else client.post(url, data)
        times.append((perf_counter() - begun) * 1000)
        if response.status_code >= 500:
            print(f"{address} fails for {who}: {response.exc_info[1]!r}", flush=True)
        return response.status_code

    times: list[float] = []
    try:
        if ask() not in (200, 302):
            return
    except (NoReverseMatch, LookupError):  # no such page yet, or no row of theirs to show on it
        return
    with walked() as tables, CaptureQueriesContext(connection) as statements:
        ask()
        asked = len(statements)
    times.clear()
    while len(times) < WARM + RUNS and (len(times) < 3 or sum(times) < SLOW):
        ask()
    yield {
        "who": who,
        "page": name,
        "ms": median(times[WARM:]),
        "statements": asked,
        "walked": sorted(tables),
    }


def path_of(actor: Actor, address: str, choose: Choose | None) -> str:
    """The address of the page, on the first row chosen; what was logged no longer waits."""
    if choose is None:
        return reverse(address)
    with acting(actor):
        row = choose(actor).first()
    if row is None:
        raise LookupError(address)
    return reverse(address, args=[row.ref])


@contextmanager
def no_ledger() -> Iterator[None]:
    """Nothing is written of what is read: only to see what the writing costs."""
    with patch.object(ledger.Entry.objects, "create", lambda **_values: None):
        yield


def ledger_cost() -> dict[str, float]:
    """A list with and without its entry in the ledger, in turns."""
    user, _scope = member(*FIVE["coordinator"])
    client, times = Client(), {"with": [], "without": []}
    client.force_login(user)
    url = reverse("groups:incident_list")
    for _turn in range(WARM + 2 * RUNS):
        for way, kept in (("with", _as_it_is), ("without", no_ledger)):
            with kept():
                begun = perf_counter()
                client.get(url)
                times[way].append((perf_counter() - begun) * 1000)
    return {way: median(found[WARM:]) for way, found in times.items()}


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield
