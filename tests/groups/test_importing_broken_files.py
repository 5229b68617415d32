"""Whatever is brought, it is told in a sentence where it goes wrong, and nothing is stored."""

import gzip

import pytest

from tests.groups.bringing import bring, refused, snapshot, told

HEADER = "key,date,kind\n"
ROW = "a,2019-01-02,shooting\n"
BROKEN = {
    "empty": (b"", "empty: The file is empty."),
    "columns": (
        b"what,when\nx,y\n",
        "columns: No column is known for: key, date, kind. Say which with a column map."
        " The file has: what, when.",
    ),
    "latin.csv": (
        (HEADER + ROW + "b,2019-01-02,sprängning\n").encode("cp1252"),
        "latin.csv:3:kind: The file is not UTF-8 (byte E4 here; perhaps it is Windows-1252)."
        " Save it as “CSV UTF-8” and try again.",
    ),
    "picture.csv": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "picture.csv:1: The file is not UTF-8 (byte 89 here;",
    ),
    "table.xlsx": (
        b"PK\x03\x04rest",
        "table.xlsx: This is not a text file (xlsx, ods, zip). Save it as CSV with UTF-8",
    ),
    "cut.csv.gz": (
        gzip.compress((HEADER + ROW).encode())[:-9],
        "cut.csv.gz: The packed file is damaged or cut short. Fetch it again.",
    ),
    "quote.csv": (
        (HEADER + 'a,"2019-01-02,shooting\n').encode(),
        "quote.csv:2: The row cannot be read: a quotation mark is missing or out of place.",
    ),
    "one.json": (b'{"key": "a"}', "one.json: The JSON file must hold a list of objects"),
    "cut.json": (b'[{"key": "a"', "cut.json:1: This is not correct JSON."),
}
COMMANDS = ["import_incidents", "import_people", "import_ties", "import_attendance"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_table_of_ours_is_refused_whole(cast, tmp_path, name):
    content, sentence = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    before = snapshot(cast.actor("polis"))
    assert refused("import_incidents", tmp_path / name, "--accept-valid").startswith(sentence)
    assert snapshot(cast.actor("polis")) == before


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00", b"PK\x03\x04", b"a,a\n1,2\n"])
def test_every_command_refuses_what_is_no_table(cast, tmp_path, command, content):
    (tmp_path / "file").write_bytes(content)
    before = snapshot(cast.actor("polis"))
    assert refused(command, tmp_path / "file").startswith("file:")
    assert snapshot(cast.actor("polis")) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_and_a_missing_file_are_told(cast, tmp_path, command):
    assert refused(command, tmp_path).endswith(": This is a folder or a device, not a file.")
    assert refused(command, tmp_path / "none.csv") == "none.csv: There is no such file."
    assert refused(command, "/dev/zero") == "zero: This is a folder or a device, not a file."


def test_a_byte_order_mark_is_no_part_of_the_first_column(cast, tmp_path):
    path = tmp_path / "marked.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + ROW).encode())
    assert "New: 1 (rows 2)" in bring("import_incidents", path)


def test_a_file_of_200_megabytes_is_not_read(cast, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write((HEADER + ROW).encode())
        file.truncate(200 * 1024 * 1024)
    before = snapshot(cast.actor("polis"))
    assert refused("import_incidents", path) == (
        "large.csv: The file is larger than 64 MB. Divide it into smaller files."
    )
    assert snapshot(cast.actor("polis")) == before


@pytest.mark.parametrize("filler", [b"\n", b"x", b","])
def test_a_small_file_that_grows_when_it_is_unpacked_is_stopped(cast, tmp_path, filler):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(HEADER.encode())
        for _times in range(300):
            file.write(filler * (1024 * 1024 // len(filler)))
    before = snapshot(cast.actor("polis"))
    sentence = refused("import_incidents", path)
    assert sentence.startswith("bomb.csv.gz: ")
    assert snapshot(cast.actor("polis")) == before


def test_rows_that_contradict_each_other_are_both_named(cast, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(HEADER + ROW + ROW.replace("02", "03"))
    before = snapshot(cast.actor("polis"))
    said, stopped = told("import_incidents", path)
    assert "list.csv:3: Rows 2 and 3 are about the same and differ in: occurred_on." in said
    assert stopped.startswith("Nothing is saved")
    assert snapshot(cast.actor("polis")) == before


def test_a_long_list_of_faults_is_cut_unless_all_is_asked_for(cast, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(HEADER + "".join(f"{number},x,shooting\n" for number in range(40)))
    said, _stopped = told("import_incidents", path)
    assert "Refused: 40 (rows 2–41)" in said
    assert "… and 10 more. All are shown with -v 2." in said
    assert "list.csv:41:date" not in said
    said, _stopped = told("import_incidents", path, "-v", "2")
    assert "list.csv:41:date" in said


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("none.txt", "list.csv: “none.txt” is neither a column map nor a file that holds one."),
        ("key=key, day=date", "list.csv: “day” is no field. The fields are: key, date,"),
        ('{"key": "key", "kind": "=\\u0000"}', "list.csv: The column map holds a character that"),
        (f"key=key,date=date,kind=kind,source={'x' * 41}", "list.csv: The source's name is longer"),
    ],
)
def test_a_map_that_cannot_be_followed_is_told_with_the_name_of_the_file(
    cast, tmp_path, columns, sentence
):
    path = tmp_path / "list.csv"
    path.write_text(HEADER + ROW)
    before = snapshot(cast.actor("polis"))
    assert refused("import_incidents", path, "--columns", columns).startswith(sentence)
    assert snapshot(cast.actor("polis")) == before


def test_it_is_told_in_swedish(cast, tmp_path):
    (tmp_path / "lista.csv").write_text(HEADER + ROW.replace("shooting", "bråk"), encoding="utf-8")
    said, stopped = told("import_incidents", tmp_path / "lista.csv", language="sv")
    assert "Avvisade: 1 (rad 2)\n  lista.csv:2:kind: ”bråk” är ingen typ av händelse." in said
    assert stopped.startswith("Inget har sparats, eftersom rader avvisades.")
    (tmp_path / "saknad").write_bytes(b"a,b\n")
    stopped = refused("import_people", tmp_path / "saknad", language="sv")
    assert stopped.startswith("saknad: Ingen kolumn är känd för: key.")
    assert refused("import_ties", tmp_path / "x", language="sv") == "x: Det finns ingen sådan fil."
