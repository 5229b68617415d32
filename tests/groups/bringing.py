"""Bringing a file through a command, and looking at what is stored."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.utils import translation

from agencies.actors import acting
from agencies.models import Entry
from agencies.scoping import Actor
from groups.models import Affiliation, Identity, Incident, Person, PersonTie, StreetGroup
from tests.cast import Cast

STORED = (Person, Identity, StreetGroup, Affiliation, PersonTie, Incident, Entry)


def bring(command: str, path: Path | str, *options: str, **said: Any) -> str:
    """What the command prints, as polis@cast.example unless something else is said."""
    return told(command, path, *options, **said)[0]


def refused(command: str, path: Path | str, *options: str, **said: Any) -> str:
    """The sentence a command stops with."""
    sentence = told(command, path, *options, **said)[1]
    assert sentence, "The command was not refused."
    return sentence


def told(command: str, path: Path | str, *options: str, **said: Any) -> tuple[str, str]:
    """What the command prints and the sentence it stops with, if it stops."""
    out = StringIO()
    where = {"partnership": "norr", "agency": "polis-norr", "email": "polis@cast.example"} | said
    arguments = [str(path), "--partnership", where.pop("partnership")]
    arguments += ["--agency", where.pop("agency")]
    if where["email"]:
        arguments += ["--as", where["email"]]
    with translation.override(where.get("language", "en")):
        try:
            call_command(command, *arguments, *options, stdout=out, no_color=True)
        except CommandError as fault:
            return out.getvalue(), str(fault)
    return out.getvalue(), ""


def snapshot(actor: Actor) -> dict[str, list[tuple[Any, ...]]]:
    """Every row the actor's agency keeps on the map, and its ledger."""
    with acting(actor):
        return {
            model.__name__: list(
                model._default_manager.filter(scope_id=actor.scope).order_by("pk").values_list()
            )
            for model in STORED
        }


def without_ledger(snapshot: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows for name, rows in snapshot.items() if name != "Entry"}


def last_entry(cast: Cast, name: str = "polis") -> Entry:
    actor = cast.actor(name)
    with acting(actor):
        return Entry.objects.filter(scope_id=actor.scope, user_id=actor.user_id).latest("pk")
