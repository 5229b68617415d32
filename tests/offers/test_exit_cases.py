import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies.actors import acting
from gvi.core.refusals import Refused
from offers import actions, reminders
from offers.models import Case, Measure

NEW = reverse("offers:case_new")
LIST = reverse("offers:case_list")


PAGES = (
    "case_change",
    "case_close",
    "case_step",
    "case_stage",
    "case_pause",
    "case_resume",
    "case_reopen",
    "case_followups",
    "case_history",
)


def form_for(client, cast, url=NEW, **values) -> dict:
    page = client.get(url).content.decode()
    tomorrow = re.search(r'name="next_on" value="([^"]+)"', page)
    return {
        "key": re.search(r'name="key" value="([^"]+)"', page)[1],
        "called": "Sidensvans",
        "setting": "criminal",
        "police_status": "none",
        "social_status": "none",
        "responsible": cast.user("avhopp").ref,
        "rhythm_days": 7,
        "next_on": tomorrow[1] if tomorrow else "",
        **values,
    }


def only_case(cast) -> Case:
    with acting(cast.actor("avhopp")) as actor:
        return Case.objects.visible_to(actor).select_related("person", "offer").get()


def waiting_on(cast, case):
    with acting(cast.actor("avhopp")) as actor:
        return reminders.waiting_on(actor, case)


def page_of(case, name, **query) -> str:
    return reverse(f"offers:{name}", args=[case.ref])


def test_a_case_opens_by_itself_and_needs_nobody_on_the_map(cast, sign_in, today):
    client = sign_in("avhopp")
    answer = client.post(NEW, form_for(client, cast))
    case = only_case(cast)
    assert answer.url == case.get_absolute_url()
    assert (case.called, case.person, case.offer) == ("Sidensvans", None, None)
    assert waiting_on(cast, case).due_on == today + timedelta(days=1)


def test_a_yes_opens_a_case_and_hands_over_what_waits(cast, sign_in, yes, offer):
    client = sign_in("avhopp")
    url = f"{NEW}?erbjudande={offer.ref}"
    assert 'value="Kråka"' in client.get(url).content.decode()
    assert client.post(url, form_for(client, cast, url)).status_code == 302
    case = only_case(cast)
    assert case.offer == offer
    assert case.person_id == offer.person_id
    with acting(cast.actor("avhopp")) as actor:
        assert [row.case_id for row in reminders.waiting(actor)] == [case.pk]
    assert case.get_absolute_url() in client.get(offer.get_absolute_url()).content.decode()
    again = client.post(url, form_for(client, cast, url))
    assert again.status_code == 422
    assert "redan ett ärende från det här erbjudandet" in again.content.decode()


def test_without_a_yes_no_case_is_opened_from_an_offer(cast, sign_in, offer):
    client = sign_in("avhopp")
    url = f"{NEW}?erbjudande={offer.ref}"
    answer = client.post(url, form_for(client, cast, url))
    assert answer.status_code == 422
    assert "Registrera ett ja" in answer.content.decode()


@pytest.mark.parametrize("name", ["kontakt", "erbjudande"])
def test_what_one_does_not_see_was_never_there_to_open_from(sign_in, name):
    client = sign_in("avhopp")
    for ref in (uuid4(), "skräp"):
        assert client.get(f"{NEW}?{name}={ref}").status_code == 404


def test_pressing_twice_opens_one_case(cast, sign_in):
    client = sign_in("avhopp")
    form = form_for(client, cast)
    assert client.post(NEW, form).url == client.post(NEW, form).url
    assert only_case(cast)


def test_numbers_run_by_year_and_agency(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        me = cast.user("avhopp")
        other = actions.open_case(actor=actor, called="Ärla", responsible=me)
    year, first = case.number.split("-")
    assert year == str(today.year)
    assert other.number == f"{year}-{int(first) + 1}"


def decided(cast, case, today) -> None:
    """Social services have decided on support, and the case says so."""
    with acting(cast.actor("avhopp")) as actor:
        actions.assess(actor=actor, case=case, kind="joint", assessed_on=today, summary="Behov")
        actions.record_step(
            actor=actor, case=case, kind="decision", came_on=today, decision_reference="SN 12"
        )


def test_the_two_statuses_never_depend_on_one_another(cast, sign_in, case, today):
    client = sign_in("avhopp")
    decided(cast, case, today)
    url = page_of(case, "case_change")
    for police in Case.PoliceStatus:
        for social in Case.SocialStatus:
            form = form_for(client, cast, url, police_status=police, social_status=social)
            form["confirmed"] = "on"
            assert client.post(url, form).status_code == 302
            changed = only_case(cast)
            assert (changed.police_status, changed.social_status) == (police, social)


def test_a_new_responsible_and_a_quicker_rhythm_reach_what_waits(cast, sign_in, case, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.log_follow_up(
            actor=actor,
            follow_up=reminders.waiting_on(actor, case),
            outcome="met",
            next_on=today + timedelta(days=60),
        )
    client = sign_in("avhopp")
    url = page_of(case, "case_change")
    ref = cast.user("avhopp2").ref
    client.post(url, form_for(client, cast, url, rhythm_days=3, responsible=ref))
    waiting = waiting_on(cast, case)
    assert waiting.due_on == today + timedelta(days=3)
    assert waiting.responsible_id == cast.user("avhopp2").pk


@pytest.mark.parametrize("days", ["0", "91", ""])
def test_a_rhythm_is_between_a_day_and_a_quarter(cast, sign_in, case, days):
    client = sign_in("avhopp")
    url = page_of(case, "case_change")
    assert client.post(url, form_for(client, cast, url, rhythm_days=days)).status_code == 422


def test_measures_have_a_kind_and_dates_and_end_without_being_deleted(cast, sign_in, case, today):
    client = sign_in("avhopp")
    url = page_of(case, "measure_new")
    key = re.search(r'name="key" value="([^"]+)"', client.get(url).content.decode())[1]
    form = {"key": key, "kind": "housing", "starts_on": today.isoformat()}
    for _press in range(2):
        assert client.post(url, form).status_code == 302
    with acting(cast.actor("avhopp")):
        measure = Measure.objects.get(case=case)
    assert "Skyddat boende" in client.get(case.get_absolute_url()).content.decode()
    end = reverse("offers:measure_end", args=[measure.ref])
    early = client.post(end, {"ends_on": (today - timedelta(days=1)).isoformat()})
    assert early.status_code == 422
    assert "En insats kan inte sluta innan den började." in early.content.decode()
    assert client.post(end, {"ends_on": today.isoformat()}).status_code == 302
    with acting(cast.actor("avhopp")):
        assert Measure.objects.get(case=case).ends_on == today


def closing(today, **values) -> dict:
    later = today + timedelta(days=90)
    return {
        "ending": "completed",
        "reason": "Målen är nådda",
        "evaluation": "Samtalen hjälpte",
        "rhythm_days": 90,
        "aftercare_until": (today + timedelta(days=365)).isoformat(),
        "closed_on": today.isoformat(),
        "next_on": later.isoformat(),
        **values,
    }


def test_a_case_closes_with_its_ending_and_is_looked_in_on_later(cast, sign_in, case, today):
    client = sign_in("avhopp")
    url = page_of(case, "case_close")
    assert client.post(url, closing(today)).status_code == 302
    closed = only_case(cast)
    assert (closed.ending, closed.closed_on) == ("completed", today)
    assert waiting_on(cast, case).due_on == today + timedelta(days=90)
    assert "Sidensvans" in client.get(f"{LIST}?ko=avslutade").content.decode()
    assert "Sidensvans" not in client.get(LIST).content.decode()
    again = client.post(url, closing(today))
    assert again.status_code == 422
    assert "Ärendet avslutades" in again.content.decode()


def test_a_case_with_lasting_measures_lists_them_with_links(cast, sign_in, case, today):
    with acting(cast.actor("avhopp")) as actor:
        measure = actions.add_measure(actor=actor, case=case, kind="debt", starts_on=today)
    client = sign_in("avhopp")
    answer = client.post(page_of(case, "case_close"), closing(today))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Avsluta först de här insatserna: Skuldsanering." in page
    assert reverse("offers:measure_end", args=[measure.ref]) in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ending": ""}, "Hur det slutade"),
        ({"ending": "taken_over"}, "Hur det slutade"),
        ({"reason": ""}, "Varför det avslutas"),
        ({"aftercare_until": ""}, "Eftervård till och med"),
        ({"aftercare_until": "2999-01-01"}, "Välj en dag inom fem år."),
        ({"closed_on": "2999-01-01"}, "Datumet kan inte ligga framåt i tiden."),
        ({"closed_on": "2001-01-01"}, "Ett ärende kan inte avslutas innan det öppnades."),
        ({"next_on": ""}, "Hör av dig igen"),
    ],
)
def test_closing_asks_in_swedish_for_what_is_missing(sign_in, case, today, values, sentence):
    answer = sign_in("avhopp").post(page_of(case, "case_close"), closing(today, **values))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_closed_case_takes_no_more_measures_or_changes(cast, case, today):
    with acting(cast.actor("avhopp")) as actor:
        actions.close_case(
            actor=actor, case=case, ending="returned", closed_on=today, next_on=today
        )
        with pytest.raises(Refused):
            actions.add_measure(actor=actor, case=case, kind="talks", starts_on=today)


@pytest.mark.parametrize(
    "who", ["polis", "frivard", "kommun", "koordinator", "styrgrupp", "admin", "dso", "polis_soder"]
)
def test_a_case_was_never_there_for_anyone_else(cast, sign_in, case, who, today):
    client = sign_in(who)
    assert client.get(case.get_absolute_url()).status_code == 404
    for name in PAGES:
        hidden = client.get(page_of(case, name))
        absent = client.get(reverse(f"offers:{name}", args=[uuid4()]))
        assert hidden.status_code == absent.status_code
        assert hidden.status_code in (403, 404)
    assert client.get(NEW).status_code == 403
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        actions.close_case(
            actor=actor, case=case, ending="returned", closed_on=today, next_on=today
        )


def test_a_colleague_in_the_exit_group_works_with_the_case(sign_in, case):
    page = sign_in("avhopp2").get(case.get_absolute_url()).content.decode()
    assert "Sidensvans" in page
    assert page_of(case, "case_close") in page


def test_opening_reading_and_closing_stand_in_the_ledger(cast, sign_in, case, today, entries):
    client = sign_in("avhopp")
    client.get(case.get_absolute_url())
    client.post(page_of(case, "case_close"), closing(today))
    did = [each for each in entries("avhopp") if each.startswith("case.")]
    assert did[-4:] == ["case.opened", "case.read", "case.read", "case.closed"]


def test_the_page_names_nobody_in_its_title(sign_in, case):
    page = sign_in("avhopp").get(case.get_absolute_url()).content.decode()
    assert "Sidensvans" not in re.search(r"<title>(.*?)</title>", page)[1]
    assert "Sekretess:" in page
    assert page_of(case, "case_readers") in page
