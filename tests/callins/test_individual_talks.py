import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies.actors import acting
from agencies.models import Entry
from callins import actions, figures
from callins.forms import TalkOutcomeForm
from callins.models import Notification
from gvi.core.refusals import Refused
from tests.callins.conftest import in_days, map_more

LIST, NEW = reverse("callins:notification_list"), reverse("callins:notification_new")


def plan(cast, who, person, **values):
    with acting(cast.actor(who)) as actor:
        return actions.plan_talk(
            actor=actor,
            person=person,
            **{"reason": "prevention", "place": "home", "planned_on": in_days(0)} | values,
        )


def done(cast, who, talk, outcome):
    with acting(cast.actor(who)) as actor:
        return actions.record_talk(actor=actor, talk=talk, outcome=outcome, done_on=in_days(0))


@pytest.fixture
def talk(cast, person):
    return plan(cast, "polis", person("Kråka"))


def typed(whom, **values):
    return {
        "person": str(whom.ref),
        "reason": "after_incident",
        "place": "home",
        "planned_on": in_days(2).isoformat(),
    } | values


@pytest.mark.parametrize("who", ["polis", "frivard", "kommun", "koordinator"])
def test_those_who_deliver_the_message_plan_talks(cast, sign_in, person, who):
    response = sign_in(who).post(NEW, typed(person("Kråka")))
    with acting(cast.actor(who)) as actor:
        talk = Notification.objects.visible_to(actor).get()
        assert response.url == talk.get_absolute_url()
        assert (talk.person, talk.outcome) == (person("Kråka"), "planned")
        assert Entry.objects.filter(action="notification.planned", ref=talk.ref).count() == 1


@pytest.mark.parametrize("who", ["avhopp", "styrgrupp", "admin"])
def test_the_exit_service_reads_talks_but_records_none(cast, sign_in, talk, person, who):
    """A talk is read by the police too, so one of the exit service's would tell of a contact."""
    client = sign_in(who)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed(person("Kråka"))).status_code == 403
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        actions.record_talk(actor=actor, talk=talk, outcome="completed", done_on=in_days(0))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"planned_on": "2018-10-01"}, "Den planerade dagen kan ligga högst ett år bakåt"),
        ({"planned_on": "2040-10-01"}, "och ett år framåt i tiden."),
        ({"reason": ""}, "Välj ett svar på ”Varför nu”."),
        ({"person": ""}, "Välj ett svar på ”Person”."),
    ],
)
def test_what_is_missing_is_said(sign_in, person, values, sentence):
    response = sign_in("polis").post(NEW, typed(person("Kråka"), **values))
    assert response.status_code == 422
    assert sentence in response.text


def test_only_people_the_planner_sees_can_be_chosen(sign_in, person):
    page = sign_in("kommun").get(NEW).text
    assert "Kråka" in page
    assert "Uggla" not in page
    assert "Tärna" not in page
    assert sign_in("kommun").post(NEW, typed(person("Uggla"))).status_code == 422


def test_the_same_talk_is_not_planned_twice(sign_in, person):
    client = sign_in("polis")
    assert client.post(NEW, typed(person("Kråka"))).status_code == 302
    again = client.post(NEW, typed(person("Kråka")))
    assert again.status_code == 422
    assert "redan planerat ett samtal" in again.text


@pytest.mark.parametrize("outcome", ["completed", "not_found", "interrupted"])
def test_only_whether_it_took_place_is_recorded(cast, sign_in, talk, outcome):
    page = reverse("callins:notification_record", args=[talk.ref])
    given = {
        "outcome": outcome,
        "done_on": in_days(0).isoformat(),
        "reaction": "positive",
        "asked_for_help": "on",
    }
    assert sign_in("polis").post(page, given).url == talk.get_absolute_url()
    with acting(cast.actor("polis")) as actor:
        row = Notification.objects.visible_to(actor).get()
        assert (row.outcome, row.done_on) == (outcome, in_days(0))
        assert Entry.objects.filter(action="notification.recorded", ref=row.ref).count() == 1


def test_there_is_no_place_for_a_reaction_or_a_request_for_help(talk):
    assert list(TalkOutcomeForm().fields) == ["outcome", "done_on"]
    assert {value for value, _name in TalkOutcomeForm().fields["outcome"].choices} == {
        "completed",
        "not_found",
        "interrupted",
    }
    assert {field.name for field in Notification._meta.get_fields()} == {
        *("id", "scope", "ref", "person", "person_scope", "sealed", "street_group"),
        *("reason", "place", "planned_on", "outcome", "done_on"),
    }


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"outcome": ""}, "Välj ett svar på ”Vad det blev av samtalet”."),
        ({"outcome": "planned"}, "planned"),
        ({"done_on": "2040-01-01"}, "Dagen för samtalet kan inte ligga framåt i tiden."),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(sign_in, talk, values, sentence):
    page = reverse("callins:notification_record", args=[talk.ref])
    given = {"outcome": "completed", "done_on": in_days(0).isoformat()} | values
    response = sign_in("polis").post(page, given)
    assert response.status_code == 422
    assert sentence in response.text


def test_an_outcome_is_recorded_once_and_a_new_attempt_is_a_new_talk(cast, sign_in, talk, person):
    done(cast, "polis", talk, "not_found")
    with pytest.raises(actions.TalkAlreadyRecorded):
        done(cast, "polis", talk, "completed")
    page = sign_in("polis").get(talk.get_absolute_url()).text
    assert f"{NEW}?person={person('Kråka').ref}" in page
    again = sign_in("polis").get(NEW, {"person": str(person("Kråka").ref)}).text
    assert f'value="{person("Kråka").ref}" selected' in again


@pytest.mark.parametrize(("who", "code"), [("frivard", 403), ("avhopp", 403), ("polis_soder", 404)])
def test_only_the_agency_that_planned_it_records_it(sign_in, talk, who, code):
    page = reverse("callins:notification_record", args=[talk.ref])
    if who == "polis_soder":
        assert sign_in(who).get(talk.get_absolute_url()).status_code == 404
    assert sign_in(who).post(page, {"outcome": "completed"}).status_code == code


def test_a_talk_is_read_by_those_who_see_the_person(cast, sign_in, person):
    hidden = plan(cast, "polis", person("Uggla"))
    for who in ("frivard", "koordinator", "avhopp", "polis_soder"):
        assert sign_in(who).get(hidden.get_absolute_url()).status_code == 404
        assert "Uggla" not in sign_in(who).get(LIST).text
    assert "Uggla" in sign_in("polis").get(LIST).text


def test_attempts_talks_and_people_are_three_figures_over_what_one_sees(cast, sign_in, person):
    kraka, skata, uggla = person("Kråka"), person("Skata"), person("Uggla")
    for who, whom, outcome in (
        ("polis", kraka, "not_found"),
        ("polis", kraka, "completed"),
        ("kommun", kraka, "completed"),
        ("polis", skata, "completed"),
        ("polis", uggla, "completed"),
    ):
        done(cast, who, plan(cast, who, whom), outcome)
    plan(cast, "polis", skata, planned_on=in_days(5))
    for who, counted in (("polis", (5, 4, 3)), ("frivard", (4, 3, 2)), ("polis_soder", (0, 0, 0))):
        with acting(cast.actor(who)) as actor:
            found = figures.talks(Notification.objects.visible_to(actor))
        assert (found.attempts, found.completed, found.people) == counted
        page = "".join(sign_in(who).get(LIST).text.split())
        for label, figure in zip(
            ("Försök", "Genomförda samtal", "Personer som har nåtts"), counted, strict=True
        ):
            assert f"<dt>{label}</dt><dd>{figure}</dd>".replace(" ", "") in page


def test_the_list_is_filtered_by_outcome(cast, sign_in, person):
    done(cast, "polis", plan(cast, "polis", person("Kråka")), "completed")
    plan(cast, "polis", person("Skata"))
    page = sign_in("polis").get(LIST, {"outcome": "completed"}).text
    assert "Kråka" in page
    assert "Skata" not in page


def test_an_unmapped_person_is_not_talked_to(cast, person):
    with acting(cast.actor("polis_soder")) as actor, pytest.raises(Refused):
        actions.plan_talk(
            actor=actor,
            person=person("Tärna"),
            reason="prevention",
            place="home",
            planned_on=in_days(1),
        )


def test_the_list_costs_the_same_with_three_and_with_thirty(cast, sign_in, cost):
    people = map_more(cast, 20)
    for each in people[:3]:
        plan(cast, "polis", each)
    client = sign_in("polis")
    few = cost(client, LIST)
    for each in people[3:]:
        plan(cast, "polis", each)
    assert cost(client, LIST) == few
