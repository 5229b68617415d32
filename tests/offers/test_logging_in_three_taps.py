import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from offers import actions, reminders
from offers.actions.followups import TakenAway
from offers.models import FollowUp


def key_in(page) -> str:
    return re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]


def text_of(page) -> str:
    """The page as read aloud: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def log(client, follow_up, **values):
    """Open the page and press save, as a browser without scripts does."""
    page = client.get(follow_up.get_absolute_url())
    answers = {"key": key_in(page), "outcome": "met", **values}
    return client.post(follow_up.get_absolute_url(), answers)


def logged(cast, follow_up) -> list[FollowUp]:
    with acting(cast.actor("avhopp")):
        rows = FollowUp.objects.filter(case_id=follow_up.case_id).order_by("pk")
        return list(rows.select_related("follows"))


def test_the_row_the_outcome_and_save_are_enough(cast, sign_in, waiting, today):
    client = sign_in("avhopp")
    with acting(cast.actor("avhopp")) as actor:
        row = reminders.waiting(actor).get()
        url = reminders.as_due(row).as_row(reverse("offers:offer_list"))["action"]["url"]
    page = client.get(url)
    assert "Sparas för: Norrstad avhoppargrupp (2 personer)" in text_of(page)
    form = page.content.decode().split('id="quick"')[1]
    back = re.search(r'name="next" value="([^"]+)"', form)[1]
    answer = client.post(url, {"key": key_in(page), "outcome": "talked", "next": back})
    assert answer.status_code == 302
    assert answer.url == reverse("offers:offer_list")
    first, following = logged(cast, waiting)
    assert (first.outcome, first.channel) == ("talked", "phone")
    assert first.done_by_id == cast.user("avhopp").pk
    assert following.due_on == today + timedelta(days=7)
    landed = text_of(client.get(answer.url))
    clock = timezone.localtime(first.done_at).strftime("%H.%M")
    assert f"Sparad {clock}. Nästa " in landed
    assert "Ångra" in landed
    assert "Lägg till anteckning" in landed


def test_the_five_outcomes_are_large_buttons_with_their_words(sign_in, waiting):
    page = sign_in("avhopp").get(waiting.get_absolute_url()).content.decode()
    labels = re.findall(r'gvi-large__label"[^>]*>([^<]+)<', page)
    assert labels == ["Träffades", "Pratades vid", "Nåddes inte", "Ombokad", "Avböjde"]


def test_without_a_named_list_one_comes_back_to_the_start_page(sign_in, waiting):
    assert log(sign_in("avhopp"), waiting).url == "/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "stod"]
)
def test_the_way_back_is_never_somewhere_else(sign_in, waiting, elsewhere):
    assert log(sign_in("avhopp"), waiting, next=elsewhere).url == "/"


def test_a_missing_outcome_is_asked_for_and_nothing_is_lost(cast, sign_in, waiting):
    answer = log(
        sign_in("avhopp"), waiting, outcome="", note="Ringde från bussen.", channel="phone"
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Välj ett svar på ”Hur gick det?”." in text_of(answer)
    assert "<title>Fel:" in page
    assert "Ringde från bussen." in page
    assert '<details class="govuk-details" open' in page
    assert len(logged(cast, waiting)) == 1


def test_saving_twice_saves_once_and_answers_the_same(cast, sign_in, waiting):
    client = sign_in("avhopp")
    url = waiting.get_absolute_url()
    answers = {"key": key_in(client.get(url)), "outcome": "met"}
    first, second = client.post(url, answers), client.post(url, answers)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert len(logged(cast, waiting)) == 2


def test_whoever_comes_second_is_told_and_keeps_the_words(cast, sign_in, waiting):
    url = waiting.get_absolute_url()
    mine = key_in(sign_in("avhopp").get(url))
    log(sign_in("avhopp2"), waiting)
    answer = sign_in("avhopp").post(url, {"key": mine, "outcome": "met", "note": "Mina ord"})
    assert answer.status_code == 409
    assert "Uppföljningen är redan loggad." in text_of(answer)
    assert "Mina ord" in answer.content.decode()
    assert len(logged(cast, waiting)) == 2


def test_what_is_typed_in_the_fold_counts(cast, sign_in, waiting, today):
    day = today + timedelta(days=3)
    log(sign_in("avhopp"), waiting, note="Bra samtal", channel="meeting", next_on=day.isoformat())
    first, following = logged(cast, waiting)
    assert (first.note, first.channel, following.due_on) == ("Bra samtal", "meeting", day)


@pytest.mark.parametrize("days", [-1, 400])
def test_the_next_date_lies_ahead_and_within_a_year(sign_in, waiting, today, days):
    day = (today + timedelta(days=days)).isoformat()
    answer = log(sign_in("avhopp"), waiting, next_on=day)
    assert answer.status_code == 422
    assert "Välj " in text_of(answer)


def test_the_channel_is_as_last_time(cast, sign_in, waiting):
    client = sign_in("avhopp")
    log(client, waiting, channel="message")
    following = logged(cast, waiting)[1]
    page = client.get(following.get_absolute_url()).content.decode()
    assert re.search(r'value="message"[^>]*checked', page)
    log(client, following)
    assert logged(cast, waiting)[1].channel == "message"


def test_the_next_date_is_filled_in_by_the_rhythm(sign_in, cast, waiting, offer, today):
    page = sign_in("avhopp").get(waiting.get_absolute_url()).content.decode()
    assert f'value="{today + timedelta(days=7)}"' in page
    with acting(cast.actor("frivard")) as actor:
        own = actions.start_following_up(actor=actor, offer=offer)
    page = sign_in("frivard").get(own.get_absolute_url()).content.decode()
    assert f'value="{today + timedelta(days=14)}"' in page


def test_a_page_with_scripts_gets_its_way_back_in_a_header(sign_in, waiting):
    client = sign_in("avhopp")
    url = waiting.get_absolute_url()
    answers = {"key": key_in(client.get(url)), "outcome": "met"}
    answer = client.post(url, answers, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/")


def undo(client, follow_up):
    return client.post(reverse("offers:followup_undo", args=[follow_up.ref]))


def test_undoing_takes_the_log_and_the_next_one_back(cast, sign_in, waiting):
    client = sign_in("avhopp")
    log(client, waiting, note="Kvar till nästa försök")
    answer = undo(client, waiting)
    assert answer.status_code == 302
    (only,) = logged(cast, waiting)
    assert only.is_waiting
    assert (only.outcome, only.due_on) == ("", waiting.due_on)
    assert "Kvar till nästa försök" in client.get(waiting.get_absolute_url()).content.decode()


def test_undo_stands_on_the_list_for_a_quarter_of_an_hour(cast, sign_in, waiting):
    client = sign_in("avhopp")
    log(client, waiting)
    client.get("/stod/")  # the message is shown once, the list goes on
    url = reverse("offers:followup_undo", args=[waiting.ref])
    assert url in client.get("/stod/").content.decode()
    with acting(cast.actor("avhopp")):
        FollowUp.objects.filter(pk=waiting.pk).update(
            logged_at=timezone.now() - timedelta(minutes=16)
        )
    assert url not in client.get("/stod/").content.decode()
    answer = undo(client, waiting)
    assert answer.status_code == 409
    assert "Det går att ångra i 15 minuter" in text_of(answer)
    assert len(logged(cast, waiting)) == 2


def test_undoing_twice_is_undoing_once(cast, sign_in, waiting):
    client = sign_in("avhopp")
    log(client, waiting)
    assert undo(client, waiting).status_code == undo(client, waiting).status_code == 302
    assert len(logged(cast, waiting)) == 1


def test_only_the_one_who_logged_can_undo(sign_in, waiting):
    log(sign_in("avhopp"), waiting)
    assert undo(sign_in("avhopp2"), waiting).status_code == 403


def test_what_more_has_been_built_on_cannot_be_undone(cast, sign_in, waiting):
    client = sign_in("avhopp")
    log(client, waiting)
    log(client, logged(cast, waiting)[1])
    assert undo(client, waiting).status_code == 409


def test_a_note_can_be_added_and_earlier_words_stay(cast, sign_in, waiting):
    client = sign_in("avhopp")
    log(client, waiting, note="Först")
    url = reverse("offers:followup_note", args=[waiting.ref])
    assert client.get(url).status_code == 200
    for _press in range(2):
        assert client.post(url, {"note": "Sedan"}).status_code == 302
    assert logged(cast, waiting)[0].note == "Först\n\nSedan"
    assert client.post(url, {"note": ""}).status_code == 422
    assert sign_in("avhopp2").post(url, {"note": "Annans"}).status_code == 403


def test_a_logged_follow_up_opens_as_what_was_written(sign_in, waiting):
    client = sign_in("avhopp")
    log(client, waiting, note="Det som hände")
    answer = client.get(waiting.get_absolute_url(), follow=True)
    assert "Det som hände" in text_of(answer)


def test_the_ledger_tells_of_reading_logging_and_undoing(cast, sign_in, waiting, entries):
    client = sign_in("avhopp")
    log(client, waiting)
    undo(client, waiting)
    assert entries("avhopp")[-3:] == ["followup.read", "followup.logged", "followup.undone"]


def test_no_address_or_title_names_anyone(sign_in, waiting):
    client = sign_in("avhopp")
    page = client.get(waiting.get_absolute_url()).content.decode()
    title = re.search(r"<title>(.*?)</title>", page)[1]
    assert "Sidensvans" not in title
    assert "Sidensvans" in page


@pytest.mark.parametrize(
    "who", ["polis", "frivard", "kommun", "koordinator", "styrgrupp", "admin", "dso", "polis_soder"]
)
def test_nobody_else_learns_that_a_follow_up_exists(sign_in, waiting, who):
    client = sign_in(who)
    for page in ("log", "note"):
        assert client.get(reverse(f"offers:followup_{page}", args=[waiting.ref])).status_code == 404
    for verb in ("undo", "stop"):
        url = reverse(f"offers:followup_{verb}", args=[waiting.ref])
        assert client.post(url).status_code == 404


def test_a_short_word_is_added_though_the_note_ends_with_it(cast, waiting):
    with acting(cast.actor("avhopp")) as actor:
        actions.log_follow_up(actor=actor, follow_up=waiting, outcome="talked", note="Han sa Nej")
        for _press in range(2):
            noted = actions.add_note(actor=actor, follow_up=waiting, note="Nej")
        assert noted.note == "Han sa Nej\n\nNej"


def test_logging_asks_so_few_questions(sign_in, waiting, django_assert_num_queries):
    """Nine of them say who is there, and three the name in the header."""
    client = sign_in("avhopp")
    url = waiting.get_absolute_url()
    client.get(url)
    with django_assert_num_queries(20):
        key = key_in(client.get(url))
    with django_assert_num_queries(24):
        assert client.post(url, {"key": key, "outcome": "met"}).status_code == 302


def test_when_it_took_place_and_who_has_the_next_can_be_changed(cast, sign_in, waiting):
    client, other = sign_in("avhopp"), cast.user("avhopp2")
    page = client.get(waiting.get_absolute_url())
    now = timezone.localtime()
    assert f'value="{now:%Y-%m-%dT%H:}' in page.text
    earlier = (now - timedelta(hours=5)).replace(second=0, microsecond=0)
    log(client, waiting, done_at=f"{earlier:%Y-%m-%dT%H:%M}", responsible=str(other.ref))
    first, following = logged(cast, waiting)
    assert first.done_at == earlier
    assert first.logged_at > earlier + timedelta(hours=4)
    assert following.responsible_id == other.pk
    assert undo(client, waiting).status_code == 302  # counted from when it was written


def test_what_has_not_happened_yet_cannot_be_logged(sign_in, waiting):
    later = timezone.localtime() + timedelta(hours=1)
    answer = log(sign_in("avhopp"), waiting, done_at=f"{later:%Y-%m-%dT%H:%M}")
    assert answer.status_code == 422


def test_only_a_colleague_can_have_the_next(cast, sign_in, waiting):
    answer = log(sign_in("avhopp"), waiting, responsible=str(cast.user("polis").ref))
    assert answer.status_code == 422
    assert len(logged(cast, waiting)) == 1


def test_the_line_before_saving_leads_to_who_can_read_it(sign_in, waiting, case):
    page = sign_in("avhopp").get(waiting.get_absolute_url()).text
    line = page[page.index("gvi-saved-for") :]
    assert reverse("offers:case_readers", args=[case.ref]) in line[: line.index("</div>")]
    assert "Ändra" in line[: line.index("</div>")]


def test_one_that_a_colleague_has_just_undone_is_told_of_and_not_a_fault(cast, waiting):
    with acting(cast.actor("avhopp")) as actor:
        logged = actions.log_follow_up(actor=actor, follow_up=waiting, outcome="talked")
        coming = FollowUp.objects.visible_to(actor).get(follows=logged)
    with acting(cast.actor("avhopp")) as actor:
        actions.undo_follow_up(actor=actor, follow_up=logged)
    with acting(cast.actor("avhopp2")) as other, pytest.raises(TakenAway, match="ångrat"):
        actions.log_follow_up(actor=other, follow_up=coming, outcome="met")
