"""The coordinator's text makes a new version; what was issued stays byte for byte."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from agencies.actors import acting
from agencies.models import Entry
from groups.models import Person
from gvi.briefings import actions, issuing
from gvi.briefings.models import AgencyFigures, Issue
from tests.briefings.conftest import violence


@pytest.fixture
def write(cast, issue):
    """`write("text")` by the coordinator, in the issued steering version."""

    def written(text: str, who: str = "koordinator", audience: str = "steering") -> Issue:
        row = issue(audience)
        with acting(cast.actor(who)) as actor:
            return actions.new_version(actor=actor, issue=row, narrative=text)

    return written


def test_a_text_makes_a_new_version_and_leaves_the_old_one(cast, norr, issue, write, week):
    first = issue()
    violence(cast, date(2019, 11, 20), injured=1)
    second = write("Två skjutningar granskas.\n\nLäget är lugnare.")
    assert (second.version, second.is_issued) == (2, False)
    assert [row.pk for row in issuing.issue_week(norr, week)] == [second.pk]
    with acting(cast.actor("koordinator")) as koordinator:
        issues = Issue.objects.visible_to(koordinator)
        again, made = issues.get(pk=first.pk), issues.get(pk=second.pk)
    assert bytes(again.pdf) == bytes(first.pdf)
    assert again.digest == first.digest
    assert made.content["narrative"] == ["Två skjutningar granskas.", "Läget är lugnare."]
    assert made.digest != first.digest


def test_a_new_version_counts_afresh(cast, norr, issue, write, week):
    issue()
    violence(cast, date(2019, 11, 20), injured=3)
    write("Rättad siffra.")
    (made,) = issuing.issue_week(norr, week)
    injured = made.content["sections"][0]["tables"][0]["rows"][3]
    assert injured == {"label": "Skadade vid skjutningar", "values": [3, 3, 0, 0]}


def test_a_text_in_what_is_due_stays_in_the_same_version(cast, norr, week):
    issuing.make_due(norr, week)
    with acting(cast.actor("koordinator")) as koordinator:
        due = Issue.objects.visible_to(koordinator).get(monday=week.monday, audience="steering")
        row = actions.new_version(actor=koordinator, issue=due, narrative="Lugnt.")
    assert (row.pk, row.version, row.approved_at) == (due.pk, 1, None)


def test_writing_twice_before_it_is_made_gives_one_version(cast, issue):
    first = issue()
    with acting(cast.actor("koordinator")) as actor:
        rows = [
            actions.new_version(actor=actor, issue=first, narrative=text)
            for text in ("Ett.", "Två.")
        ]
    assert [(row.version, row.narrative) for row in rows] == [(2, "Ett."), (2, "Två.")]


@pytest.mark.parametrize("text", ["Kråka sågs.", "skata", "Enligt Kråkas bror"])
def test_a_code_name_is_refused(write, text):
    with pytest.raises(actions.NamesSomeone, match="kodnamnet"):
        write(text)


@pytest.mark.parametrize("text", ["En kråkfågel", "Uggla", "Tärna"])
def test_a_word_that_names_nobody_the_writer_knows_is_let_through(write, text):
    assert write(text).narrative == text


def test_a_group_may_be_named_to_the_steering_group_and_not_in_public(write):
    assert write("Läget kring Ask är spänt.").version == 2
    with pytest.raises(actions.NamesSomeone, match="Ask"):
        write("Läget kring Ask är spänt.", audience="public")


@pytest.mark.parametrize("who", ["polis", "styrgrupp", "avhopp", "koordinator_soder"])
def test_only_the_coordinator_writes(write, who):
    with pytest.raises(PermissionDenied):
        write("Lugnt.", who=who)


def test_what_is_issued_is_not_approved_again(cast, issue):
    row = issue()
    with acting(cast.actor("koordinator")) as actor, pytest.raises(actions.AlreadyIssued):
        actions.approve(actor=actor, issue=row)


def test_writing_and_approving_are_in_the_ledger(cast, norr, week, write):
    row = write("Lugnt.")
    with acting(cast.actor("koordinator")) as koordinator:
        actions.approve(actor=koordinator, issue=row)
        acts = Entry.objects.filter(ref=row.ref, user_id=koordinator.user_id)
        assert set(acts.values_list("action", flat=True)) == {"issue.narrated", "issue.approved"}


@pytest.mark.parametrize("who", ["koordinator", "polis", "kommun", "styrgrupp"])
def test_only_the_exit_service_states_its_capacity(cast, who):
    with acting(cast.actor(who)) as actor, pytest.raises(PermissionDenied):
        actions.state_capacity(actor=actor, phone_staffed=True, takes_cases=True)


def test_capacity_is_told_to_the_steering_group_in_fixed_words(cast, issue, week):
    with acting(cast.actor("avhopp")) as avhopp:
        actions.state_capacity(
            actor=avhopp, phone_staffed=True, takes_cases=False, today=week.sunday
        )
    told = "Norrstad avhoppargrupp: telefonen är bemannad, nya ärenden får vänta."
    assert told in issue().content["sections"][2]["texts"]
    assert told not in issue("public").content["sections"][2]["texts"]


@pytest.mark.parametrize("who", ["polis", "koordinator", "kommun", "frivard"])
def test_nobody_rewrites_what_the_agencys_system_has_counted(cast, norr, issue, week, who):
    issue()
    with acting(cast.actor(who)) as actor:
        assert not AgencyFigures.objects.writable_by(actor).exists()
        own = AgencyFigures.objects.filter(scope_id=actor.scope)
        assert own.update(values={"violence": {}}) == 0  # the database holds it too
        with pytest.raises(ProgrammingError), transaction.atomic():
            AgencyFigures.objects.create(
                scope_id=actor.scope, monday=date(2019, 1, 7), computed_at=timezone.now()
            )


def test_two_who_state_capacity_at_once_make_one_row(fresh, week):
    """Each in a connection of their own, started together."""
    together, faults = threading.Barrier(2), []

    def state(who):
        try:
            with acting(fresh.actor(who)) as actor:
                together.wait(20)
                actions.state_capacity(
                    actor=actor, phone_staffed=True, takes_cases=True, today=week.sunday
                )
        except Exception as fault:  # noqa: BLE001 - told to the test, which runs elsewhere
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=state, args=[who]) for who in ("avhopp", "avhopp2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert faults == []
    with acting(fresh.actor("avhopp")) as avhopp:
        rows = AgencyFigures.objects.visible_to(avhopp).of(week).filter(scope_id=avhopp.scope)
        assert rows.count() == 1


def test_every_code_name_the_writer_sees_is_looked_for(cast):
    with acting(cast.actor("polis")) as polis:
        names = set(Person.objects.values_list("code_name", flat=True))
        for name in names:
            with pytest.raises(actions.NamesSomeone):
                actions.refuse_names(polis, f"Om {name}.", "steering")
