"""Take in ties between people who are on the agency's own map.

Each row is a pair, either way round, with a grade (1 seen together, 2 offending together,
3 serious offending together, 4 kin and serious offending) or a kind (conflict besides), and
perhaps since and until. Columns are known by their usual names (source and target, weight ...) or
by a map:

    manage.py import_ties london_edges.csv --partnership malmo --agency polis-malmo
      --columns "one=source, other=target, grade=weight, source=London"

People are found by their code names, or as “London 17” by the source and the file's key. Where
they were taken in with code names of their own, bring the file of people again with --people.
"""

from typing import Any

from agencies.scoping import Actor
from groups.actions.imports import import_ties
from groups.imports.people import read_ties
from groups.management.importing import Brought, file_named, map_said, name_of, source_of, terms_of
from groups.management.people import TieCommand


class Command(TieCommand):
    help = "Take in ties between people on the agency's own map."
    explained = __doc__

    def bring(self, actor: Actor, said: dict[str, Any]) -> Brought:
        path, columns = file_named(said), map_said(said)
        source = source_of(path, columns)
        people = self.people(actor, said, source)
        told = read_ties(path, columns=columns, people=people, name=name_of(path))
        terms = terms_of(said, path, source)
        outcome = import_ties(actor=actor, told=told, people=people, terms=terms)
        return Brought(outcome, told.left_out, self.hints(outcome))
