"""Storing what a file told: all of it in one transaction, or nothing.

Each verb first compares the file with the actor's own rows and only then writes. A row that
people have looked at since (an incident reviewed, a person no longer merely proposed, a tie
ended) is never changed by a file. Storing the same file twice stores nothing the second time.
"""

from groups.actions.imports.incidents import import_incidents
from groups.actions.imports.outcome import Outcome, Terms
from groups.actions.imports.people import Placing, code_name_of, import_people
from groups.actions.imports.ties import import_ties, people_by_key

__all__ = [
    "Outcome",
    "Placing",
    "Terms",
    "code_name_of",
    "import_incidents",
    "import_people",
    "import_ties",
    "people_by_key",
]
