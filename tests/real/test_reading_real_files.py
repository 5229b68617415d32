"""Published files nobody here wrote, read in full. Skipped where they are not at hand."""

import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from groups.imports.columns import ColumnMap
from groups.imports.incidents import read_incidents
from groups.imports.meetings import read_attendance, read_meetings, ties_from_attendance
from groups.imports.people import is_personal_number, read_people, read_ties

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TODAY = date(2026, 11, 20)
NYPD = (
    "key=INCIDENT_KEY, date=OCCUR_DATE, time=OCCUR_TIME, area=BORO, kind==shooting,"
    " victim_died=STATISTICAL_MURDER_FLAG, date_format=%m/%d/%Y, source=nypd"
)
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"The published files are not in {DATA}."),
]


def test_victims_in_new_york_are_added_up_to_their_incidents():
    found = read_incidents(
        DATA / "nypd_shooting_with_key.csv.gz", today=TODAY, columns=ColumnMap.parse(NYPD)
    )
    assert (found.rows, len(found.incidents), found.problems) == (4805, 3777, ())
    people = [incident.dead + incident.injured for incident in found.incidents]
    assert (sum(people), sum(count > 1 for count in people)) == (4805, 586)
    days = [incident.occurred_on for incident in found.incidents]
    assert (min(days), max(days)) == (date(2019, 2, 28), date(2021, 12, 31))
    assert found.left_out.sensitive == ("PERP_RACE", "VIC_RACE")


def test_a_year_of_police_events_holds_754_acts_of_violence():
    found = read_incidents(DATA / "polisen_events_2025.csv.gz", today=TODAY)
    assert (found.rows, found.other_types, found.problems) == (24778, 24024, ())
    assert Counter(incident.kind for incident in found.incidents) == {
        "serious_violence": 478,
        "detonation": 144,
        "deadly_violence": 82,
        "shooting": 50,
    }
    assert sum(incident.municipality is None for incident in found.incidents) == 10


def test_only_malmos_are_taken_when_malmos_are_asked_for():
    found = read_incidents(
        DATA / "polisen_events_2025.csv.gz", today=TODAY, municipalities={"1280"}
    )
    assert {incident.municipality for incident in found.incidents} == {"1280"}
    assert (len(found.incidents), found.elsewhere, found.place_unknown) == (65, 679, 10)


def test_the_feeds_own_answer_is_read_with_its_short_hours_and_its_names():
    found = read_incidents(DATA / "polisen_api_response_sample.json.gz", today=TODAY)
    assert (found.rows, found.other_types, found.problems) == (493, 485, ())
    assert {incident.area: incident.municipality for incident in found.incidents} == {
        "Kristianstad": "1290",
        "Helsingborg": "1283",
        "Stockholm": "0180",
        "Malmö": "1280",
        "Kramfors": "2282",
        "Södertälje": "0181",
        "Vimmerby": "0884",
        "Kiruna": "2584",
    }


def test_the_london_gang_is_read_without_where_anyone_was_born():
    people = read_people(DATA / "london_gang_attributes.csv", today=TODAY)
    assert (len(people.found), people.problems) == (54, ())
    assert people.left_out.sensitive == ("Birthplace",)
    keys = {person.source_key for person in people.found}
    ties = read_ties(DATA / "london_gang_edges.csv", people=keys)
    assert (len(ties.found), ties.problems) == (315, ())
    assert sorted(Counter(tie.grade for tie in ties.found)) == [1, 2, 3, 4]


def test_every_published_test_number_is_a_personal_identity_number():
    with gzip.open(DATA / "testpersonnummer.csv.gz", "rt") as packed:
        numbers = packed.read().split()[1:]
    numbers += (DATA / "testsamordningsnummer.csv").read_text().split()[1:]
    assert len(numbers) == 41493 + 320
    assert all(map(is_personal_number, numbers))
    assert not any(is_personal_number(f"{int(number) ^ 1}") for number in numbers)


def test_the_meetings_of_a_network_are_read_without_what_was_eaten():
    people = read_people(DATA / "infinito_persons.csv", today=TODAY)
    meetings = read_meetings(DATA / "infinito_meetings.csv")
    assert (len(people.found), len(meetings.found)) == (156, 47)
    days = {meeting.source_key: meeting.held_on for meeting in meetings.found}
    assert (min(days.values()), max(days.values())) == (date(2007, 10, 18), date(2009, 10, 31))
    found = read_attendance(
        DATA / "infinito_attendance.csv",
        people={person.source_key for person in people.found},
        meetings=days,
    )
    assert (len(found.found), found.problems) == (455, ())
    ties = ties_from_attendance(found.found)
    assert len({(tie.one, tie.other) for tie in ties}) == len(ties) > 455
    assert all(tie.one < tie.other for tie in ties)
    assert "dinner" not in repr((meetings, found))
