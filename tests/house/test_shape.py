"""The house is easy to see: small files, known kinds of module, tasks of a few lines."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ["agencies", "groups", "callins", "offers", "gvi/briefings", "gvi/desk"]
SOURCES = [
    path
    for folder in ["agencies", "groups", "callins", "offers", "gvi", "tests"]
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts and "node_modules" not in path.parts
]
LONGEST = 400
TASK_LINES = 8
GRAB_BAGS = {"utils", "helpers", "misc", "common", "managers", "signals", "services"}
ALLOWED_AT_TOP = {
    "manage.py", "gvi", "agencies", "groups", "callins", "offers", "templates", "tests",
    "pyproject.toml", "docker-compose.yml", "README.md", "CONTRIBUTING.md", "Makefile", ".ci",
    ".gitignore", ".dockerignore", ".editorconfig", ".gitattributes", "LICENSE",
    "requirements.in", "requirements.lock", "requirements-dev.in", "requirements-dev.lock",
}  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def too_long(text: str) -> bool:
    return len(text.splitlines()) > LONGEST


def long_tasks(tree: ast.AST) -> list[str]:
    """Names of Celery tasks whose body (without docstring) is longer than a few lines."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        if "shared_task" not in ast.unparse(node.decorator_list[0]):
            continue
        body = node.body[1:] if ast.get_docstring(node) else node.body
        if body and body[-1].end_lineno - body[0].lineno + 1 > TASK_LINES:
            found.append(node.name)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_file_is_over_four_hundred_lines(path):
    assert not too_long(path.read_text())


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_module_is_a_grab_bag(path):
    assert path.stem not in GRAB_BAGS


@pytest.mark.parametrize("path", [each for each in SOURCES if "tasks" in each.stem], ids=named)
def test_tasks_are_a_few_lines(path):
    assert long_tasks(ast.parse(path.read_text())) == []


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_what_it_keeps(app):
    assert ast.get_docstring(ast.parse((ROOT / app / "__init__.py").read_text()))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_module_says_what_it_keeps(path):
    text = path.read_text()
    if path.name == "__init__.py" and not text.strip():
        return
    if path.name.startswith("test_"):
        return
    assert ast.get_docstring(ast.parse(text)), f"{named(path)} has no docstring."


def test_the_top_level_is_as_given():
    import subprocess

    listed = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - wherever git is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    assert {line.split("/")[0] for line in listed if line} <= ALLOWED_AT_TOP


def test_the_floors_are_in_force():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = {each["id"] for each in settings["tool"]["importlinter"]["contracts"]}
    assert {"floors", "inside", "guardian"} <= contracts


def test_the_detectors_see_what_they_look_for():
    assert too_long("x\n" * 401)
    assert not too_long("x\n" * 400)
    body = "\n".join(f"    x = {number}" for number in range(9))
    assert long_tasks(ast.parse(f"@shared_task\ndef t():\n{body}\n")) == ["t"]
    assert long_tasks(ast.parse("@shared_task\ndef t():\n    x = 1\n")) == []
