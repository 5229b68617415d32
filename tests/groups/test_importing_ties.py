"""Ties between people, and who was seen together, from files."""

from datetime import date

import pytest

from agencies.actors import acting
from groups import actions
from groups.models import Person, PersonTie
from tests.groups.bringing import bring, last_entry, snapshot, told, without_ledger

EDGES = "source,target,weight\n1,2,1\n3,2,4\n"
ATTENDANCE = "person_id,meeting_id\n1,M1\n2,M1\n1,M2\n2,M2\n3,M2\n"
MEETINGS = "meeting_id,date,description\nM1,2008-02-01,Kanarie\nM2,2007-10-18,Kanarie\n"


@pytest.fixture
def files(tmp_path, cast):
    """Three people on the map, and files that speak of them by key."""
    for name, text in (
        ("london_people.csv", "ID\n1\n2\n3\n"),
        ("london_edges.csv", EDGES),
        ("london_attendance.csv", ATTENDANCE),
        ("london_meetings.csv", MEETINGS),
    ):
        (tmp_path / name).write_text(text)
    bring("import_people", tmp_path / "london_people.csv")
    return tmp_path


def ties(cast):
    with acting(cast.actor("polis")) as actor:
        rows = PersonTie.objects.visible_to(actor).filter(person_a__code_name__startswith="London")
        return [
            (tie.person_a.code_name, tie.person_b.code_name, tie.kind, tie.grade, tie.since)
            for tie in rows.select_related("person_a", "person_b")
        ]


def test_a_tie_is_a_pair_with_a_kind_and_a_grade(cast, files):
    assert "New: 2 (rows 2–3)" in bring("import_ties", files / "london_edges.csv")
    assert ties(cast) == [
        ("London 1", "London 2", "seen_together", 1, None),
        ("London 2", "London 3", "kin", 4, None),
    ]


def test_a_second_run_adds_nothing_whichever_way_round_a_pair_is_said(cast, files):
    bring("import_ties", files / "london_edges.csv")
    (files / "london_edges.csv").write_text("source,target,weight\n2,1,1\n2,3,4\n")
    before = without_ledger(snapshot(cast.actor("polis")))
    said = bring("import_ties", files / "london_edges.csv")
    assert "New: 0\nChanged: 0\nSame: 2 (rows 2–3)\n" in said
    assert without_ledger(snapshot(cast.actor("polis"))) == before


def test_a_pair_graded_otherwise_is_changed_and_not_doubled(cast, files):
    bring("import_ties", files / "london_edges.csv")
    (files / "london_edges.csv").write_text(EDGES.replace("1,2,1", "1,2,3"))
    assert "New: 0\nChanged: 1 (rows 2)\n" in bring("import_ties", files / "london_edges.csv")
    assert [tie[2:4] for tie in ties(cast)] == [("serious", 3), ("kin", 4)]


def test_a_conflict_stands_beside_the_other_tie_of_a_pair(cast, files):
    bring("import_ties", files / "london_edges.csv")
    (files / "london_edges.csv").write_text("source,target,kind\n1,2,conflict\n")
    assert "New: 1 (rows 2)" in bring("import_ties", files / "london_edges.csv")
    assert [tie[2] for tie in ties(cast)] == ["seen_together", "kin", "conflict"]


def test_a_tie_somebody_ended_is_left_as_it_is(cast, files):
    bring("import_ties", files / "london_edges.csv")
    with acting(cast.actor("polis")):
        PersonTie.objects.filter(kind="kin").update(until=date(2026, 1, 1))
    (files / "london_edges.csv").write_text(EDGES.replace("3,2,4", "3,2,2"))
    said = bring("import_ties", files / "london_edges.csv")
    assert "Changed in the source, left as they are: 1 (rows 3)" in said


def test_somebody_taken_off_the_map_gets_no_new_ties(cast, files):
    with acting(cast.actor("polis")):
        Person.objects.filter(code_name="London 3").update(state="removed")
    said = bring("import_ties", files / "london_edges.csv")
    assert "New: 1 (rows 2)" in said
    assert "left as they are: 1 (rows 3)" in said


def test_both_must_be_on_the_agencys_own_map(cast, files):
    (files / "london_edges.csv").write_text(EDGES + "1,9,1\n1,Tärna,1\n", encoding="utf-8")
    before = snapshot(cast.actor("polis"))
    said, stopped = told("import_ties", files / "london_edges.csv")
    assert "london_edges.csv:4:target: The value points at a row that is not there." in said
    assert "london_edges.csv:5:target: The value points at a row that is not there." in said
    assert "or by source and key as in “london 17”." in said
    assert stopped.startswith("Nothing is saved")
    assert snapshot(cast.actor("polis")) == before


def test_another_agencys_people_are_not_tied_even_where_they_are_seen(cast, files):
    (files / "list.csv").write_text("source,target\nKråka,Skata\n", encoding="utf-8")
    said, _stopped = told(
        "import_ties", files / "list.csv", agency="styrelse-norr", email="koordinator@cast.example"
    )
    assert "list.csv:2:source: The value points at a row that is not there." in said


def test_people_are_found_by_code_name_or_by_the_file_they_came_from(cast, files):
    (files / "list.csv").write_text("source,target\nUggla,London 1\n", encoding="utf-8")
    assert "New: 1" in bring("import_ties", files / "list.csv")
    (files / "staff.csv").write_text("nr,kodnamn\n71,Uggla\n72,Skata\n", encoding="utf-8")
    (files / "pairs.csv").write_text("source,target\n71,72\n")
    people = ["--people", str(files / "staff.csv")]
    columns = ["--people-columns", "key=nr,code_name=kodnamn"]
    assert "New: 1" in bring("import_ties", files / "pairs.csv", *people, *columns)


def test_two_keys_of_one_person_are_told(cast, files):
    (files / "london_pairs.csv").write_text("source,target\n1,London 1\n1,2\nLondon 1,2\n")
    said, _stopped = told("import_ties", files / "london_pairs.csv")
    assert "london_pairs.csv:2: Two keys of the file are the same person." in said
    assert "london_pairs.csv:4: Two keys of the file are the same person." in said


def test_the_ledger_gets_one_entry_for_the_file(cast, files):
    bring("import_ties", files / "london_edges.csv")
    entry = last_entry(cast)
    assert (entry.action, entry.kind, len(entry.refs)) == ("person_tie.imported", "persontie", 2)


# Meetings


def test_everyone_at_one_meeting_was_seen_together_since_the_first(cast, files):
    meetings = ["--meetings", str(files / "london_meetings.csv")]
    said = bring("import_attendance", files / "london_attendance.csv", *meetings)
    assert "New: 3" in said
    assert ties(cast) == [
        ("London 1", "London 2", "seen_together", 1, date(2007, 10, 18)),
        ("London 1", "London 3", "seen_together", 1, date(2007, 10, 18)),
        ("London 2", "London 3", "seen_together", 1, date(2007, 10, 18)),
    ]
    before = without_ledger(snapshot(cast.actor("polis")))
    assert "New: 0\nChanged: 0\nSame: 3" in bring(
        "import_attendance", files / "london_attendance.csv", *meetings
    )
    assert without_ledger(snapshot(cast.actor("polis"))) == before


def test_an_earlier_meeting_moves_the_day(cast, files):
    bring("import_attendance", files / "london_attendance.csv")
    meetings = ["--meetings", str(files / "london_meetings.csv")]
    said = bring("import_attendance", files / "london_attendance.csv", *meetings)
    assert "New: 0\nChanged: 3" in said


def test_having_been_seen_together_says_nothing_against_a_stronger_tie(cast, files):
    bring("import_ties", files / "london_edges.csv")
    meetings = ["--meetings", str(files / "london_meetings.csv")]
    said = bring("import_attendance", files / "london_attendance.csv", *meetings)
    assert "New: 1 (rows 4)\nChanged: 1 (rows 2)\nSame: 1" in said
    assert sorted(tie[2:] for tie in ties(cast) if tie[2] == "kin") == [("kin", 4, None)]


def test_a_meeting_nobody_knows_is_told(cast, files):
    path = files / "london_attendance.csv"
    path.write_text(ATTENDANCE + "1,M9\n")
    meetings = ["--meetings", str(files / "london_meetings.csv")]
    said, _stopped = told("import_attendance", path, *meetings)
    assert (
        "london_attendance.csv:7:meeting_id: The value points at a row that is not there." in said
    )


def test_a_fault_in_the_file_of_meetings_keeps_all_out(cast, files):
    (files / "london_meetings.csv").write_text(MEETINGS + "M3,2008,\n")
    before = snapshot(cast.actor("polis"))
    meetings = ["--meetings", str(files / "london_meetings.csv")]
    said, stopped = told("import_attendance", files / "london_attendance.csv", *meetings)
    assert "london_meetings.csv:4:date: “2008” is not a date of the expected form." in said
    assert stopped.startswith("Nothing is saved")
    assert snapshot(cast.actor("polis")) == before


def test_a_missing_file_of_meetings_is_named(cast, files):
    meetings = ["--meetings", str(files / "none.csv")]
    _said, stopped = told("import_attendance", files / "london_attendance.csv", *meetings)
    assert stopped == "none.csv: There is no such file."


def test_a_tie_made_by_hand_the_other_way_round_is_the_same_tie(cast, files):
    with acting(cast.actor("polis")) as actor:
        one, two = (Person.objects.get(code_name=f"London {number}") for number in (1, 2))
        actions.tie_people(actor=actor, person_a=two, person_b=one, kind="seen_together")
    assert "New: 1 (rows 3)" in bring("import_ties", files / "london_edges.csv")
