"""Swedish is complete and found; locks carry no addresses; templates name no floor above."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from gvi.prepare import catalogues

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
RECORDING = {"record", "record_list", "_new"}
FLOORS = {
    "agencies": {"agencies"},
    "groups": {"agencies", "groups"},
    "callins": {"agencies", "groups", "callins"},
    "offers": {"agencies", "groups", "callins", "offers"},
}


def code_files() -> list[Path]:
    folders = ("agencies", "groups", "callins", "offers", "gvi")
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and "node_modules" not in path.parts
    ]


def wanted(path: Path) -> set[str]:
    """The source strings of one file."""
    text = path.read_text()
    if path.suffix != ".py":
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.strip() for line in lines)  # Python minds how a line begins
    found = extract("python", BytesIO(text.encode()), keywords=KEYWORDS)
    strings = set()
    for _line, message, _comments, context in found:
        single = message[0] if isinstance(message, tuple) else message
        if single:
            strings.add(f"{context}\x04{single}" if context else single)
    return strings


def recorded(tree: ast.AST) -> set[str]:
    """The words of the acts that a file records in the ledger: `person.read` has two."""
    codes = {
        each.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in RECORDING
        for each in [*call.args, *(given.value for given in call.keywords)]
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
    acts = [code.split(".") for code in codes if re.fullmatch(r"[a-z_]+\.[a-z_]+", code)]
    return {f"ledger\x04{word}" for act in acts for word in act}


def written() -> list[Path]:
    found = sorted(ROOT.glob("**/locale/sv/LC_MESSAGES/django.po"))
    return [path for path in found if not {".venv", "node_modules", "var"} & set(path.parts)]


def read_catalogue(path: Path) -> dict[str, str]:
    catalogue = {}
    with path.open("rb") as lines:
        for message in read_po(lines, locale="sv"):
            single = message.id[0] if isinstance(message.id, tuple) else message.id
            strings = message.string if isinstance(message.string, tuple) else [message.string]
            if single and all(strings) and not message.fuzzy:
                key = f"{message.context}\x04{single}" if message.context else single
                catalogue[key] = strings[0]
    return catalogue


def translated() -> dict[str, str]:
    return {key: string for path in written() for key, string in read_catalogue(path).items()}


@pytest.fixture(scope="module")
def swedish() -> dict[str, str]:
    return translated()


def test_setting_up_finds_every_catalogue():
    assert catalogues() == written()


def test_a_sentence_has_one_swedish_wherever_it_is_said():
    found: dict[str, set[str]] = {}
    for path in written():
        for key, string in read_catalogue(path).items():
            found.setdefault(key, set()).add(string)
    assert {key: strings for key, strings in found.items() if len(strings) > 1} == {}


def test_our_words_win_over_those_of_the_packages():
    """Django lets an app that stands earlier in the list speak first; a locale path beats all."""
    assert {path.parents[2] for path in written()} == set(settings.LOCALE_PATHS)


@pytest.mark.parametrize("path", code_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_in_code_has_swedish(path, swedish):
    assert sorted(wanted(path) - set(swedish)) == []


@pytest.mark.parametrize("path", code_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_act_in_the_ledger_has_swedish(path, swedish):
    assert sorted(recorded(ast.parse(path.read_text())) - set(swedish)) == []


def test_acts_are_seen_where_they_are_recorded():
    seen = recorded(ast.parse('record(actor, "case.closed", case)'))
    assert seen == {"ledger\x04case", "ledger\x04closed"}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.name)
)
def test_every_sentence_on_a_page_has_swedish(path, swedish):
    assert sorted(wanted(path) - set(swedish)) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_python_locks_carry_hashes_and_no_addresses(name):
    text = (ROOT / name).read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_the_npm_lock_carries_no_addresses():
    text = (ROOT / "gvi/assets/package-lock.json").read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text


@pytest.mark.parametrize("app", sorted(FLOORS))
def test_templates_name_only_their_own_floor_or_below(app):
    for path in (ROOT / "templates" / app).rglob("*.html"):
        names = re.findall(r"{% url ['\"]([a-z_]+):", path.read_text())
        assert set(names) <= FLOORS[app], path


def test_no_page_has_inline_script_or_style():
    for path in (ROOT / "templates").rglob("*.html"):
        if "briefings" in path.parts:
            continue  # the PDF's own stylesheet stands in its template
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=['\"]|<style", text), path
        assert not re.search(r"<script(?![^>]*\s(src=|type=.application/json))", text), path
