import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, reminders
from offers.models import Case, FollowUp, Intake
from tests.offers.test_logging_in_three_taps import text_of

NEW = reverse("offers:intake_new")
INSIDERS_ONLY = ["polis", "frivard", "kommun", "koordinator", "styrgrupp", "admin", "dso"]


def form_for(client, cast, **values) -> dict:
    page = client.get(NEW).content.decode()
    return {
        "key": re.search(r'name="key" value="([^"]+)"', page)[1],
        "source": "phone",
        "called": "Gråsparv",
        "contact_way": "070-000 00 00",
        "rhythm_days": 14,
        "first_contact_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "responsible": cast.user("avhopp").ref,
        **values,
    }


def intakes(cast) -> list[Intake]:
    with acting(cast.actor("avhopp")) as actor:
        return list(Intake.objects.visible_to(actor))


def test_someone_with_a_card_needs_nobody_on_the_map(cast, sign_in, today):
    client = sign_in("avhopp")
    answer = client.post(NEW, form_for(client, cast, source="offer"))
    (intake,) = intakes(cast)
    assert answer.url == intake.get_absolute_url()
    assert intake.number == f"{today.year}-{intake.number.split('-')[1]}"
    page = client.get(answer.url).content.decode()
    assert "Gråsparv" in page
    assert "070-000 00 00" in page
    with acting(cast.actor("avhopp")) as actor:
        assert reminders.waiting_on(actor, intake).due_on == today


def test_a_name_is_not_needed(cast, sign_in):
    client = sign_in("avhopp")
    assert client.post(NEW, form_for(client, cast, called="")).status_code == 302
    (intake,) = intakes(cast)
    assert intake.number in client.get("/stod/kontakter/").content.decode()


def test_pressing_twice_saves_one_contact(cast, sign_in):
    client = sign_in("avhopp")
    form = form_for(client, cast)
    assert client.post(NEW, form).url == client.post(NEW, form).url
    assert len(intakes(cast)) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"source": ""}, "Välj ett svar på ”Hur kontakten kom”"),
        ({"first_contact_at": "2999-01-01T10:00"}, "Tiden kan inte ligga framåt."),
        ({"responsible": ""}, "Ansvarig"),
    ],
)
def test_bad_input_is_told_in_swedish_and_nothing_is_lost(cast, sign_in, values, sentence):
    client = sign_in("avhopp")
    answer = client.post(NEW, form_for(client, cast, note="Ringde från en cell", **values))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Ringde från en cell" in answer.content.decode()


def test_someone_in_another_agency_cannot_be_made_responsible(cast, sign_in):
    client = sign_in("avhopp")
    answer = client.post(NEW, form_for(client, cast, responsible=cast.user("polis").ref))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("hours", "met_after", "words", "kind"),
    [
        (0, 0, "Träffades samma dag", "ok"),
        (48, 0, "Träffades efter 2 dagar", "attention"),
        (48, None, "Inget möte på 2 dagar", "late"),
    ],
)
def test_the_goal_is_to_meet_the_same_day(cast, intake, hours, met_after, words, kind):
    noon = timezone.localtime().replace(hour=12, minute=0)
    intake.first_contact_at = noon - timedelta(hours=hours)
    intake.first_meeting_at = None if met_after is None else noon
    assert reminders.first_meeting(intake, noon) == (words, kind)


def test_the_same_day_the_hours_are_told(intake):
    noon = timezone.localtime().replace(hour=12, minute=0)
    intake.first_contact_at = noon - timedelta(hours=3)
    words, kind = reminders.first_meeting(intake, noon)
    assert words == "Ska träffas i dag, 3 timmar sedan första kontakten"
    assert kind == "attention"


def test_the_first_meeting_is_a_logged_follow_up_and_plans_the_next(cast, sign_in, intake, today):
    client = sign_in("avhopp")
    url = reverse("offers:intake_met", args=[intake.ref])
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    for _press in range(2):
        assert client.post(url, {"met_at": now}).status_code == 302
    with acting(cast.actor("avhopp")) as actor:
        met = Intake.objects.get(pk=intake.pk)
        assert met.first_meeting_at is not None
        assert met.state == Intake.State.WAITING
        assert [row.outcome for row in reminders.history(actor, met)] == ["met"]
        assert reminders.waiting_on(actor, met).due_on == today + timedelta(days=14)


def test_a_meeting_before_the_first_contact_is_refused(sign_in, intake):
    early = (timezone.localtime() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    url = reverse("offers:intake_met", args=[intake.ref])
    answer = sign_in("avhopp").post(url, {"met_at": early})
    assert answer.status_code == 422
    assert "före den första kontakten" in answer.content.decode()


def test_meeting_logged_as_a_follow_up_counts_as_the_first_and_undo_takes_it_back(cast, intake):
    with acting(cast.actor("avhopp")) as actor:
        waiting = reminders.waiting_on(actor, intake)
        actions.log_follow_up(actor=actor, follow_up=waiting, outcome="met")
        assert Intake.objects.get(pk=intake.pk).first_meeting_at is not None
        actions.undo_follow_up(actor=actor, follow_up=waiting)
        assert Intake.objects.get(pk=intake.pk).first_meeting_at is None


def test_a_first_meeting_yesterday_is_logged_as_yesterday(cast, intake):
    yesterday = timezone.now() - timedelta(days=1)
    with acting(cast.actor("avhopp")) as actor:
        intake.first_contact_at = yesterday - timedelta(hours=1)
        intake.save(update_fields=["first_contact_at"])
        actions.record_first_meeting(actor=actor, intake=intake, met_at=yesterday)
        (logged,) = reminders.history(actor, intake)
        assert logged.done_at == Intake.objects.get(pk=intake.pk).first_meeting_at == yesterday


def test_a_contact_is_new_again_when_the_only_attempt_is_undone(cast, intake):
    with acting(cast.actor("avhopp")) as actor:
        first = reminders.waiting_on(actor, intake)
        actions.log_follow_up(actor=actor, follow_up=first, outcome="not_reached")
        second = reminders.waiting_on(actor, intake)
        actions.log_follow_up(actor=actor, follow_up=second, outcome="not_reached")
        for follow_up, state in ((second, "waiting"), (first, "new")):
            actions.undo_follow_up(actor=actor, follow_up=follow_up)
            assert Intake.objects.get(pk=intake.pk).state == state


def test_a_contact_is_held_before_its_follow_up_as_where_a_case_is_opened(cast, intake):
    with acting(cast.actor("avhopp")) as actor:
        waiting = reminders.waiting_on(actor, intake)
        with CaptureQueriesContext(connection) as queries:
            actions.log_follow_up(actor=actor, follow_up=waiting, outcome="talked")
    held = [each["sql"] for each in queries if "FOR UPDATE" in each["sql"]]
    assert [re.search(r'FROM "(\w+)"', sql)[1] for sql in held] == [
        "offers_intake",
        "offers_followup",
    ]


def close(client, intake, **values):
    url = reverse("offers:intake_close", args=[intake.ref])
    return client.post(url, {"ending": "declined", "reason": "Har flyttat", **values})


def test_a_closed_contact_waits_for_nothing_and_takes_nothing_more(cast, sign_in, intake):
    client = sign_in("avhopp")
    assert close(client, intake).status_code == 302
    assert close(client, intake).status_code == 422
    with acting(cast.actor("avhopp")) as actor:
        assert not FollowUp.objects.filter(intake=intake).exists()
        with pytest.raises(Refused):
            actions.open_case(actor=actor, intake=intake, responsible=cast.user("avhopp"))
        with pytest.raises(Refused):
            actions.change_intake(
                actor=actor, intake=intake, called="", contact_way="", note="", rhythm_days=7
            )
    page = text_of(client.get(intake.get_absolute_url()))
    assert "Vill inte ha hjälp nu Har flyttat" in page


def test_a_contact_is_closed_for_a_reason(sign_in, intake):
    answer = close(sign_in("avhopp"), intake, ending="")
    assert answer.status_code == 422
    assert "Har flyttat" in text_of(answer)


def test_they_call_again_and_nothing_is_lost(cast, sign_in, intake, today):
    client = sign_in("avhopp2")
    with acting(cast.actor("avhopp")) as actor:
        waiting = reminders.waiting_on(actor, intake)
        actions.log_follow_up(actor=actor, follow_up=waiting, outcome="talked", note="Första")
    close(client, intake)
    url = reverse("offers:intake_reopen", args=[intake.ref])
    key = re.search(r'name="key" value="([^"]+)"', client.get(url).content.decode())[1]
    form = {"key": key, "channel": "phone", "note": "Ångrade sig", "next_on": today.isoformat()}
    assert client.post(url, form).url == intake.get_absolute_url()
    with acting(cast.actor("avhopp")) as actor:
        again = Intake.objects.get(pk=intake.pk)
        assert (again.state, again.ending, again.closed_on) == (Intake.State.WAITING, "", None)
        assert again.responsible == cast.user("avhopp2")
        assert reminders.waiting_on(actor, again).due_on == today
        notes = [row.note for row in reminders.history(actor, again)]
        assert notes == [
            f"Avslutades {today}: Vill inte ha hjälp nu. Har flyttat\n\nÅngrade sig",
            "Första",
        ]
    assert client.post(url, form).status_code == 422


def test_coming_back_in_person_is_a_first_meeting(cast, intake):
    with acting(cast.actor("avhopp")) as actor:
        actions.close_intake(actor=actor, intake=intake, ending="not_reached")
        back = actions.reopen_intake(actor=actor, intake=intake, channel="meeting")
        assert Intake.objects.get(pk=back.pk).first_meeting_at is not None


def test_only_a_closed_contact_is_opened_again(cast, intake):
    with acting(cast.actor("avhopp")) as actor, pytest.raises(Refused, match="inte avslutad"):
        actions.reopen_intake(actor=actor, intake=intake)


def test_a_contact_is_changed_and_a_closer_rhythm_brings_the_next_nearer(
    cast, sign_in, intake, today, entries
):
    with acting(cast.actor("avhopp")):
        FollowUp.objects.filter(intake=intake).update(due_on=today + timedelta(days=14))
    client = sign_in("avhopp")
    url = reverse("offers:intake_change", args=[intake.ref])
    assert 'value="Gråsparv"' in client.get(url).content.decode()
    form = {"called": "Ärla", "contact_way": "Via syster", "note": "Nytt", "rhythm_days": 3}
    assert client.post(url, form).status_code == 302
    page = text_of(client.get(intake.get_absolute_url()))
    assert "Ärla" in page
    assert "Var 3:e dag" in page
    assert "intake.changed" in entries("avhopp")
    with acting(cast.actor("avhopp")) as actor:
        waiting = reminders.waiting_on(actor, intake)
        assert waiting.due_on == today + timedelta(days=3)
        logged = actions.log_follow_up(actor=actor, follow_up=waiting, outcome="talked")
        coming = reminders.planned_after(actor, logged)
        assert coming.due_on == today + timedelta(days=3)


@pytest.mark.parametrize("days", [0, 91])
def test_a_rhythm_is_one_to_ninety_days(sign_in, intake, days):
    url = reverse("offers:intake_change", args=[intake.ref])
    answer = sign_in("avhopp").post(url, {"called": "Ärla", "rhythm_days": days})
    assert answer.status_code == 422


def test_those_not_met_come_first_and_who_has_waited_longest_is_at_the_top(cast, sign_in, intake):
    now, me = timezone.now(), cast.user("avhopp")
    with acting(cast.actor("avhopp")) as actor:
        for called, hours in (("Nyss", 1), ("Länge", 200), ("Träffad", 300), ("Stängd", 400)):
            row = actions.take_intake(
                actor=actor,
                source="phone",
                called=called,
                first_contact_at=now - timedelta(hours=hours),
                responsible=me,
            )
            if called == "Träffad":
                actions.record_first_meeting(actor=actor, intake=row, met_at=now)
            if called == "Stängd":
                actions.close_intake(actor=actor, intake=row, ending="helped")
    page = text_of(sign_in("avhopp").get(reverse("offers:intake_list")))
    found = [page.index(name) for name in ("Länge", "Nyss", "Gråsparv", "Träffad", "Stängd")]
    assert found == sorted(found)


def test_those_who_wait_without_a_case_have_their_place_and_rhythm(cast, sign_in, intake):
    with acting(cast.actor("avhopp")) as actor:
        me = cast.user("avhopp")
        other = actions.take_intake(
            actor=actor,
            source="self",
            called="Ärende",
            first_contact_at=timezone.now(),
            responsible=me,
        )
        actions.open_case(actor=actor, intake=other, responsible=me)
    answer = sign_in("avhopp").get(reverse("offers:intake_waiting"))
    page = text_of(answer)
    assert "Gråsparv" in page
    assert "Var 14:e dag" in page
    assert "I dag" in page
    assert "Ärende (" not in page
    assert "Logga" in page


def test_a_case_takes_over_what_waits_on_the_contact(cast, sign_in, intake):
    client = sign_in("avhopp")
    page = client.get(f"{reverse('offers:case_new')}?kontakt={intake.ref}").content.decode()
    assert 'value="Gråsparv"' in page
    with acting(cast.actor("avhopp")) as actor:
        case = actions.open_case(actor=actor, intake=intake, responsible=cast.user("avhopp"))
        assert case.called == "Gråsparv"
        assert [row.case for row in reminders.waiting(actor)] == [case]
        assert Intake.objects.get(pk=intake.pk).state == Intake.State.CASE_OPENED
        with pytest.raises(Refused):
            actions.open_case(actor=actor, intake=intake, responsible=cast.user("avhopp"))
        assert Case.objects.count() == 1
    assert case.get_absolute_url() in client.get(intake.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", INSIDERS_ONLY)
def test_contacts_are_the_exit_groups_alone(sign_in, intake, who):
    client = sign_in(who)
    for page in ("intake_list", "intake_new", "intake_waiting", "intake_anonymous"):
        assert client.get(reverse(f"offers:{page}")).status_code == 403
    assert client.get(intake.get_absolute_url()).status_code == 404


def test_reading_and_taking_stand_in_the_ledger(sign_in, intake, entries):
    client = sign_in("avhopp")
    client.get(intake.get_absolute_url())
    client.get(reverse("offers:intake_list"))
    assert entries("avhopp")[-3:] == ["intake.taken", "intake.read", "intake.listed"]


def test_the_page_says_who_can_see_it_and_under_what_secrecy(sign_in, intake):
    page = sign_in("avhopp").get(intake.get_absolute_url()).content.decode()
    assert "Vem kan se detta" in page
    assert "Avhopp2" in page
    assert "Sekretess:" in page
    assert "Gråsparv" not in re.search(r"<title>(.*?)</title>", page)[1]
