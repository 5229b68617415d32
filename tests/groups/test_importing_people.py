"""People from a file: proposed under code names, who they are in the owner's part alone."""

from datetime import date

import pytest
from django.db import connections

from agencies.actors import acting
from groups import actions
from groups.models import Affiliation, Identity, Person, StreetGroup
from tests.groups.bringing import bring, last_entry, refused, snapshot, told, without_ledger

CANARY = "Ouagadougou"
LONDON = f"ID,Age,Birthplace,Ranking\n1,20,{CANARY},1\n2,21,{CANARY},2\n"
KNOWN = (
    "id,kodnamn,gruppering,roll,förnamn,efternamn,personnummer,födelseår\n"
    "7,Kastanj,Lönn,medlem,Ali,Öberg,20000101-2384,2000\n"
    "8,Rönn,,,,,,\n"
)


@pytest.fixture
def london(tmp_path):
    path = tmp_path / "london_gang.csv"
    path.write_text(LONDON)
    return path


@pytest.fixture
def known(tmp_path):
    path = tmp_path / "underlag.csv"
    path.write_text(KNOWN, encoding="utf-8")
    return path


def test_people_come_in_proposed_under_names_made_of_source_and_key(cast, london):
    said = bring("import_people", london)
    assert "Source: london." in said
    assert "New: 2 (rows 2–3)" in said
    assert "Linked to no group: 2. Name one with --group." in said
    with acting(cast.actor("polis")) as actor:
        people = Person.objects.visible_to(actor).filter(code_name__startswith="London")
        assert [(each.code_name, each.state, each.proposed_by_id) for each in people] == [
            ("London 1", "proposed", actor.user_id),
            ("London 2", "proposed", actor.user_id),
        ]
        parts = Identity.objects.filter(person__in=people)
        assert {(part.ground, part.is_known) for part in parts} == {
            ("Taken in from a file (london).", False)
        }
        assert not Affiliation.objects.filter(person__in=people).exists()


def test_a_group_named_once_holds_all_and_nobody_is_suspected_by_default(cast, london):
    said = bring("import_people", london, "--group", "Lind")
    assert "Linked to no group" not in said
    with acting(cast.actor("polis")) as actor:
        group = StreetGroup.objects.get(name="Lind", scope_id=actor.scope)
        links = Affiliation.objects.filter(street_group=group)
        assert [(each.role, each.confidence, each.category) for each in links] == [
            ("member", "possible", "not_suspected")
        ] * 2


def test_the_category_is_said_by_whoever_takes_the_file_in(cast, london):
    bring("import_people", london, "--group", "Lind", "--category", "victim")
    with acting(cast.actor("polis")):
        links = Affiliation.objects.filter(street_group__name="Lind")
        assert {each.category for each in links} == {"victim"}


def test_a_group_the_partnership_already_speaks_of_is_the_group_meant(cast, london):
    bring("import_people", london, "--group", "ASK")
    with acting(cast.actor("polis")):
        groups = StreetGroup.objects.filter(name__iexact="ask")
        assert [group.scope_id for group in groups] == [cast.participation("koordinator").pk]
        assert Affiliation.objects.filter(street_group=groups[0]).count() == 2 + 2


def test_who_somebody_is_goes_to_the_owners_part(cast, known):
    said = bring("import_people", known, "--group", "Gran")
    assert "New: 2 (rows 2–3)" in said
    with acting(cast.actor("polis")):
        person = Person.objects.get(code_name="Kastanj")
        part = Identity.objects.get(person=person)
        assert (part.given_name, part.family_name, part.personal_number, part.birth_year) == (
            "Ali",
            "Öberg",
            "200001012384",
            2000,
        )
        linked = Affiliation.objects.filter(person__code_name__in=["Kastanj", "Rönn"])
        assert [link.street_group.name for link in linked] == ["Lönn", "Gran"]
        assert not Identity.objects.get(person__code_name="Rönn").is_known
    with acting(cast.actor("koordinator")) as other:
        assert not Person.objects.visible_to(other).filter(code_name="Kastanj").exists()
        assert not Identity.objects.visible_to(other).exists()


def test_a_second_run_adds_nothing_and_changes_nothing(cast, known):
    bring("import_people", known, "--group", "Gran")
    before = without_ledger(snapshot(cast.actor("polis")))
    said = bring("import_people", known, "--group", "Gran")
    assert "New: 0\nChanged: 0\nSame: 2 (rows 2–3)\n" in said
    assert without_ledger(snapshot(cast.actor("polis"))) == before


def test_a_trial_writes_nothing_and_makes_no_group(cast, known):
    before = snapshot(cast.actor("polis"))
    assert "New: 2" in bring("import_people", known, "--dry-run")
    assert snapshot(cast.actor("polis")) == before


def test_a_file_changes_who_is_merely_proposed(cast, known):
    bring("import_people", known)
    text = KNOWN.replace("Öberg", "Åberg").replace("medlem", "drivande")
    known.write_text(text.replace("8,Rönn,,,,,,", "8,Rönn,Lönn,,,,,1999"), encoding="utf-8")
    assert "New: 0\nChanged: 2 (rows 2–3)\n" in bring("import_people", known)
    with acting(cast.actor("polis")):
        parts = Identity.objects.filter(person__code_name__in=["Kastanj", "Rönn"]).order_by("pk")
        assert [(part.family_name, part.birth_year) for part in parts] == [
            ("Åberg", 2000),
            ("", 1999),
        ]
        links = Affiliation.objects.filter(street_group__name="Lönn").order_by("pk")
        assert [link.role for link in links] == ["driving", "member"]


def test_a_file_leaves_whoever_has_been_mapped_as_they_are(cast, known):
    bring("import_people", known)
    with acting(cast.actor("polis2")) as second:
        person = Person.objects.get(code_name="Kastanj")
        actions.confirm_person(actor=second, person=person)
    known.write_text(KNOWN.replace("Öberg", "Åberg"), encoding="utf-8")
    before = without_ledger(snapshot(cast.actor("polis")))
    said = bring("import_people", known)
    assert "Changed in the source, left as they are: 1 (rows 2)" in said
    assert without_ledger(snapshot(cast.actor("polis"))) == before


def test_an_affiliation_somebody_ended_does_not_come_back(cast, known):
    bring("import_people", known)
    with acting(cast.actor("polis")) as actor:
        link = Affiliation.objects.get(street_group__name="Lönn")
        actions.end_affiliation(actor=actor, affiliation=link, until=date(2026, 1, 1))
    known.write_text(KNOWN.replace("medlem", "drivande"), encoding="utf-8")
    assert "Same: 2" in bring("import_people", known)
    with acting(cast.actor("polis")):
        assert Affiliation.objects.get(street_group__name="Lönn").role == "member"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("199001019802,,,,", "2: The key is like a personal identity number."),
        ("9001019802,,,,", "2: The key is like a personal identity number."),
        ("1,Stora Kanarie,kanarie,,", "2: The code name holds the person's own name."),
        ("Kanarie,,,Kanarie,", "2: The code name holds the person's own name."),
        (f"{'x' * 60},,,,", "2: The code name would be longer than 60 characters."),
        ("1,Kotte,,,\n2,Kotte,,,", "3: The code name stands on an earlier row of the file."),
        (
            "1,Kotte,,,189001019802\n2,Barr,,,189001019802",
            "3: The person is known already, under another code name.",
        ),
        ("1,Kotte,,,189001019803", "2:number: This is nobody's personal identity number."),
    ],
)
def test_a_row_that_would_give_a_person_away_or_mix_two_up_is_refused(
    cast, tmp_path, rows, sentence
):
    path = tmp_path / "list.csv"
    path.write_text(f"key,code_name,given_name,family_name,number\n{rows}\n")
    columns = (
        "key=key,code_name=code_name,given_name=given_name,family_name=family_name,"
        "personal_number=number"
    )
    before = snapshot(cast.actor("polis"))
    said, stopped = told("import_people", path, "--columns", columns)
    assert f"list.csv:{sentence}" in said
    assert stopped.startswith("Nothing is saved")
    assert "Kanarie" not in said
    assert snapshot(cast.actor("polis")) == before


def test_a_person_known_under_another_name_or_a_name_of_somebody_elses_is_told(cast, known):
    bring("import_people", known)
    known.write_text("id,kodnamn,personnummer\n1,Sälg,200001012384\n2,Kastanj,189001019802\n")
    said, _stopped = told("import_people", known)
    assert "underlag.csv:2: The person is known already, under another code name." in said
    assert "underlag.csv:3: The code name is already somebody else's." in said


def test_a_name_too_long_for_a_group_is_told_in_words(cast, london):
    before = snapshot(cast.actor("polis"))
    assert "60" in refused("import_people", london, "--group", "x" * 61)
    assert snapshot(cast.actor("polis")) == before


def test_the_ledger_gets_one_entry_for_the_file(cast, london):
    bring("import_people", london, "--group", "Ask")
    entry = last_entry(cast)
    assert (entry.action, entry.kind) == ("person.imported", "person")
    assert entry.context == "new 2, changed 0, same 0, untouched 0, refused 0"
    with acting(cast.actor("polis")):
        people = Person.objects.filter(code_name__startswith="London").order_by("pk")
        links = Affiliation.objects.filter(person__in=people).order_by("pk")
        assert entry.refs == [str(row.ref) for row in (*people, *links)]


def columns_that_hold(text):
    """Columns of every table, seen past the wall, where some row holds a text."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select table_schema || '.' || table_name, column_name from information_schema.columns"
            " where table_schema not in ('pg_catalog', 'information_schema')"
        )
        columns = cursor.fetchall()
        found = []
        for table, column in columns:
            cursor.execute(
                f'select exists (select from {table} where "{column}"::text ilike %s)',  # noqa: S608
                [f"%{text}%"],
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
        return found


def test_a_sensitive_trait_is_told_to_be_left_out_and_is_nowhere_in_the_database(fresh, london):
    said = bring("import_people", london, "--group", "Lind")
    assert "The column “Birthplace” is left out: it holds a sensitive trait." in said
    assert "These columns are not used: Age, Ranking." in said
    assert columns_that_hold(CANARY) == []
    assert columns_that_hold("Birthplace") == []
    named = ["public.groups_person.code_name", "public.groups_searchkey.folded"]
    assert sorted(columns_that_hold("London 1")) == named


def test_the_feed_of_events_is_not_taken_for_people(cast, tmp_path):
    header = "id,published,type,title,location,kommunkod\n"
    (tmp_path / "feed.csv").write_text(header + "1,,,,,\n")
    sentence = refused("import_people", tmp_path / "feed.csv")
    assert sentence == "feed.csv: This is the police's feed of events. It holds incidents only."


def test_a_sensitive_trait_cannot_be_asked_for(cast, london):
    sentence = refused("import_people", london, "--columns", "key=ID, group=Birthplace")
    assert sentence == "london_gang.csv: “Birthplace” holds a sensitive trait and is never read."
