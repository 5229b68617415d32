"""Small made-up files of incidents, each read as plain values. No database."""

import io
import json
from datetime import date, time

import pytest
from django.utils import translation

from groups.imports.columns import ColumnMap, UnusableMap
from groups.imports.incidents import IncidentIn, read_incidents
from gvi.core.tables import Limits, Unreadable

TODAY = date(2026, 11, 20)
FEED = "id,published,type,title,summary,location,kommunkod,lanskod\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(text, **said):
    if columns := said.pop("columns", None):
        said["columns"] = ColumnMap.parse(columns)
    return read_incidents(io.BytesIO(text.encode()), today=TODAY, name="brought", **said)


def event(**values):
    said = {
        "id": "564478",
        "published": "2025-01-06T13:49:41+01:00",
        "type": "Skottlossning",
        "title": "06 januari 12.25, Skottlossning, Malmö",
        "summary": "",
        "location": "Malmö",
        "kommunkod": "1280",
        "lanskod": "12",
    } | values
    return ",".join(f'"{value}"' for value in said.values()) + "\n"


def told(problems):
    return [(problem.row, problem.column, problem.sentence) for problem in problems]


# The police's feed


def test_an_event_of_the_feed_becomes_an_incident_without_its_free_text():
    found = read(FEED + event(summary="Skott genom fönster på Storgatan 1"))
    assert found.incidents == (
        IncidentIn(
            source="polisen",
            source_key="564478",
            kind="shooting",
            occurred_on=date(2025, 1, 6),
            occurred_at=time(12, 25),
            municipality="1280",
            area="Malmö",
            dead=0,
            injured=0,
            row=2,
        ),
    )
    assert "Storgatan" not in repr(found)
    assert found.left_out.unused == ("summary", "lanskod")


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("Skottlossning", "shooting"),
        ("Skottlossning, misstänkt", "shooting"),
        ("Explosion", "detonation"),
        ("Mord/dråp", "deadly_violence"),
        ("Mord/dråp, försök", "serious_violence"),
        ("Misshandel, grov", "serious_violence"),
    ],
)
def test_the_violence_of_the_feed_has_its_kind(type_, kind):
    assert [found.kind for found in read(FEED + event(type=type_)).incidents] == [kind]


@pytest.mark.parametrize("type_", ["Trafikolycka", "Misshandel", "Bombhot", "Sammanfattning natt"])
def test_other_events_are_counted_and_not_read(type_):
    found = read(FEED + event(type=type_, title="utan dag"))
    assert (found.incidents, found.problems, found.other_types) == ((), (), 1)


def test_only_the_municipalities_asked_for_are_taken():
    rows = [
        event(),
        event(id="2", location="Lund", kommunkod="1281"),
        event(id="3", location="Skåne län", kommunkod=""),
    ]
    found = read(FEED + "".join(rows), municipalities={"1280"})
    assert [incident.source_key for incident in found.incidents] == ["564478"]
    assert (found.elsewhere, found.place_unknown, found.problems) == (1, 1, ())
    everywhere = read(FEED + "".join(rows))
    assert [incident.municipality for incident in everywhere.incidents] == ["1280", "1281", None]


@pytest.mark.parametrize(
    ("title", "published", "happened"),
    [
        ("31 december 23.50", "2025-01-01T00:30:00+01:00", date(2024, 12, 31)),
        ("29 december 21.15", "2025-01-02T06:30:00+01:00", date(2024, 12, 29)),
        ("26 maj 23.36", "2025-05-26T01:13:39+02:00", date(2025, 5, 25)),
        ("26 januari 07.55", "2025-01-26T07:54:39+01:00", date(2025, 1, 26)),
        ("29 februari 07.55", "2024-02-29T08:54:39+01:00", date(2024, 2, 29)),
    ],
)
def test_an_event_never_happens_after_it_was_published(title, published, happened):
    found = read(FEED + event(title=f"{title}, Explosion, Malmö", published=published))
    assert [incident.occurred_on for incident in found.incidents] == [happened]


@pytest.mark.parametrize(
    ("values", "column", "sentence"),
    [
        ({"title": "Skottlossning, Malmö"}, "title", "The title does not begin with a day"),
        ({"title": "30 februari 12.00, X, Malmö"}, "title", "The title does not begin with a day"),
        ({"title": "06 januari 25.00, X, Malmö"}, "title", "The title does not begin with a day"),
        ({"published": "2025-01-06"}, "published", "“2025-01-06” is not a point in time"),
        ({"kommunkod": "128"}, "kommunkod", "“128” is no municipality code"),
        ({"kommunkod": "", "location": "Ankeborg"}, "kommunkod", "“Ankeborg” is no Swedish"),
        ({"id": ""}, "id", "The event has no number."),
        (
            {"published": "2027-01-06T13:49:41+01:00"},
            "title",
            "The day lies in the future.",
        ),
    ],
)
def test_an_event_that_cannot_be_understood_is_left_out_and_named(values, column, sentence):
    found = read(FEED + event(**values) + event(id="7"))
    assert [incident.source_key for incident in found.incidents] == ["7"]
    assert len(found.problems) == 1
    assert (found.problems[0].row, found.problems[0].column) == (2, column)
    assert found.problems[0].sentence.startswith(sentence)


def raw(**values):
    return {
        "id": 650295,
        "datetime": "2026-08-22 9:48:12 +02:00",
        "name": "22 augusti 8.01, Mord/dråp, försök, Upplands väsby",
        "summary": "…",
        "url": "/aktuellt/",
        "type": "Mord/dråp, försök",
        "location": {"name": "Stockholms län", "gps": "59.5,17.9"},
    } | values


def test_an_answer_of_the_feed_is_read_and_its_place_found_by_name():
    (incident,) = read(json.dumps([raw()])).incidents
    assert (incident.municipality, incident.area) == ("0114", "Upplands väsby")
    assert (incident.occurred_on, incident.occurred_at) == (date(2026, 8, 22), time(8, 1))
    assert incident.source_key == "650295"


def test_a_name_in_the_wrong_county_is_not_believed():
    found = read(json.dumps([raw(location={"name": "Skåne län", "gps": ""})]))
    assert told(found.problems) == [(1, "name", "Upplands Väsby does not lie in Skåne län.")]


def test_an_event_that_names_only_a_county_has_no_municipality():
    text = json.dumps([raw(name="22 augusti 8.01, Mord/dråp, försök, Stockholms län")])
    assert [incident.municipality for incident in read(text).incidents] == [None]
    assert read(text, municipalities={"0114"}).place_unknown == 1


def test_an_empty_answer_of_the_feed_is_no_fault():
    assert read("[]").incidents == ()


# Any other file

OURS = "key,date,time,kind,municipality,area,dead,injured\n"


def test_a_file_in_our_own_words_needs_no_map():
    found = read(OURS + "a1,2019-11-09,21:05,shooting,1280,Möllevången,1,1\n")
    assert found.incidents == (
        IncidentIn(
            "file",
            "a1",
            "shooting",
            date(2019, 11, 9),
            time(21, 5),
            "1280",
            "Möllevången",
            1,
            1,
            2,
        ),
    )


def test_swedish_columns_and_words_need_no_map():
    text = "nyckel;datum;klockslag;händelsetyp;kommun;område;avlidna;skadade\n"
    found = read(text + "a1;2019-11-09;;Bekräftad skjutning;Malmö;Möllan;;2\n")
    (incident,) = found.incidents
    assert (incident.kind, incident.municipality, incident.injured) == ("shooting", "1280", 2)
    assert incident.occurred_at is None


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("a1,2019-13-01,,shooting,1280,,,", "date", "“2019-13-01” is not a date"),
        ("a1,2026-11-21,,shooting,1280,,,", "date", "The day lies in the future."),
        ("a1,2019-11-09,25:00,shooting,1280,,,", "time", "“25:00” is not a time of day"),
        ("a1,2019-11-09,,quarrel,1280,,,", "kind", "“quarrel” is no kind of incident"),
        ("a1,2019-11-09,,shooting,9999,,,", "municipality", "“9999” is no municipality code"),
        ("a1,2019-11-09,,shooting,1280,,-1,", "dead", "-1 is not between 0 and 10000."),
        ("a1,2019-11-09,,shooting,1280,,,many", "injured", "“many” is not a whole number."),
        (",2019-11-09,,shooting,1280,,,", "key", "The value is missing."),
        (f"a1,2019-11-09,,shooting,1280,{'x' * 81},,", "area", "The value is longer than 80"),
        (f"{'x' * 61},2019-11-09,,shooting,1280,,,", "key", "The value is longer than 60"),
    ],
)
def test_a_row_that_cannot_be_understood_is_left_out_and_named(row, column, sentence):
    found = read(OURS + "ok,2019-11-09,,shooting,1280,,,\n" + row + "\n")
    assert [incident.source_key for incident in found.incidents] == ["ok"]
    assert (found.problems[0].row, found.problems[0].column) == (3, column)
    assert found.problems[0].sentence.startswith(sentence)


def test_the_same_row_twice_is_one_incident():
    row = "a1,2019-11-09,,shooting,1280,,1,0\n"
    found = read(OURS + row + row)
    assert len(found.incidents) == 1
    assert found.problems == ()


def test_rows_that_contradict_each_other_are_both_named_and_neither_taken():
    rows = [
        "a1,2019-11-09,,shooting,1280,,1,0",
        "b2,2019-11-09,,shooting,1280,,0,0",
        "a1,2019-11-10,,shooting,1280,,2,0",
        "a1,2019-11-09,,shooting,1280,,1,0",
    ]
    found = read(OURS + "\n".join(rows))
    assert [incident.source_key for incident in found.incidents] == ["b2"]
    assert told(found.problems) == [
        (4, None, "Rows 2 and 4 are about the same and differ in: occurred_on, dead.")
    ]


VICTIMS = "CASE,DAY,DIED,BORO,VIC_RACE\n"
MAP = "key=CASE, date=DAY, victim_died=DIED, area=BORO, kind==shooting, date_format=%m/%d/%Y"


def test_victims_of_one_incident_are_added_up():
    rows = ["1,02/28/2019,false,A,X", "2,02/28/2019,true,A,X", "1,02/28/2019,true,A,Y"]
    found = read(VICTIMS + "\n".join(rows), columns=f"{MAP}, source=nypd")
    assert [
        (each.source, each.source_key, each.dead, each.injured, each.row)
        for each in found.incidents
    ] == [("nypd", "1", 1, 1, 2), ("nypd", "2", 1, 0, 3)]
    assert found.left_out.sentences() == [
        "The column “VIC_RACE” is left out: it holds a sensitive trait."
    ]


def test_victims_who_contradict_each_other_on_the_incident_are_named():
    rows = ["1,02/28/2019,false,A,", "1,03/01/2019,true,A,", "1,02/28/2019,true,A,"]
    found = read(VICTIMS + "\n".join(rows), columns=MAP)
    assert found.incidents == ()
    assert told(found.problems) == [
        (3, None, "Rows 2 and 3 are about the same and differ in: occurred_on.")
    ]


def test_an_incident_with_one_unreadable_victim_is_not_counted_short():
    rows = ["1,02/28/2019,false,A,", "1,02/28/2019,perhaps,A,", "1,02/28/2019,true,A,"]
    found = read(VICTIMS + "\n".join(rows), columns=MAP)
    assert found.incidents == ()
    assert told(found.problems) == [(3, "DIED", "“perhaps” is neither yes nor no.")]


def test_victims_may_be_counted_in_columns():
    text = "key,date,dead,injured\n1,2019-01-01,1,0\n1,2019-01-01,0,1\n"
    pairs = "key=key,date=date,dead=dead,injured=injured,kind==shooting,per=victim"
    (incident,) = read(text, columns=pairs).incidents
    assert (incident.dead, incident.injured) == (1, 1)


def test_a_map_translates_the_words_of_a_file():
    text = "n,when,what\n1,2019-01-01,Bomb\n2,2019-01-01,GUN\n"
    pairs = "key=n,date=when,kind=what,kind.bomb=detonation,kind.Gun=shooting,municipality==1280"
    found = read(text, columns=pairs, municipalities={"1280"})
    assert [incident.kind for incident in found.incidents] == ["detonation", "shooting"]
    assert {incident.municipality for incident in found.incidents} == {"1280"}


def test_a_file_that_names_no_municipality_is_taken_as_it_is():
    found = read("key,date,kind\n1,2019-01-01,shooting\n", municipalities={"1280"})
    assert len(found.incidents) == 1


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("key=CASE, date=DAY", "No column is known for: kind."),
        (f"{MAP}, area=VIC_RACE", "does not say field=column, once."),
        ("key=CASE, date=DAY, kind==shooting, area=VIC_RACE", "holds a sensitive trait"),
        ("key=CASE, date=DAY, kind==shooting, area=STREET", "The file has no column “STREET”"),
        ("key=CASE, day=DAY", "“day” is no field. The fields are: key, date,"),
        (f"{MAP}, per=incident", "“victim_died” is for files with one row per victim."),
        (f"{MAP}, per=week", "“per” is either victim or incident."),
        ("key=CASE,date=DAY,kind==shooting,per=victim", "must say what happened to them."),
    ],
)
def test_a_map_that_cannot_be_followed_is_refused_with_a_sentence(columns, sentence):
    with pytest.raises(UnusableMap) as refused:
        read(VICTIMS + "1,02/28/2019,false,A,X\n", columns=columns)
    assert sentence in str(refused.value)


def test_a_fault_of_the_whole_file_is_not_a_list_of_rows():
    with pytest.raises(Unreadable, match="more than 1 rows"):
        read(OURS + "a,2019-01-01,,shooting,,,,\n" * 2, limits=Limits(rows=1))
