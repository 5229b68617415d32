"""Police, Kriminalvården, coordination, steering and administration learn nothing of the exit side.

Every page and every API answer of the service is byte-identical, but for the request's own tokens,
with and without everything an exit service keeps, decides and asks.
"""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from agencies.actors import acting, system_actor
from agencies.models import Consent, DisclosedItem, Disclosure, Round
from offers import actions
from offers.models import (
    CaseGrant,
    DirectContact,
    FollowUp,
    Letter,
    Offer,
    OfferAnswer,
)
from tests import walked
from tests.offers.hidden_rows import EVERY_KIND, Hidden, fill_the_exit_side, remind

OUTSIDE = ["polis", "frivard", "kommun", "koordinator", "styrgrupp", "admin", "avhopp_admin"]
# All there is takes a minute for each; all but the police are asked by `make prove`.
ASKED_EVERYWHERE = [
    who if who == "polis" else pytest.param(who, marks=pytest.mark.prove) for who in OUTSIDE
]
NOWHERE = UUID(int=7)
TABS = ["mina", "alla", "avslutade", "att-lamna", "utan-svar", "lamnade"]
# Where a page narrows or searches, with words that are only in hidden rows.
ASKED = [
    "/sok/?q=Kanarie",
    "/sok/?q=Kråka",
    "/utlamnanden/?side=received",
    "/utlamnanden/?ko=loper-ut",
    "/utlamnanden/?ko=aterkallade",
    "/utlamnanden/begaran/?ko=mina",
    *(f"/stod/?visa={tab}" for tab in TABS),
    *(f"/stod/arenden/?ko={name}" for name in ("mina", "alla", "pausade", "avslutade")),
]
# The words an address can begin with, where the page is about a row of an exit service.
ABOUT_HIDDEN = ("stod/", "utlamnanden/", "api/v1/cases/", "api/v1/intakes/", "api/v1/follow-ups/")


def kind_of(path: str, name: str) -> str:
    """What the reference in an address is of."""
    if "arenden/" in path or "api/v1/cases" in path:
        return "case"
    if "kontakter/" in path or "api/v1/intakes" in path:
        return "intake"
    if "omgangar/" in path:
        return "round"
    if "samtycken/" in path:
        return "consent"
    words = name.split("_")[0].split("-")[0]
    return "disclosure" if path.startswith("utlamnanden/") else words


def addresses(offer: Offer, hidden: Hidden) -> list[str]:
    """Each address: those that need nothing, and those about a row that is hidden or never was."""
    found = [*walked.pages(), *ASKED, f"{reverse('offers:case_new')}?erbjudande={offer.ref}"]
    for path, name in walked.routes():
        if "<" not in path or not path.startswith(ABOUT_HIDDEN):
            continue
        is_of_offer = name.startswith("offer") or name == "followup_new"
        ref = offer.ref if is_of_offer else hidden.get(kind_of(path, name), NOWHERE)
        found.append("/" + re.sub(r"<[^>]*>", str(ref), path))
    found.append(f"/api/v1/offers/{offer.ref}/")
    return found


def snapshot(client: Any, offer: Offer, hidden: Hidden) -> list[tuple[str, int, str]]:
    """What every address answers when asked in every way; what was saved is taken back."""
    found = []
    for path in addresses(offer, hidden):
        ways = (client.get, client.post) if path.startswith("/stod/") else (client.get,)
        for ask in ways:
            with transaction.atomic():
                answer = ask(path)
                content = b"".join(answer) if answer.streaming else answer.content
                transaction.set_rollback(True)
            where = f"{ask.__name__} {plain(path.encode(), hidden)}"
            found.append((where, answer.status_code, plain(content, hidden)))
    return found


def plain(content: bytes, hidden: Hidden) -> str:
    """The answer without what belongs to the request: tokens, the minute, the address asked for."""
    text = walked.plain(content)
    for ref in (NOWHERE, *hidden.values()):
        text = text.replace(str(ref), "the address asked for")
    return text


def filled(cast: Any, offer: Offer, who: str) -> Hidden:
    """Everything an exit service keeps. What it gives, it gives to somebody else than `who`."""
    hidden = fill_the_exit_side(cast, offer, told="frivard" if who == "kommun" else "kommun")
    remind(system_actor(cast.participation("avhopp")), cast.user("avhopp"))
    return hidden


@pytest.mark.parametrize("who", ASKED_EVERYWHERE)
def test_every_answer_is_the_same_with_and_without_the_exit_side(
    cast, client, offer, who, record_property
):
    client.force_login(cast.user(who))
    without = snapshot(client, offer, {})
    hidden = filled(cast, offer, who)
    with_all = snapshot(client, offer, hidden)
    record_property("compared", len(with_all))
    assert len(with_all) > 200
    for before, after in zip(without, with_all, strict=True):
        assert before[:2] == after[:2]
        changed = unified_diff(before[2].splitlines(), after[2].splitlines(), lineterm="")
        assert before[2] == after[2], "\n".join([before[0], *changed])


def test_nothing_that_an_exit_service_keeps_is_left_out(cast, offer):
    """A new kind of row of this app is hidden too, and is in the comparison above."""
    others = {Offer, OfferAnswer, FollowUp, DirectContact, CaseGrant, Letter}
    assert set(apps.get_app_config("offers").get_models()) == {*EVERY_KIND, *others}
    filled(cast, offer, "polis")
    with acting(system_actor(cast.participation("avhopp"))):
        kept = [model for model in EVERY_KIND if not model.objects.exists()]
    with acting(cast.actor("avhopp")):
        assert [model for model in kept if not model.objects.exists()] == []


@pytest.mark.parametrize("who", OUTSIDE)
def test_hidden_and_absent_cost_the_same_queries(
    cast, client, offer, who, django_assert_max_num_queries
):
    client.force_login(cast.user(who))
    hidden = filled(cast, offer, who)
    client.get("/stod/arenden/")
    pages = (("case", "case_detail"), ("case", "case_readers"), ("intake", "intake_detail"))
    for kind, name in pages:
        asked = []
        for ref in (hidden[kind], NOWHERE):
            with django_assert_max_num_queries(100) as queries:
                client.get(reverse(f"offers:{name}", args=[ref]))
            asked.append([re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries])
        assert asked[0] == asked[1]


@pytest.mark.parametrize("who", OUTSIDE)
def test_no_row_of_the_exit_side_is_read_past_the_pages_either(cast, offer, who):
    filled(cast, offer, who)
    with acting(cast.actor(who)) as actor:
        for model in (OfferAnswer, FollowUp, *EVERY_KIND):
            assert model.objects.count() == 0
            assert model.objects.visible_to(actor).count() == 0
        assert Offer.objects.filter(is_joint=False).count() == 0
        for model, words in (
            (Disclosure, {"purpose": "Kanarieplan"}),
            (DisclosedItem, {"kind__in": ["case", "threat_check"]}),
            (Consent, {"about_kind": "case"}),
            (Round, {"kind": "case"}),
            (CaseGrant, {}),
        ):
            assert not model.objects.filter(**words).exists()


def test_the_snapshot_would_notice_a_leak(cast, client, offer):
    """The exit group's own pages do differ: the comparison is not blind."""
    client.force_login(cast.user("avhopp"))
    without = snapshot(client, offer, {})
    hidden = filled(cast, offer, "polis")
    assert without != snapshot(client, offer, hidden)


@pytest.mark.prove
def test_frivardens_own_follow_ups_are_not_the_exit_groups(cast, client, offer):
    """The wall holds the other way too."""
    client.force_login(cast.user("avhopp"))
    before = snapshot(client, offer, {})
    with acting(cast.actor("frivard")) as actor:
        own = actions.start_following_up(actor=actor, offer=offer)
        actions.log_follow_up(actor=actor, follow_up=own, outcome="declined", note="Hemligt")
    assert before == snapshot(client, offer, {"followup": own.ref})
