"""Police, Kriminalvården, coordination, steering and administration learn nothing of the exit side.

Every page and every API answer of the offers app is byte-identical, but for the request's own
tokens, with and without answers, contacts, cases and follow-ups of the exit group.
"""

from __future__ import annotations

import re
from datetime import timedelta
from difflib import unified_diff
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from agencies.actors import acting
from offers import actions, reminders
from offers.models import Case, FollowUp, Intake, Offer, OfferAnswer

OUTSIDE = ["polis", "frivard", "kommun", "koordinator", "styrgrupp", "admin"]
NOWHERE = UUID(int=7)
TABS = ["mina", "alla", "avslutade", "att-lamna", "utan-svar", "lamnade"]


def routes(prefix: str) -> list[URLPattern]:
    """Every page of the app, found in the addresses and not in a list by hand."""
    for found in get_resolver().url_patterns:
        if isinstance(found, URLResolver) and str(found.pattern) == prefix:
            return list(found.url_patterns)
    raise LookupError(f"No addresses begin with {prefix!r}.")


def addresses(offer, hidden: dict[str, UUID]) -> list[str]:
    """Each address with the reference it takes: one that is hidden, or one that never was."""
    found = [f"/stod/?visa={tab}" for tab in TABS]
    for route in routes("stod/"):
        name = f"offers:{route.name}"
        if "<uuid:ref>" not in str(route.pattern):
            found.append(reverse(name))
        elif route.name.startswith("offer") or route.name == "followup_new":
            found.append(reverse(name, args=[offer.ref]))
        else:
            kind = route.name.split("_")[0]
            found.append(reverse(name, args=[hidden.get(kind, NOWHERE)]))
    found.append(f"{reverse('offers:case_new')}?erbjudande={offer.ref}")
    for kind, path in (("case", "cases"), ("intake", "intakes"), ("followup", "follow-ups")):
        found.append(f"/api/v1/{path}/")
        found.append(f"/api/v1/{path}/{hidden.get(kind, NOWHERE)}/")
    found.append("/api/v1/offers/")
    found.append(f"/api/v1/offers/{offer.ref}/")
    return found


def plain(content: bytes, hidden: dict[str, UUID]) -> str:
    """The answer without what belongs to the request: tokens, keys, the minute, the address."""
    marks = r'name="(csrfmiddlewaretoken|key|once)" value="[^"]*"'
    text = re.sub(marks, r'name="\1"', content.decode())
    text = re.sub(r"Utskriven \d{4}-\d\d-\d\d \d\d:\d\d av", "Utskriven nu av", text)
    for ref in (NOWHERE, *hidden.values()):
        text = text.replace(str(ref), "the address asked for")
    return text


def snapshot(client, offer, hidden: dict[str, UUID]) -> list[tuple[str, int, str]]:
    """What every address answers when asked in every way; what was saved is taken back."""
    found = []
    for path in addresses(offer, hidden):
        for ask in (client.get, client.post):
            with transaction.atomic():
                answer = ask(path)
                transaction.set_rollback(True)
            where = f"{ask.__name__} {plain(path.encode(), hidden)}"
            found.append((where, answer.status_code, plain(answer.content, hidden)))
    return found


def fill_the_exit_side(cast, offer) -> dict[str, UUID]:
    """An answer, a contact, cases and follow-ups, logged and waiting; and an offer of its own."""
    today = timezone.localdate()
    with acting(cast.actor("avhopp")) as actor:
        me = cast.user("avhopp")
        actions.make_offer(actor=actor, person=offer.person, occasion="elsewhere", made_on=today)
        actions.record_answer(
            actor=actor, offer=offer, answer="yes", channel="phone", answered_on=today
        )
        intake = actions.take_intake(
            actor=actor, source="phone", first_contact_at=timezone.now(), responsible=me
        )
        case = actions.open_case(actor=actor, offer=offer, responsible=me, called="Kråka")
        measure = actions.add_measure(actor=actor, case=case, kind="talks", starts_on=today)
        waiting = reminders.waiting_on(actor, case)
        actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met", note="Hemligt")
        FollowUp.objects.filter(pk=waiting.pk).update(due_on=today - timedelta(days=30))
    return {
        "intake": intake.ref,
        "case": case.ref,
        "measure": measure.ref,
        "followup": waiting.ref,
    }


@pytest.mark.parametrize("who", OUTSIDE)
def test_every_answer_is_the_same_with_and_without_the_exit_side(cast, client, offer, who):
    client.force_login(cast.user(who))
    without = snapshot(client, offer, {})
    hidden = fill_the_exit_side(cast, offer)
    with_all = snapshot(client, offer, hidden)
    for before, after in zip(without, with_all, strict=True):
        assert before[:2] == after[:2]
        changed = unified_diff(before[2].splitlines(), after[2].splitlines(), lineterm="")
        assert before[2] == after[2], "\n".join([before[0], *changed])


@pytest.mark.parametrize("who", OUTSIDE)
def test_hidden_and_absent_cost_the_same_queries(
    cast, client, offer, who, django_assert_max_num_queries
):
    client.force_login(cast.user(who))
    hidden = fill_the_exit_side(cast, offer)
    client.get("/stod/arenden/")
    for kind, name in (("case", "case_detail"), ("intake", "intake_detail")):
        asked = []
        for ref in (hidden[kind], NOWHERE):
            with django_assert_max_num_queries(100) as queries:
                client.get(reverse(f"offers:{name}", args=[ref]))
            asked.append([re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries])
        assert asked[0] == asked[1]


@pytest.mark.parametrize("who", OUTSIDE)
def test_no_row_of_the_exit_side_is_read_past_the_pages_either(cast, offer, who):
    fill_the_exit_side(cast, offer)
    with acting(cast.actor(who)) as actor:
        for model in (OfferAnswer, Intake, Case, FollowUp):
            assert model.objects.count() == 0
            assert model.objects.visible_to(actor).count() == 0
        assert Offer.objects.filter(is_joint=False).count() == 0


def test_the_snapshot_would_notice_a_leak(cast, client, offer):
    """The exit group's own pages do differ: the comparison is not blind."""
    client.force_login(cast.user("avhopp"))
    without = snapshot(client, offer, {})
    hidden = fill_the_exit_side(cast, offer)
    assert without != snapshot(client, offer, hidden)


def test_frivardens_own_follow_ups_are_not_the_exit_groups(cast, client, offer):
    """The wall holds the other way too."""
    client.force_login(cast.user("avhopp"))
    before = snapshot(client, offer, {})
    with acting(cast.actor("frivard")) as actor:
        own = actions.start_following_up(actor=actor, offer=offer)
        actions.log_follow_up(actor=actor, follow_up=own, outcome="declined", note="Hemligt")
    assert before == snapshot(client, offer, {"followup": own.ref})
