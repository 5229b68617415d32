"""Secrecy provisions: what each protects, and which ones a record carries from the start."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files("agencies") / "data"


@dataclass(frozen=True)
class Provision:
    """A rule that keeps something secret: for the work of an agency, or for a person."""

    code: str
    name: str
    protects: str
    label: str = ""
    default_for: tuple[str, ...] = ()
    protected: bool = False

    @property
    def is_operation(self) -> bool:
        """Whether it protects the work itself (OSL 18 kap.), which is a question of its own."""
        return self.protects == "operation"

    def __str__(self) -> str:
        chapter, _colon, section = self.code.partition(":")
        return self.label or f"{self.name} (OSL {chapter} kap. {section} §)"


@cache
def read(name: str) -> dict[str, Any]:
    """One of this app's files of dated configuration."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def provisions() -> dict[str, Provision]:
    """Every provision by its code, in the order of the file."""
    found = {}
    for row in read("provisions.toml")["provisions"]:
        home = tuple(row.get("default_for", ()))
        found[row["code"]] = Provision(**row | {"default_for": home})
    return found


def provisions_for(legal_home: str, *, protected: bool = False) -> tuple[Provision, ...]:
    """What a record of an agency carries until somebody says otherwise.

    The pseudo provision `none` says that nothing is secret by itself; a protected person's
    address is (OSL 21:3), wherever it lies.
    """
    found = [each for each in provisions().values() if legal_home in each.default_for]
    if protected:
        found = [each for each in found if each.protects != "nothing"]
        found += [each for each in provisions().values() if each.protected]
    return tuple(found)


def codes(names: list[str]) -> list[str]:
    """Codes of provisions, with each `@set` written out."""
    sets: dict[str, list[str]] = read("provisions.toml")["sets"]
    found: list[str] = []
    for name in names:
        found += sets.get(name[1:], [name]) if name.startswith("@") else [name]
    return found
