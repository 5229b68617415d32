from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies.actions import withdraw
from agencies.actors import acting
from agencies.models import Disclosure
from gvi.core.refusals import Refused
from offers import actions, brought
from offers.actions.meetings import version_of
from offers.actions.notes import Overtaken
from offers.models import Meeting
from tests.offers.test_logging_in_three_taps import text_of
from tests.offers.test_not_a_second_journal import OUTSIDERS
from tests.offers.test_the_lists_of_support import asked
from tests.offers.test_writing_and_signing import ONCE, VERSION, opened, page_of


@pytest.fixture
def received(cast) -> Disclosure:
    """What the police have disclosed to the exit group: somebody's code name."""
    with acting(cast.actor("avhopp")) as actor:
        found = Disclosure.objects.visible_to(actor).received_by(actor).reaching(actor)
        return found.select_related("scope__agency").first()


@pytest.fixture
def meeting(cast, case, received, today) -> Meeting:
    with acting(cast.actor("avhopp")) as actor:
        return actions.record_meeting(
            actor=actor,
            case=case,
            held_on=today,
            receivers=[cast.receiver("kommun"), cast.receiver("frivard")],
            agreed="Socialnämnden ordnar boende.",
            papers=[received],
        )


def form_for(cast, today, **values) -> dict:
    return {
        "held_on": today.isoformat(),
        "receivers": [cast.receiver("kommun").pk],
        "agreed": "Socialnämnden ordnar boende.",
        **values,
    }


def test_a_meeting_is_recorded_with_who_came_and_what_was_disclosed(
    cast, sign_in, case, received, today
):
    client = sign_in("avhopp")
    url = page_of(case, "meeting_new")
    sent = opened(client, url) | form_for(cast, today, papers=[received.ref])
    assert client.post(url, sent).url == page_of(case, "case_meetings")
    page = client.get(page_of(case, "case_meetings"))
    text = text_of(page)
    for words in ("Norrstad socialnämnd", "Socialnämnden ordnar boende.", "Polisområde Norr"):
        assert words in text
    assert received.get_absolute_url() in page.content.decode()


def test_a_page_without_meetings_says_so(sign_in, case):
    page = sign_in("avhopp").get(page_of(case, "case_meetings"))
    assert "Inget samordningsmöte" in text_of(page)


@pytest.mark.parametrize("wrong", ["receivers", "agreed", "held_on"])
def test_what_is_missing_is_asked_for_and_nothing_is_lost(cast, sign_in, case, today, wrong):
    client = sign_in("avhopp")
    url = page_of(case, "meeting_new")
    form = form_for(cast, today)
    del form[wrong]
    answer = client.post(url, opened(client, url) | form)
    assert answer.status_code == 422
    if wrong != "agreed":
        assert "Socialnämnden ordnar boende." in answer.content.decode()


def test_a_meeting_to_come_has_not_been_held(cast, case, today):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused):
        actions.record_meeting(
            actor=actor,
            case=case,
            held_on=today + timedelta(days=1),
            receivers=[cast.receiver("kommun")],
            agreed="Något",
        )


def test_only_what_one_can_read_is_put_on_the_table(cast, sign_in, case, today):
    with acting(cast.actor("polis")) as actor:
        given = Disclosure.objects.given_by(actor)
        hidden = given.exclude(deliveries__receiver=cast.receiver("avhopp")).first()
    client = sign_in("avhopp")
    url = page_of(case, "meeting_new")
    assert str(hidden.ref) not in client.get(url).content.decode()
    sent = opened(client, url) | form_for(cast, today, papers=[hidden.ref])
    assert client.post(url, sent).status_code == 422
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused):
        actions.record_meeting(
            actor=actor,
            case=case,
            held_on=today,
            receivers=[cast.receiver("kommun")],
            agreed="Något",
            papers=[hidden],
        )


def test_what_is_withdrawn_disappears_and_the_page_says_that_something_has(
    cast, sign_in, case, meeting, received
):
    client = sign_in("avhopp")
    gone = "inte längre tillgängligt"
    assert gone not in text_of(client.get(page_of(case, "case_meetings")))
    with acting(cast.actor("polis")) as actor:
        own = Disclosure.objects.given_by(actor).get(pk=received.pk)
        withdraw(actor=actor, disclosure=own, reason="Behövs inte längre")
    page = client.get(page_of(case, "case_meetings"))
    assert gone in text_of(page)
    assert received.get_absolute_url() not in page.content.decode()
    assert "Polisområde Norr" not in text_of(page)
    assert client.get(f"/api/v1/meetings/{meeting.ref}/").json()["papers"] == []


def test_a_withdrawn_paper_stays_where_it_lay_when_the_meeting_is_changed(
    cast, meeting, received, today
):
    with acting(cast.actor("polis")) as actor:
        own = Disclosure.objects.given_by(actor).get(pk=received.pk)
        withdraw(actor=actor, disclosure=own, reason="Behövs inte längre")
    with acting(cast.actor("avhopp")) as actor:
        row = actions.change_meeting(
            actor=actor,
            meeting=meeting,
            held_on=today,
            receivers=[cast.receiver("kommun")],
            agreed="Annat",
            version=version_of(meeting),
        )
        assert row.papers == [received.ref]
        assert not brought.of(actor, row.papers).exists()


def test_a_meeting_is_set_right(cast, sign_in, case, meeting, today):
    client = sign_in("avhopp2")
    url = page_of(meeting, "meeting_change")
    assert client.post(url, opened(client, url) | form_for(cast, today, agreed="Nytt.")).url
    text = text_of(client.get(page_of(case, "case_meetings")))
    assert "Nytt." in text
    assert "Frivården Norr" not in text


def test_two_who_change_a_meeting_see_both_and_overwrite_nothing(cast, sign_in, meeting, today):
    url = page_of(meeting, "meeting_change")
    client = sign_in("avhopp")
    mine = opened(client, url)
    with acting(cast.actor("avhopp2")) as actor:
        actions.change_meeting(
            actor=actor,
            meeting=meeting,
            held_on=today,
            receivers=[cast.receiver("kommun")],
            agreed="Kollegans ord.",
            version=version_of(meeting),
        )
    answer = client.post(url, mine | form_for(cast, today, agreed="Mina ord."))
    assert answer.status_code == 409
    page = answer.content.decode()
    for words in ("Kollegans ord.", "Mina ord.", "Använd min", "Behåll deras"):
        assert words in text_of(answer)
    form = {"version": VERSION.search(page)[1], "once": ONCE.search(page)[1]}
    again = client.post(url, form | form_for(cast, today, agreed="Mina ord."))
    assert again.status_code == 302
    assert "Mina ord." in text_of(client.get(again.url))


def test_a_change_without_its_version_overwrites_nothing(cast, meeting, today):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Overtaken):
        actions.change_meeting(
            actor=actor,
            meeting=meeting,
            held_on=today,
            receivers=[cast.receiver("kommun")],
            agreed="Annat",
            version="",
        )


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_meeting_was_never_there_for_anyone_else(cast, sign_in, case, meeting, who, today):
    client = sign_in(who)
    for row, name in ((case, "case_meetings"), (case, "meeting_new"), (meeting, "meeting_change")):
        absent = client.get(reverse(f"offers:{name}", args=[uuid4()]))
        assert (client.get(page_of(row, name)).status_code, absent.status_code) == (404, 404)
    assert client.get(f"/api/v1/meetings/{meeting.ref}/").status_code == 404
    assert client.get("/api/v1/meetings/").json()["count"] == 0
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        actions.record_meeting(actor=actor, case=case, held_on=today, receivers=[], agreed="Något")


def test_a_meeting_stands_in_the_ledger(cast, sign_in, case, meeting, entries):
    client = sign_in("avhopp")
    client.get(page_of(case, "case_meetings"))
    client.get(page_of(meeting, "meeting_change"))
    did = entries("avhopp")
    assert {"meeting.recorded", "meeting.listed", "meeting.read", "disclosure.listed"} <= set(did)


def test_meetings_cost_the_same_few_or_many(cast, sign_in, case, received, today):
    client = sign_in("avhopp")
    pages = [page_of(case, "case_meetings"), "/api/v1/meetings/"]
    counts = []
    for many in (3, 12):
        with acting(cast.actor("avhopp")) as actor:
            for _each in range(many):
                actions.record_meeting(
                    actor=actor,
                    case=case,
                    held_on=today,
                    receivers=[cast.receiver("kommun"), cast.receiver("frivard")],
                    agreed="Något",
                    papers=[received],
                )
        client.get("/stod/")
        counts.append([asked(client, page) for page in pages])
    assert counts[0] == counts[1]


def test_other_systems_record_a_meeting(cast, sign_in, case, received, today):
    client = sign_in("avhopp")
    wanted = {
        "case": str(case.ref),
        "held_on": today.isoformat(),
        "receivers": [{"agency": "social-norr", "function": "casework"}],
        "agreed": "Socialnämnden ordnar boende.",
        "papers": [str(received.ref)],
    }

    def send(**changes):
        body = wanted | changes
        return client.post("/api/v1/meetings/", body, content_type="application/json")

    made = send()
    assert made.status_code == 201
    assert made.json()["receivers"] == wanted["receivers"]
    assert made.json()["papers"] == wanted["papers"]
    url = f"/api/v1/meetings/{made.json()['ref']}/change/"
    new = wanted | {"agreed": "Nytt.", "version": made.json()["version"]}
    assert client.post(url, new, content_type="application/json").json()["agreed"] == "Nytt."
    stale = client.post(url, new, content_type="application/json")
    assert (stale.status_code, stale.json()["field"]) == (409, "version")
    assert send(papers=[str(uuid4())]).status_code == 404
    nobody = [{"agency": "ingen", "function": "casework"}]
    assert send(receivers=nobody).status_code == 409
