"""Small made-up files of people, ties and meetings, each read as plain values. No database."""

import io
from datetime import date

import pytest
from django.utils import translation

from groups.imports.columns import ColumnMap, UnusableMap
from groups.imports.meetings import read_attendance, read_meetings, ties_from_attendance
from groups.imports.people import PersonIn, TieIn, read_people, read_ties

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def brought(text):
    return io.BytesIO(text.encode())


def told(problems):
    return [(problem.row, problem.column, problem.sentence) for problem in problems]


def test_a_person_is_read_with_what_the_file_says():
    text = "id,kodnamn,gruppering,roll,förnamn,efternamn,personnummer,födelseår\n"
    row = "7,Kastanj,Norra,medlem,Ali,Öberg,20000101-2384,2000\n"
    found = read_people(brought(text + row), today=TODAY)
    assert found.found == (
        PersonIn(
            "file", "7", "Kastanj", "Norra", "member", "Ali", "Öberg", "200001012384", 2000, 2
        ),
    )


def test_a_sensitive_column_is_named_and_its_values_are_nowhere():
    text = "ID,Age,Birthplace,Religion\n1,20,Atlantis,Old\n2,20,Atlantis,New\n"
    found = read_people(brought(text), today=TODAY)
    assert [person.source_key for person in found.found] == ["1", "2"]
    assert found.left_out.sensitive == ("Birthplace", "Religion")
    assert found.left_out.unused == ("Age",)
    assert found.left_out.sentences()[0] == (
        "The column “Birthplace” is left out: it holds a sensitive trait."
    )
    assert "Atlantis" not in repr(found)


def test_a_sensitive_column_cannot_be_asked_for_under_another_name():
    columns = ColumnMap.parse("key=ID,group=Birthplace")
    with pytest.raises(UnusableMap, match="holds a sensitive trait and is never read"):
        read_people(brought("ID,Birthplace\n1,X\n"), today=TODAY, columns=columns)


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("1,boss,,", "role", "The roles are: driving,"),
        ("1,,0001012384,", "personal_number", "A personal identity number is written with twelve"),
        ("1,,,27", "birth_year", "A year of birth is written with four digits."),
        ("1,,,2027", "birth_year", "A year of birth is written with four digits."),
        (",member,,", "id", "The value is missing."),
    ],
)
def test_a_problem_with_a_person_names_the_place_and_not_the_person(row, column, sentence):
    text = "id,role,personal_number,birth_year\nok,,,2000\n"
    found = read_people(brought(text + row + "\n"), today=TODAY)
    assert [person.source_key for person in found.found] == ["ok"]
    assert [(problem.row, problem.column) for problem in found.problems] == [(3, column)]
    assert found.problems[0].sentence.startswith(sentence)
    assert "0001012384" not in found.problems[0].sentence


def test_two_rows_about_one_person_must_agree():
    text = "id,code_name\n1,Ask\n1,Bok\n2,Lind\n2,Lind\n"
    found = read_people(brought(text), today=TODAY)
    assert [person.code_name for person in found.found] == ["Lind"]
    assert told(found.problems) == [
        (3, None, "Rows 2 and 3 are about the same and differ in: code_name.")
    ]


def test_a_tie_has_no_direction_and_is_one_tie():
    found = read_ties(brought("source,target,weight\nb,a,2\na,b,2\na,c,4\n"))
    assert found.found == (
        TieIn("file", "a", "b", "co_offending", 2, None, None, 2),
        TieIn("file", "a", "c", "kin", 4, None, None, 4),
    )
    assert found.problems == ()


def test_the_two_ways_round_must_agree():
    found = read_ties(brought("source,target,weight\nb,a,2\na,b,3\n"))
    assert found.found == ()
    assert told(found.problems) == [
        (3, None, "Rows 2 and 3 are about the same and differ in: kind, grade.")
    ]


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("a,a,1", None, "A tie joins two different people."),
        ("a,z,1", "target", "The value points at a row that is not there."),
        ("a,,1", "target", "The value is missing."),
        ("a,b,5", "weight", "5 is not between 1 and 4."),
        ("a,b,strong", "weight", "“strong” is not a whole number."),
    ],
)
def test_a_tie_that_cannot_be_is_left_out_and_named(row, column, sentence):
    found = read_ties(brought(f"source,target,weight\n{row}\n"), people={"a", "b"})
    assert found.found == ()
    assert told(found.problems) == [(2, column, sentence)]


def test_a_tie_may_say_its_kind_and_its_days():
    text = "one,other,kind,since,until\na,b,conflict,2019-01-01,\na,c,kin,2019-02-01,2019-01-01\n"
    found = read_ties(brought(text))
    assert [(tie.kind, tie.since) for tie in found.found] == [("conflict", date(2019, 1, 1))]
    assert told(found.problems) == [(3, "until", "A tie cannot end before it began.")]


MEETINGS = "meeting_id,date,description\nM1,2007-10-18,dinner at the usual place\nM2,2007-11-29,\n"
ATTENDANCE = "person_id,meeting_id\na,M1\nb,M1\nc,M1\na,M2\nb,M2\nb,M2\n"


def test_a_meeting_is_its_day_and_nothing_of_where():
    found = read_meetings(brought(MEETINGS))
    assert [(each.source_key, each.held_on) for each in found.found] == [
        ("M1", date(2007, 10, 18)),
        ("M2", date(2007, 11, 29)),
    ]
    assert "usual place" not in repr(found)
    assert found.left_out.unused == ("description",)


def test_those_at_one_meeting_were_seen_together():
    days = {each.source_key: each.held_on for each in read_meetings(brought(MEETINGS)).found}
    found = read_attendance(brought(ATTENDANCE), people="abc", meetings=days)
    assert (found.rows, len(found.found), found.problems) == (6, 5, ())
    ties = ties_from_attendance(found.found)
    assert [(tie.one, tie.other, tie.times, tie.since) for tie in ties] == [
        ("a", "b", 2, date(2007, 10, 18)),
        ("a", "c", 1, date(2007, 10, 18)),
        ("b", "c", 1, date(2007, 10, 18)),
    ]
    assert {(tie.kind, tie.grade) for tie in ties} == {("seen_together", 1)}


def test_attendance_that_points_at_nothing_is_left_out_and_named():
    text = "person_id,meeting_id\nz,M1\na,M9\n"
    found = read_attendance(brought(text), people="abc", meetings={"M1": date(2007, 10, 18)})
    assert [(problem.row, problem.column) for problem in found.problems] == [
        (2, "person_id"),
        (3, "meeting_id"),
    ]


def test_attendance_may_say_its_own_day():
    found = read_attendance(brought("person_id,meeting_id,date\na,M1,2007-10-18\n"))
    assert found.found[0].held_on == date(2007, 10, 18)
    assert ties_from_attendance(found.found) == ()
