"""What the commands that take in files share: who acts, how the file is read, what is printed."""

from __future__ import annotations

import os
import re
from abc import abstractmethod
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from agencies.actors import acting, actor_for
from agencies.ledger import channel
from agencies.models import User
from agencies.scoping import Actor
from groups.actions.imports import Outcome, Terms
from groups.imports.columns import UNNAMED, ColumnMap, LeftOut, UnusableMap
from groups.management.actors import participation_of, user_of
from gvi.core.refusals import Refused
from gvi.core.tables import Problem, Unreadable

LONGEST_SOURCE = 40
MOST_STRETCHES = 12
MOST_PROBLEMS = 30


@dataclass(slots=True)
class Brought:
    """What came of a file, and what else there is to tell of it."""

    outcome: Outcome
    left_out: LeftOut
    notes: list[str] = field(default_factory=list)


class ImportCommand(BaseCommand):
    """Takes in one file for one agency: all of it, or nothing and a list of what is wrong."""

    file_help = "CSV or a JSON list, UTF-8 (or UTF-16), plain or gzipped"
    explained = ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs |= {"epilog": self.explained, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help=self.file_help)
        parser.add_argument("--partnership", required=True, metavar="SLUG")
        parser.add_argument(
            "--agency", required=True, metavar="SLUG", help="whose rows they become"
        )
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            help="who takes the file in: an account of the agency whose function writes the map",
        )
        parser.add_argument(
            "--columns",
            metavar="MAP",
            help="which column holds what: field=column with commas between, JSON, or a file",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")
        parser.add_argument(
            "--accept-valid",
            action="store_true",
            help="take in the rows that are right even if others are refused",
        )

    def handle(self, *args: Any, **said: Any) -> None:
        known_as = channel.set("import")
        try:
            participation = participation_of(said["agency"], said["partnership"])
            user = user_of(participation, said["email"])
            with acting(actor_for(user, participation.pk)) as actor:
                brought = self.bring(actor, said)
        except Refused as refused:
            raise CommandError(_sentence(refused, said)) from None
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from None
        except PermissionDenied as fault:
            raise CommandError(str(fault)) from None
        finally:
            channel.reset(known_as)
        self._tell(brought, user, everything=said["verbosity"] > 1)

    @abstractmethod
    def bring(self, actor: Actor, said: dict[str, Any]) -> Brought:
        """Read the file and have it stored."""

    def _tell(self, brought: Brought, user: User, *, everything: bool) -> None:
        outcome = brought.outcome
        self.stdout.write(
            _("Source: %(source)s. Taken in by: %(name)s.")
            % {"source": outcome.terms.source, "name": user.name}
        )
        for line, rows in (
            (_("New: %(count)s"), outcome.new),
            (_("Changed: %(count)s"), outcome.changed),
            (_("Same: %(count)s"), outcome.same),
            (_("Changed in the source, left as they are: %(count)s"), outcome.untouched),
            (_("Refused: %(count)s"), [problem.row or 0 for problem in outcome.refused]),
        ):
            count = f"{len(rows)}{stretches(rows, everything=everything)}"
            self.stdout.write(line % {"count": count})
        shown = outcome.refused if everything else outcome.refused[:MOST_PROBLEMS]
        for problem in shown:
            self.stdout.write(f"  {problem}")
        if len(shown) < len(outcome.refused):
            self.stdout.write(
                "  "
                + _("… and %(count)d more. All are shown with -v 2.")
                % {"count": len(outcome.refused) - len(shown)}
            )
        for sentence in (*brought.left_out.sentences(), *brought.notes):
            self.stdout.write(sentence)
        if outcome.is_stored:
            self.stdout.write(self.style.SUCCESS(_("Saved.")))
        elif outcome.terms.dry_run:
            self.stdout.write(_("A trial: nothing is saved."))
        else:
            raise CommandError(
                _(
                    "Nothing is saved, since rows were refused. Correct the file, or take in the"
                    " other rows with --accept-valid."
                )
            )


def stretches(rows: Iterable[int], *, everything: bool = False) -> str:
    """Row numbers as a reader wants them: “ (rows 2–9, 12)”."""
    numbers = sorted({row for row in rows if row})
    runs = [
        [number for _place, number in run]
        for _gap, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    told = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    if not told:
        return ""
    if len(told) > MOST_STRETCHES and not everything:
        told = [*told[:MOST_STRETCHES], "…"]
    return " " + _("(rows %(rows)s)") % {"rows": ", ".join(told)}


def file_named(said: dict[str, Any], option: str = "file") -> Path:
    """The file a user named. That it is not there is told in our own words."""
    path = Path(said[option])
    if not os.path.lexists(path):
        raise Unreadable(Problem(name_of(path), None, None, _("There is no such file.")))
    return path


def name_of(path: Path) -> str:
    """What problems call a file, whatever bytes its name is made of."""
    return path.name.encode(errors="replace").decode()


def map_said(said: dict[str, Any], option: str = "columns") -> ColumnMap | None:
    return ColumnMap.parse(said[option]) if said[option] else None


def source_of(path: Path, columns: ColumnMap | None) -> str:
    """Where rows come from: what the column map says, else the first word of the file's name."""
    source = columns.said.get("source", "").removeprefix("=") if columns else ""
    if not source:
        words = re.findall(r"[^\W_]+", name_of(path).split(".")[0])
        source = words[0] if words else UNNAMED
    if len(source) > LONGEST_SOURCE:
        raise UnusableMap(
            _("The source's name is longer than %(longest)d characters. Name it with source=….")
            % {"longest": LONGEST_SOURCE}
        )
    return source


def terms_of(said: dict[str, Any], path: Path, source: str) -> Terms:
    return Terms(name_of(path), source, said["accept_valid"], said["dry_run"])


def _sentence(refused: Refused, said: dict[str, Any]) -> str:
    """With the file's name, which a fault of the column map does not know."""
    if isinstance(refused, UnusableMap):
        return f"{name_of(Path(said['file']))}: {refused}"
    return str(refused)
