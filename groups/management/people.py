"""How the commands that tie people together find them."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from groups.actions.imports import Outcome, code_name_of, people_by_key
from groups.imports.people import read_people
from groups.management.importing import ImportCommand, file_named, map_said, name_of, source_of
from groups.models import Person


class TieCommand(ImportCommand):
    """Takes in ties between people of the agency's own."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--people", metavar="FILE", help="the file they were taken in from, by the same keys"
        )
        parser.add_argument("--people-columns", metavar="MAP")

    def people(self, actor: Actor, said: dict[str, Any], source: str) -> dict[str, Person]:
        """The agency's own people by the keys of the file."""
        if not said["people"]:
            return people_by_key(actor, source)
        path, columns = file_named(said, "people"), map_said(said, "people_columns")
        told = read_people(path, today=timezone.localdate(), columns=columns, name=name_of(path))
        own = people_by_key(actor, "")
        named = {
            each.source_key: code_name_of(each, source_of(path, columns)) for each in told.found
        }
        return {key: own[name] for key, name in named.items() if name in own}

    def hints(self, outcome: Outcome) -> list[str]:
        if not outcome.refused:
            return []
        return [
            _(
                "People must be on the agency's own map before they are tied together. They are"
                " found by code name, or by source and key as in “%(source)s 17”."
            )
            % {"source": outcome.terms.source}
        ]
