"""Incidents from a file, through the command, into the register."""

from datetime import date, time

import pytest

from agencies.actors import acting
from groups import actions
from groups.models import Incident
from tests.groups.bringing import bring, last_entry, refused, snapshot, told, without_ledger

FEED = """\
id,published,type,title,summary,location,kommunkod,lanskod
1,2025-01-06T13:49:41+01:00,Skottlossning,"06 januari 12.25, Skott, Malmö",Kanarie,Malmö,1280,12
2,2025-01-07T13:49:41+01:00,Explosion,"07 januari 01.00, Explosion, Malmö",,Malmö,1280,12
3,2025-01-07T13:49:41+01:00,Explosion,"07 januari 01.00, Explosion, Lund",,Lund,1281,12
4,2025-01-07T13:49:41+01:00,Stöld,"07 januari 01.00, Stöld, Malmö",,Malmö,1280,12
5,2025-01-07T13:49:41+01:00,Explosion,"07 januari 01.00, Explosion, Skåne län",,Skåne län,,12
"""
VICTIMS = """CASE,DAY,CLOCK,DIED,BORO,VIC_RACE
a,02/28/2019,02:18:00,false,BRONX,Kanarie
b,03/01/2019,21:30:00,true,QUEENS,Kanarie
a,02/28/2019,02:18:00,true,BRONX,Kanarie
"""
MAP = (
    "key=CASE, date=DAY, time=CLOCK, area=BORO, kind==shooting, victim_died=DIED, per=victim,"
    " date_format=%m/%d/%Y, source=nypd"
)


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_text(FEED, encoding="utf-8")
    return path


@pytest.fixture
def victims(tmp_path):
    path = tmp_path / "ny_shootings.csv"
    path.write_text(VICTIMS, encoding="utf-8")
    return path


def stored(cast, source):
    with acting(cast.actor("polis")) as actor:
        return list(Incident.objects.visible_to(actor).filter(source=source).order_by("pk"))


def test_only_violence_in_the_partnerships_municipalities_comes_in_and_unconfirmed(cast, feed):
    said = bring("import_incidents", feed)
    assert "New: 2 (rows 2–3)\nChanged: 0\nSame: 0\n" in said
    assert "Rows read: 5\nNot acts of violence: 1\n" in said
    assert "Outside the partnership's municipalities: 1\nNo municipality said: 1\n" in said
    assert [
        (row.kind, row.occurred_on, row.occurred_at, row.municipality, row.area, row.source_key)
        for row in stored(cast, "polisen")
    ] == [
        ("shooting", date(2025, 1, 6), time(12, 25), "1280", "Malmö", "1"),
        ("detonation", date(2025, 1, 7), time(1, 0), "1280", "Malmö", "2"),
    ]
    assert {row.confirmation for row in stored(cast, "polisen")} == {"unconfirmed"}


def test_a_second_run_adds_nothing_and_changes_nothing(cast, feed):
    bring("import_incidents", feed)
    before = without_ledger(snapshot(cast.actor("polis")))
    said = bring("import_incidents", feed)
    assert "New: 0\nChanged: 0\nSame: 2 (rows 2–3)\n" in said
    assert without_ledger(snapshot(cast.actor("polis"))) == before


def test_a_trial_writes_nothing_not_even_in_the_ledger(cast, feed):
    before = snapshot(cast.actor("polis"))
    said = bring("import_incidents", feed, "--dry-run")
    assert "New: 2" in said
    assert said.endswith("A trial: nothing is saved.\n")
    assert snapshot(cast.actor("polis")) == before


def test_victims_are_added_up_by_a_map_and_the_column_of_race_is_named_as_left_out(cast, victims):
    said = bring("import_incidents", victims, "--columns", MAP)
    assert "Source: nypd. Taken in by: Polis." in said
    assert "New: 2 (rows 2–3)" in said
    assert "The column “VIC_RACE” is left out: it holds a sensitive trait." in said
    assert [(row.source_key, row.dead, row.injured, row.area) for row in stored(cast, "nypd")] == [
        ("a", 1, 1, "BRONX"),
        ("b", 1, 0, "QUEENS"),
    ]


def test_the_source_is_the_first_word_of_the_files_name_when_nothing_says_it(cast, victims):
    bring("import_incidents", victims, "--columns", MAP.replace(", source=nypd", ""))
    assert len(stored(cast, "ny")) == 2


def test_an_incident_follows_its_source_until_somebody_has_reviewed_it(cast, victims):
    bring("import_incidents", victims, "--columns", MAP)
    with acting(cast.actor("polis")) as actor:
        row = Incident.objects.get(source_key="b")
        actions.review_incident(actor=actor, incident=row, confirmation="confirmed")
    more = VICTIMS + "b,03/01/2019,21:30:00,false,QUEENS,\na,02/28/2019,02:18:00,false,BRONX,\n"
    victims.write_text(more, encoding="utf-8")
    said = bring("import_incidents", victims, "--columns", MAP)
    assert "New: 0\nChanged: 1 (rows 2)\nSame: 0\n" in said
    assert "Changed in the source, left as they are: 1 (rows 3)" in said
    assert [(row.confirmation, row.dead, row.injured) for row in stored(cast, "nypd")] == [
        ("unconfirmed", 1, 2),
        ("confirmed", 1, 0),
    ]


def test_a_link_to_a_group_is_a_judgement_too(cast, victims):
    bring("import_incidents", victims, "--columns", MAP)
    with acting(cast.actor("polis")) as actor:
        row = Incident.objects.get(source_key="b")
        actions.review_incident(
            actor=actor, incident=row, confirmation="unconfirmed", link="possible"
        )
    victims.write_text(VICTIMS.replace("QUEENS", "BROOKLYN"), encoding="utf-8")
    bring("import_incidents", victims, "--columns", MAP)
    assert [row.area for row in stored(cast, "nypd")] == ["BRONX", "QUEENS"]


BROKEN = "b,2019-01-02,shooting\na,2019-31-01,shooting\nc,2019-01-03,quarrel\n"


def test_one_refused_row_keeps_the_whole_file_out(cast, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("key,date,kind\n" + BROKEN)
    before = snapshot(cast.actor("polis"))
    said, sentence = told("import_incidents", path)
    assert "New: 1 (rows 2)" in said
    assert "Refused: 2 (rows 3–4)" in said
    assert "  list.csv:3:date: “2019-31-01” is not a date of the expected form." in said
    assert "  list.csv:4:kind: “quarrel” is no kind of incident." in said
    assert sentence.startswith("Nothing is saved, since rows were refused.")
    assert snapshot(cast.actor("polis")) == before


def test_the_rows_that_are_right_can_be_accepted(cast, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("key,date,kind\n" + BROKEN)
    said = bring("import_incidents", path, "--accept-valid")
    assert "Refused: 2 (rows 3–4)" in said
    assert said.endswith("Saved.\n")
    assert [row.source_key for row in stored(cast, "list")] == ["b"]


def test_the_ledger_gets_one_entry_with_what_was_stored_and_no_name_of_a_file(cast, feed):
    bring("import_incidents", feed)
    entry = last_entry(cast)
    assert (entry.action, entry.kind, entry.channel) == ("incident.imported", "incident", "import")
    assert entry.context == "new 2, changed 0, same 0, untouched 0, refused 0"
    assert entry.refs == [str(row.ref) for row in stored(cast, "polisen")]


def test_another_agencys_incident_with_the_same_key_is_not_touched(cast, feed):
    bring("import_incidents", feed)
    said = bring("import_incidents", feed, agency="styrelse-norr", email="koordinator@cast.example")
    assert "New: 2" in said
    assert len(stored(cast, "polisen")) == 4  # the police see the coordinator's two as well


# Who takes it in


@pytest.mark.parametrize(
    "email",
    ["avhopp@cast.example", "admin@cast.example", "polis_soder@cast.example", "x@y.example"],
)
def test_only_a_function_of_that_agency_that_writes_the_map_takes_files_in(cast, feed, email):
    sentence = refused("import_incidents", feed, email=email)
    assert sentence == f"{email} has no function there today that writes the map."


def test_in_demo_mode_the_one_who_also_decides_is_meant(cast, feed):
    assert "Taken in by: Polis." in bring("import_incidents", feed, email="")


def test_outside_demo_mode_somebody_must_be_named(cast, feed, settings):
    settings.DEMO_MODE = False
    sentence = refused("import_incidents", feed, email="")
    assert sentence == "Say who takes the file in, with --as and an e-mail address."


def test_an_agency_where_nobody_writes_the_map_takes_nothing_in(cast, feed):
    sentence = refused("import_incidents", feed, agency="avhopp-norr", email="")
    assert sentence == "Say who takes the file in, with --as and an e-mail address."


def test_an_unknown_partnership_or_agency_is_told(cast, feed):
    assert refused("import_incidents", feed, partnership="mitt") == (
        "There is no partnership “mitt”."
    )
    sentence = refused("import_incidents", feed, agency="polis-soder")
    assert sentence.startswith("“polis-soder” does not take part in “norr”. Those who do: avhopp-")
