"""Put people up for mapping from a file. Nobody is mapped by it: that takes a second officer.

Columns are known by their usual names in English and Swedish, or by a map: key, code_name, group,
role (driving, member, associate), given_name, family_name, personal_number, birth_year.

    manage.py import_people london_gang.csv --partnership malmo --agency polis-malmo
      --columns "key=ID, source=London" --group "Södra gänget" --category not_suspected

Without a column of code names they are made from source and key: “London 17”. Who somebody is
goes to the agency's own part alone. Birthplace, ethnicity, religion, health and the like are
never read; the columns left out are named. With --group each is linked to a group of that name,
which is made when there is none; a column of groups goes before it. The category says in words
whether they are suspected of anything, and is “other, not suspected” unless something else is said.

A second run changes only people who are still merely proposed.
"""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from groups.actions.imports import Placing, import_people
from groups.imports.people import read_people
from groups.management.importing import (
    Brought,
    ImportCommand,
    file_named,
    map_said,
    name_of,
    source_of,
    terms_of,
)
from groups.models import Affiliation


class Command(ImportCommand):
    help = "Put people up for mapping from a file."
    explained = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--group", default="", metavar="NAME", help="link each to this group")
        parser.add_argument(
            "--category",
            default=Affiliation.Category.NOT_SUSPECTED.value,
            choices=Affiliation.Category.values,
        )
        parser.add_argument("--ground", default="", help="why they are put up for mapping")

    def bring(self, actor: Actor, said: dict[str, Any]) -> Brought:
        path, columns = file_named(said), map_said(said)
        told = read_people(path, today=timezone.localdate(), columns=columns, name=name_of(path))
        source = source_of(path, columns)
        ground = said["ground"] or _("Taken in from a file (%(source)s).") % {"source": source}
        outcome = import_people(
            actor=actor,
            told=told,
            terms=terms_of(said, path, source),
            placing=Placing(said["group"], said["category"], ground),
        )
        return Brought(outcome, told.left_out, _notes(said["group"], told.found))


def _notes(group: str, found: tuple[Any, ...]) -> list[str]:
    without = sum(1 for person in found if not (group or person.group))
    if not without:
        return []
    return [_("Linked to no group: %(count)d. Name one with --group.") % {"count": without}]
