"""Take in who was at which meeting: everyone at one meeting was seen together.

Each row is a person and a meeting. The day stands in it or in a file of meetings, and becomes the
day since when two people are known to meet. Neither where a meeting was nor what it was about is
read. A tie that is already stronger stays as it is.

    manage.py import_attendance infinito_attendance.csv --partnership malmo --agency polis-malmo
      --people infinito_persons.csv --meetings infinito_meetings.csv

People are found by their code names, or as “Infinito P001” by the source and the file's key. The
files of people and meetings may have maps of their own: --people-columns, --meetings-columns.
"""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from agencies.scoping import Actor
from groups.actions.imports import import_ties
from groups.imports.gathering import Gathered
from groups.imports.meetings import read_attendance, read_meetings, ties_from_attendance
from groups.imports.people import TieIn
from groups.management.importing import Brought, file_named, map_said, name_of, source_of, terms_of
from groups.management.people import TieCommand
from gvi.core.tables import Problem


class Command(TieCommand):
    help = "Take in who was seen together at meetings."
    explained = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--meetings", metavar="FILE", help="meetings by key, with their days")
        parser.add_argument("--meetings-columns", metavar="MAP")

    def bring(self, actor: Actor, said: dict[str, Any]) -> Brought:
        path, columns = file_named(said), map_said(said)
        source = source_of(path, columns)
        people = self.people(actor, said, source)
        days, faults = _days(said)
        told = read_attendance(
            path, columns=columns, people=people, meetings=days, name=name_of(path)
        )
        ties: Gathered[TieIn] = Gathered(
            rows=told.rows,
            found=ties_from_attendance(told.found),
            problems=(*faults, *told.problems),
            left_out=told.left_out,
        )
        terms = terms_of(said, path, source)
        outcome = import_ties(actor=actor, told=ties, people=people, terms=terms, adds_only=True)
        return Brought(outcome, told.left_out, self.hints(outcome))


def _days(said: dict[str, Any]) -> tuple[dict[str, date] | None, tuple[Problem, ...]]:
    if not said["meetings"]:
        return None, ()
    path = file_named(said, "meetings")
    told = read_meetings(path, columns=map_said(said, "meetings_columns"), name=name_of(path))
    return {meeting.source_key: meeting.held_on for meeting in told.found}, told.problems
