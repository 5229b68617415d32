import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.actions import withdraw
from agencies.actors import acting
from agencies.models import Disclosure
from offers import actions, reminders
from offers.models import FollowUp, Intake
from tests.offers.test_logging_in_three_taps import text_of

OVERDUE = reverse("offers:followup_overdue")


def late(cast, days=3, **conditions) -> None:
    with acting(cast.actor("avhopp")):
        day = timezone.localdate() - timedelta(days=days)
        FollowUp.objects.filter(done_at=None, **conditions).update(due_on=day)


def cases(cast, many, name="avhopp") -> list:
    with acting(cast.actor("avhopp")) as actor:
        return [
            actions.open_case(actor=actor, called=f"Fågel {each}", responsible=cast.user(name))
            for each in range(many)
        ]


def test_the_exit_group_begins_with_its_own(cast, sign_in, case):
    cases(cast, 1, "avhopp2")
    page = text_of(sign_in("avhopp").get("/stod/"))
    assert "Sidensvans" in page
    assert "Fågel 0" not in page
    everyone = text_of(sign_in("avhopp").get("/stod/?visa=alla"))
    assert "Sidensvans" in everyone
    assert "Fågel 0" in everyone
    assert "Avhopp2" in everyone


def test_each_row_says_when_and_leads_to_the_log_page_and_back(sign_in, case, waiting):
    page = sign_in("avhopp").get("/stod/").content.decode()
    assert f"{waiting.get_absolute_url()}?next=%2Fstod%2F" in page
    assert "I morgon" in page


def test_overdue_is_grouped_by_who_answers_and_told_in_words(cast, sign_in, case, waiting):
    cases(cast, 2, "avhopp2")
    late(cast)
    page = sign_in("avhopp").get(OVERDUE)
    text = text_of(page)
    assert text.index("Avhopp ") < text.index("Sidensvans") < text.index("Avhopp2")
    assert text.count("Förfallen 3 dagar") == 3
    assert "Ingen kontakt än" in text


def test_overdue_tells_when_the_last_contact_was(cast, sign_in, waiting, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met")
    late(cast)
    assert f"Senaste kontakt {today.isoformat()}" in text_of(sign_in("avhopp").get(OVERDUE))


def test_chosen_rows_are_handed_to_a_colleague(cast, sign_in, waiting):
    late(cast)
    form = {"chosen": [waiting.ref], "responsible": cast.user("avhopp2").ref}
    answer = sign_in("avhopp").post(OVERDUE, form, follow=True)
    assert "1 uppföljning har fått ny ansvarig." in text_of(answer)
    with acting(cast.actor("avhopp2")) as actor:
        assert [due.what for due in reminders.due_today(actor, timezone.localdate(), 5)]


def test_handing_out_asks_for_rows_and_for_someone_of_ones_own(cast, sign_in, waiting):
    late(cast)
    client = sign_in("avhopp")
    ref = cast.user("avhopp2").ref
    assert client.post(OVERDUE, {"responsible": ref}).status_code == 422
    stranger = {"chosen": [waiting.ref], "responsible": cast.user("frivard").ref}
    assert client.post(OVERDUE, stranger).status_code == 422


@pytest.mark.parametrize("who", ["koordinator", "polis", "styrgrupp", "admin", "dso"])
def test_overdue_follow_ups_never_leave_those_who_follow_up(sign_in, who):
    assert sign_in(who).get(OVERDUE).status_code == 403


def test_frivarden_sees_only_its_own_overdue(cast, sign_in, offer, case):
    with acting(cast.actor("frivard")) as actor:
        actions.start_following_up(actor=actor, offer=offer)
        FollowUp.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    late(cast)
    text = text_of(sign_in("frivard").get(OVERDUE))
    assert "Kråka" in text
    assert "Sidensvans" not in text


def test_a_list_that_is_not_ones_own_was_never_there(sign_in):
    for name in ("avslutade", "utan-svar", "mina"):
        assert sign_in("koordinator").get(f"/stod/?visa={name}").status_code == 404
    assert sign_in("avhopp").get("/stod/?visa=hittepa").status_code == 404


def test_what_is_due_today_is_mine_and_no_more_than_asked_for(cast, case):
    cases(cast, 2, "avhopp2")
    cases(cast, 3)
    late(cast)
    with acting(cast.actor("avhopp")) as actor:
        rows = reminders.due_today(actor, timezone.localdate(), 3)
        assert len(rows) == 3
        assert {row.follow_up.responsible_id for row in rows} == {actor.user_id}
        assert rows[0].as_row()["action"]["label"] == "Logga"


def test_what_is_not_due_yet_is_only_told_as_a_day(cast, waiting, today):
    with acting(cast.actor("avhopp")) as actor:
        assert reminders.due_today(actor, today, 5) == []
        assert reminders.next_due_on(actor, today) == today + timedelta(days=1)


def test_someone_no_longer_shared_is_not_named(cast, offer):
    with acting(cast.actor("kommun")) as actor:
        actions.start_following_up(actor=actor, offer=offer)
    with acting(cast.actor("polis")) as actor:
        for disclosure in Disclosure.objects.given_by(actor):
            withdraw(actor=actor, disclosure=disclosure, reason="Behövs inte längre")
    with acting(cast.actor("kommun")) as actor:
        (row,) = reminders.due_today(actor, timezone.localdate(), 5)
        assert row.what == "Någon som inte längre delas med dig"
        assert row.url == ""


LISTS = [
    "/stod/",
    "/stod/?visa=alla",
    "/stod/?visa=att-lamna",
    "/stod/?visa=utan-svar",
    "/stod/?visa=lamnade",
    reverse("offers:intake_list"),
    reverse("offers:case_list"),
    reverse("offers:case_list") + "?ko=mina",
    reverse("offers:case_list") + "?ko=otilldelade",
    reverse("offers:case_list") + "?ko=pausade",
    reverse("offers:case_list") + "?ko=eftervard",
    reverse("offers:case_list") + "?ko=forfallna",
    reverse("offers:case_list") + "?ko=avslutade",
    OVERDUE,
    "/api/v1/cases/",
    "/api/v1/follow-ups/",
    "/api/v1/intakes/",
    "/api/v1/offers/",
]


def grow(cast, kraka, many) -> None:
    """So many of everything: offers, contacts, open and closed cases, late and just logged."""
    today = timezone.localdate()
    with acting(cast.actor("avhopp")) as actor:
        me = cast.user("avhopp")
        for each in range(many):
            actions.make_offer(actor=actor, person=kraka, occasion="elsewhere", made_on=today)
            actions.take_intake(
                actor=actor, source="phone", first_contact_at=timezone.now(), responsible=me
            )
            case = actions.open_case(actor=actor, called=f"Fågel {each}", responsible=me)
            waiting = reminders.waiting_on(actor, case)
            actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met")
            closed = actions.open_case(actor=actor, called="Ärla", responsible=me)
            actions.close_case(
                actor=actor, case=closed, ending="completed", closed_on=today, next_on=today
            )
        FollowUp.objects.filter(done_at=None, intake=None).update(due_on=today - timedelta(days=1))


def asked(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_every_list_costs_the_same_with_three_rows_and_with_twenty(cast, sign_in, kraka):
    client = sign_in("avhopp")
    grow(cast, kraka, 3)
    client.get("/stod/")
    few = {url: asked(client, url) for url in LISTS}
    grow(cast, kraka, 17)
    many = {url: asked(client, url) for url in LISTS}
    assert few == many


def test_the_pages_of_one_thing_cost_the_same_with_more_on_it(cast, sign_in, case, offer, today):
    client = sign_in("avhopp")
    pages = [case.get_absolute_url(), offer.get_absolute_url()]
    counts = []
    for _round in range(2):
        with acting(cast.actor("avhopp")) as actor:
            for _each in range(4):
                actions.add_measure(actor=actor, case=case, kind="talks", starts_on=today)
                waiting = reminders.waiting_on(actor, case)
                actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met")
                actions.record_answer(
                    actor=actor, offer=offer, answer="yes", channel="phone", answered_on=today
                )
        client.get("/stod/")
        counts.append([asked(client, page) for page in pages])
    assert counts[0] == counts[1]


def test_no_number_on_a_page_counts_what_is_hidden(cast, client, sign_in, case):
    cases(cast, 30)
    page = sign_in("frivard").get(reverse("offers:case_list")).content.decode()
    assert "Inget ärende delas med dig." in page
    assert "?page=" not in page
    assert sign_in("polis").get("/api/v1/cases/").json()["count"] == 0
    assert not Intake.objects.exists()


def test_lists_that_belong_together_stand_under_one_heading(sign_in):
    for url, heading, here in (
        ("/stod/?visa=alla", "Uppföljningar", "Alla öppna"),
        ("/stod/?visa=utan-svar", "Erbjudanden", "Utan svar"),
        (reverse("offers:intake_list"), "Kontakter", "Kontakter"),
    ):
        page = sign_in("avhopp").get(url).content.decode()
        assert re.search(rf'aria-current="true">{heading}<', page), url
        assert re.search(rf'aria-current="page">{here}<', page), url
