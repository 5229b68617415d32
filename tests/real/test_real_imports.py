"""Published files nobody here wrote, taken in by the commands. Skipped where they are absent."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Count, Max, Min, Sum

from agencies.actors import acting
from groups.models import Affiliation, Identity, Incident, Person, PersonTie, StreetGroup
from tests.groups.bringing import bring, refused, snapshot, without_ledger

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NYPD = (
    "key=INCIDENT_KEY, date=OCCUR_DATE, time=OCCUR_TIME, area=BORO, kind==shooting,"
    " victim_died=STATISTICAL_MURDER_FLAG, per=victim, date_format=%m/%d/%Y, source=nypd"
)
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"The published files are not in {DATA}."),
]


def twice(cast, command, path, *options):
    """What the first run says. A second one must store nothing."""
    first = bring(command, path, *options)
    before = without_ledger(snapshot(cast.actor("polis")))
    assert "New: 0\nChanged: 0\n" in bring(command, path, *options)
    assert without_ledger(snapshot(cast.actor("polis"))) == before
    return first


def test_a_year_of_the_feed_gives_malmo_its_65_acts_of_violence(cast):
    said = twice(cast, "import_incidents", DATA / "polisen_events_2025.csv.gz")
    assert "New: 65 " in said
    assert "Rows read: 24778\nNot acts of violence: 24024\n" in said
    with acting(cast.actor("polis")):
        rows = Incident.objects.filter(source="polisen")
        assert set(rows.values_list("municipality", "confirmation")) == {("1280", "unconfirmed")}
        assert rows.exclude(source_key="").count() == 65


def test_the_feeds_own_answer_gives_malmo_its_one(cast):
    said = twice(cast, "import_incidents", DATA / "polisen_api_response_sample.json.gz")
    assert "New: 1 " in said


def test_new_york_gives_3777_incidents_with_their_victims_added_up(cast):
    path = DATA / "nypd_shooting_with_key.csv.gz"
    said = twice(cast, "import_incidents", path, "--columns", NYPD)
    assert "New: 3777 " in said
    assert "The column “VIC_RACE” is left out: it holds a sensitive trait." in said
    with acting(cast.actor("polis")):
        rows = Incident.objects.filter(source="nypd")
        told = rows.aggregate(
            Count("pk"), Sum("dead"), Sum("injured"), Min("occurred_on"), Max("occurred_on")
        )
        assert told["pk__count"] == 3777
        assert told["dead__sum"] + told["injured__sum"] == 4805
        assert told["occurred_on__min"] == date(2019, 2, 28)
        assert told["occurred_on__max"] == date(2021, 12, 31)
        assert sum(row.dead + row.injured > 1 for row in rows) == 586


def test_london_is_54_people_in_one_group_with_315_graded_ties(cast):
    options = ["--columns", "key=ID, source=London", "--group", "London"]
    said = twice(cast, "import_people", DATA / "london_gang_attributes.csv", *options)
    assert "New: 54 (rows 2–55)" in said
    assert "The column “Birthplace” is left out: it holds a sensitive trait." in said
    said = twice(cast, "import_ties", DATA / "london_gang_edges.csv")
    assert "New: 315 (rows 2–316)" in said
    with acting(cast.actor("polis")) as actor:
        group = StreetGroup.objects.get(name="London", scope_id=actor.scope)
        people = Person.objects.filter(code_name__startswith="London ")
        assert set(people.values_list("state", flat=True)) == {"proposed"}
        links = Affiliation.objects.filter(street_group=group, person__in=people)
        assert links.count() == people.count() == 54
        assert set(links.values_list("category", flat=True)) == {"not_suspected"}
        assert not any(part.is_known for part in Identity.objects.filter(person__in=people))
        ties = PersonTie.objects.filter(person_a__in=people, person_b__in=people)
        grades = Counter(ties.values_list("kind", "grade"))
    assert sum(grades.values()) == 315
    assert set(grades) == {
        ("seen_together", 1),
        ("co_offending", 2),
        ("serious", 3),
        ("kin", 4),
    }


def test_a_network_that_met_47_times_is_tied_together(cast):
    meetings = ["--meetings", str(DATA / "infinito_meetings.csv")]
    attendance = DATA / "infinito_attendance.csv"
    refused("import_attendance", attendance, *meetings)  # nobody is on the map yet
    said = twice(cast, "import_people", DATA / "infinito_persons.csv", "--group", "Infinito")
    assert "New: 156 (rows 2–157)" in said
    said = twice(cast, "import_attendance", attendance, *meetings)
    people = ["--people", str(DATA / "infinito_persons.csv")]
    assert "New: 0\nChanged: 0\n" in bring("import_attendance", attendance, *people, *meetings)
    with acting(cast.actor("polis")):
        ties = PersonTie.objects.filter(person_a__code_name__startswith="Infinito ")
        assert f"New: {ties.count()} " in said
        assert set(ties.values_list("kind", "grade")) == {("seen_together", 1)}
        assert ties.aggregate(first=Min("since"))["first"] == date(2007, 10, 18)
