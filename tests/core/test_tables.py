"""Files that users bring: what is read, what is left out with a sentence, what is refused."""

import contextlib
import gzip
import io
import json
import os
import resource
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gvi.core.tables import Limits, Unreadable, open_table

SMALL = Limits(size=4096, expanded=8192, rows=5, columns=4, record=1000, cell=50, problems=3)


@pytest.fixture
def bring(tmp_path):
    """`bring(b"a,b")` puts a file down and gives its path."""

    def down(content: bytes | str, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return down


def read(path, limits=None):
    with open_table(path, limits=limits) as table:
        return [(row.number, dict(row.values)) for row in table], table.problems


def refusal(path, limits=None):
    with pytest.raises(Unreadable) as refused:
        read(path, limits)
    return refused.value.problem


ROWS = [(2, {"day": "2019-11-18", "area": "Lindängen"}), (3, {"day": "2019-11-19", "area": ""})]
TEXT = "day,area\n2019-11-18,Lindängen\n2019-11-19,\n"
LIST = [
    {"day": "2019-11-18", "area": "Lindängen"},
    {"day": "2019-11-19", "area": None},
]


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        TEXT.rstrip(),
        '"day", area \n"2019-11-18", Lindängen \n2019-11-19 ,""\n',
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        gzip.compress(TEXT.encode()),
        gzip.compress(TEXT.encode("utf-8-sig")),
        TEXT.replace("ä", "a\N{COMBINING DIAERESIS}"),
        TEXT + "\n,\n\n",
    ],
)
def test_the_same_rows_are_read_however_the_csv_is_written(bring, content):
    assert read(bring(content)) == (ROWS, [])


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(LIST),
        json.dumps(LIST, indent=4, ensure_ascii=False),
        "\n  \t" + json.dumps(LIST) + "\n\n",
        json.dumps(LIST, ensure_ascii=False).encode("utf-8-sig"),
        json.dumps(LIST).encode("utf-16"),
        gzip.compress(json.dumps(LIST).encode()),
    ],
)
def test_the_same_rows_are_read_however_the_json_is_written(bring, content):
    rows, problems = read(bring(content, "file.json"))
    assert [values for _number, values in rows] == [values for _number, values in ROWS]
    assert [number for number, _values in rows] == [1, 2]
    assert problems == []


def test_a_line_that_names_the_delimiter_is_not_the_header(bring):
    content = "sep=;\nday;area\n2019-11-18;Malmö, söder\n"
    assert read(bring(content)) == ([(3, {"day": "2019-11-18", "area": "Malmö, söder"})], [])


def test_a_value_may_hold_delimiters_quotes_and_line_breaks(bring):
    rows, problems = read(bring('a,b\n"x, ""y""","one\ntwo"\n3,4\n'))
    assert rows == [(2, {"a": 'x, "y"', "b": "one\ntwo"}), (3, {"a": "3", "b": "4"})]
    assert problems == []


def test_row_numbers_are_those_of_the_spreadsheet(bring):
    rows, _problems = read(bring("a,b\n\n1,2\n\n\n3,4\n"))
    assert [number for number, _values in rows] == [3, 6]


def test_a_ragged_row_is_left_out_and_named_and_the_rest_is_read(bring):
    rows, problems = read(bring("a,b\n1,2\n1\n1,2,3\n3,4\n"))
    assert [number for number, _values in rows] == [2, 5]
    assert [(problem.row, problem.sentence) for problem in problems] == [
        (3, "The row has 1 values, and the header has 2."),
        (4, "The row has 3 values, and the header has 2."),
    ]
    assert str(problems[0]) == "file.csv:3: The row has 1 values, and the header has 2."


@pytest.mark.parametrize("value", ["a\0b", "\x07", "\x1b[31m"])
def test_a_value_that_is_not_text_is_left_out_and_named(bring, value):
    rows, problems = read(bring(f"a,b\n1,{value}\n3,4\n"))
    assert rows == [(3, {"a": "3", "b": "4"})]
    assert [(problem.row, problem.column) for problem in problems] == [(2, "b")]


def test_a_value_json_spelled_wrongly_is_left_out_and_named(bring):
    rows, problems = read(bring(r'[{"a": "\ud800"}, {"a": "\u0000"}, {"a": "é"}]'))
    assert rows == [(3, {"a": "é"})]
    assert [problem.row for problem in problems] == [1, 2]


def test_a_long_value_is_left_out_and_named(bring):
    rows, problems = read(bring(f"a,b\n1,{'x' * 51}\n3,4\n"), SMALL)
    assert rows == [(3, {"a": "3", "b": "4"})]
    assert problems[0].sentence == "The value is longer than 50 characters."


def test_windows_text_is_never_guessed_at(bring):
    problem = refusal(bring(TEXT.encode("cp1252")))
    assert (problem.row, problem.column) == (2, "area")
    assert "not UTF-8 (byte E4 here" in problem.sentence
    assert "Save it as “CSV UTF-8”" in problem.sentence


def test_windows_text_in_the_header_or_in_json_is_told_as_well(bring):
    assert "byte E5" in refusal(bring("område,b\n1,2\n".encode("cp1252"))).sentence
    assert "byte E4" in refusal(bring('[{"a": "ä"}]'.encode("cp1252"))).sentence


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b"\xef\xbb\xbf", gzip.compress(b"")])
def test_an_empty_file_says_that_it_is_empty(bring, content):
    assert refusal(bring(content)).sentence == "The file is empty."


def test_a_file_with_a_header_and_nothing_else_has_no_rows(bring):
    assert read(bring("a,b\n")) == ([], [])
    assert read(bring("[]")) == ([], [])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b,a\n1,2,3\n", "The header names a column twice: a."),
        ("a,,b\n1,2,3\n", "Column 2 has no name."),
        ("a;b,c;d,e\n", "The header can be divided in two ways. Use one kind of delimiter."),
        ("a\0,b\n1,2\n", "The header is not text. Is this a CSV file?"),
        ('a,b\n1,"2\n', "The row cannot be read: a quotation mark is missing or out of place."),
        ('a,b\n1,"2"3\n', "The row cannot be read: a quotation mark is missing or out of place."),
        ("PK\x03\x04rest", "This is not a text file (xlsx, ods, zip)."),
        ("%PDF-1.7", "This is not a text file (pdf)."),
        ('{"a": 1}', "The JSON file must hold a list of objects, and holds one object."),
        ("[1, 2]", "The list must hold objects and nothing else."),
        ('[{"a": 1}, 2]', "The list must hold objects and nothing else."),
        ('[{"a": 1},]', "The list must hold objects and nothing else."),
        ('[{"a": 1} {"a": 2}]', "This is not correct JSON."),
        ('[{"a": 1}', "This is not correct JSON."),
        ('[{"a": ', "This is not correct JSON."),
        ("[", "The list must hold objects and nothing else."),
        ('[{"a": 1}] x', "The file goes on after its list has ended."),
        ('[{"a": 1, "a": 2}]', "A name stands twice in one object: a."),
        ('[{"a": ' + "[" * 900 + "]", "This is not correct JSON."),
    ],
)
def test_what_is_not_a_table_is_refused_with_a_sentence(bring, content, sentence):
    assert refusal(bring(content), SMALL).sentence.startswith(sentence)


def test_objects_nested_without_end_are_refused(bring):
    content = "[" + '{"a":' * 100_000 + "1" + "}" * 100_000 + "]"
    assert refusal(bring(content)).sentence == "This is not correct JSON."


def test_a_missing_column_is_told_with_those_there_are(bring):
    with (
        pytest.raises(Unreadable, match=r"missing: day\. The file has: a, b\."),
        open_table(bring("a,b\n1,2\n")) as table,
    ):
        table.require("a", "day")


def test_an_object_in_an_object_becomes_columns_and_numbers_stay_as_written(bring):
    content = '[{"id": 650297, "at": {"name": "Skåne", "n": 1.50, "deep": {"x": [1]}}, "ok": true}]'
    rows, _problems = read(bring(content))
    assert rows == [
        (
            1,
            {
                "id": "650297",
                "at.name": "Skåne",
                "at.n": "1.50",
                "at.deep": '{"x": ["1"]}',
                "ok": "true",
            },
        )
    ]


def test_a_json_row_may_bring_a_column_and_may_lack_one(bring):
    with open_table(bring('[{"a": 1}, {"b": 2}]')) as table:
        assert [dict(row.values) for row in table] == [{"a": "1"}, {"a": "", "b": "2"}]
        assert table.columns == ("a", "b")


def test_a_huge_number_in_json_is_only_text(bring):
    rows, problems = read(bring('[{"a": ' + "9" * 9000 + "}]"))
    assert rows[0][1]["a"] == "9" * 9000
    assert problems == []


# Limits


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n" + b"1,2\n" * 1024, "The file is larger than 1 MB."),
        (gzip.compress(b"a,b\n" + b"1,2\n" * 2048), "The file is larger than 1 MB."),
        (b"a,b\n" + b"1,2\n" * 6, "The file has more than 5 rows."),
        (b"a,b\n" + b"\n" * 600, "The file has more than 5 rows."),
        (b"[" + b",".join([b'{"a":1}'] * 6) + b"]", "The file has more than 5 rows."),
        (b"a,b,c,d,e\n", "The file has more than 4 columns."),
        (b'[{"a":1,"b":1},{"c":1},{"d":1},{"e":1}]', "The file has more than 4 columns."),
        (b"a,b\n" + b"1\n" * 4, "More than 3 rows are wrong."),
        (b"x" * 1001 + b"\n", "One row is longer than 1000 characters."),
        (b"a,b\n" + b"x" * 1001, "One row is longer than 1000 characters."),
        (b"a,b\n" + b'"\n","\n",' * 300, "One row is longer than 1000 characters."),
    ],
)
def test_a_file_past_a_limit_is_refused(bring, content, sentence):
    assert refusal(bring(content), SMALL).sentence.startswith(sentence)


def test_a_large_file_is_refused_at_once_by_its_size(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    began = time.monotonic()
    assert refusal(path).sentence.startswith("The file is larger than 64 MB.")
    assert time.monotonic() - began < 0.2


def test_a_bomb_is_refused_when_it_has_grown_too_large(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"a,b\n")
        for _ in range(100):
            file.write(b"1,%s\n" % (b"x" * 8000) * 128)
    assert path.stat().st_size < 1024 * 1024
    limits = Limits(expanded=16 * 1024 * 1024)
    assert refusal(path, limits).sentence.startswith("The file is larger than 16 MB.")


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_large_file_is_read_with_flat_memory(tmp_path, kind):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(b"a,b\n" if kind == "csv" else b"[")
        line = b"1,%s\n" if kind == "csv" else b'{"a": 1, "b": "%s"},'
        for _ in range(20):
            file.write(line % (b"x" * 500) * 2048)
        file.write(b"1,2\n" if kind == "csv" else b'{"a": 1, "b": "2"}]')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open_table(path) as table:
        assert sum(1 for _row in table) == 20 * 2048 + 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 12 * 1024  # kilobytes, for a file of 20 MB


@pytest.mark.parametrize("cut", [20, -4])
def test_a_packed_file_that_is_cut_short_is_told(bring, cut):
    packed = gzip.compress(os.urandom(50).hex().encode())[:cut]
    assert refusal(bring(packed)).sentence.startswith("The packed file is damaged or cut short.")


def test_a_file_packed_twice_is_told(bring):
    packed = gzip.compress(gzip.compress(TEXT.encode()))
    assert refusal(bring(packed)).sentence.startswith("The file is packed twice.")


def test_what_is_not_a_file_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in refusal(tmp_path).sentence
    assert "not a file" in refusal(tmp_path / "pipe").sentence
    assert "cannot be opened" in refusal(tmp_path / "absent.csv").sentence
    assert "not a file" in refusal(Path(os.devnull)).sentence


def test_damaged_utf_16_is_told(bring):
    assert "UTF-16" in refusal(bring(TEXT.encode("utf-16") + b"\x00\xd8\x41\x00")).sentence


def test_an_upload_is_read_like_a_file():
    upload = io.BytesIO(TEXT.encode())
    with open_table(upload, name="brought.csv") as table:
        assert [(row.number, dict(row.values)) for row in table] == ROWS
        assert table.name == "brought.csv"


@given(st.binary(max_size=300))
def test_no_bytes_at_all_end_in_anything_but_rows_or_a_sentence(content):
    with (
        contextlib.suppress(Unreadable),
        open_table(io.BytesIO(content), name="any", limits=SMALL) as table,
    ):
        for row in table:
            assert set(row.values) == set(table.columns)


CELLS = st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_json_comes_back_as_it_was_written(rows):
    content = json.dumps([dict(zip("abc", row, strict=True)) for row in rows])
    with open_table(io.BytesIO(content.encode()), name="any") as table:
        found = [list(row.values.values()) for row in table]
    assert found == [[unicodedata.normalize("NFC", cell) for cell in row] for row in rows]
