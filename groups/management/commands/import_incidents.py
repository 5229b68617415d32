"""Take incidents in from a file, as unconfirmed, each with its source and the source's key.

The police's open events feed (daily copies in CSV, or an answer of the feed in JSON) is known by
its columns: only acts of violence in the partnership's municipalities are taken. Any other table
needs columns named as ours (key, date, time, kind, municipality, area, dead, injured), or a map:

    manage.py import_incidents shootings.csv.gz --partnership malmo --agency polis-malmo --columns
      "key=INCIDENT_KEY, date=OCCUR_DATE, time=OCCUR_TIME, area=BORO, kind==shooting,
       victim_died=STATISTICAL_MURDER_FLAG, per=victim, date_format=%m/%d/%Y, source=nypd"

That file has one row per victim: rows with one key are added up to one incident. `kind==shooting`
is the same for every row; `kind.Bomb=detonation` would translate a word of the file.

A second run changes what the source has changed, as long as nobody has reviewed the incident.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Participation
from agencies.scoping import Actor
from groups.actions.imports import import_incidents
from groups.imports.columns import UNNAMED
from groups.imports.incidents import IncidentFile, read_incidents
from groups.management.importing import (
    Brought,
    ImportCommand,
    file_named,
    map_said,
    name_of,
    source_of,
    terms_of,
)


class Command(ImportCommand):
    help = "Take incidents in from a file, as unconfirmed."
    explained = __doc__

    def bring(self, actor: Actor, said: dict[str, Any]) -> Brought:
        path, columns = file_named(said), map_said(said)
        scope = Participation.objects.select_related("partnership").get(pk=actor.scope)
        told = read_incidents(
            path,
            today=timezone.localdate(),
            columns=columns,
            municipalities=scope.partnership.municipalities,
            name=name_of(path),
        )
        is_known = columns is None and told.source != UNNAMED
        source = told.source if is_known else source_of(path, columns)
        outcome = import_incidents(actor=actor, told=told, terms=terms_of(said, path, source))
        return Brought(outcome, told.left_out, _notes(told))


def _notes(told: IncidentFile) -> list[str]:
    """How many rows were read, and how many of them nobody asked for."""
    counts = (
        (_("Rows read"), told.rows),
        (_("Not acts of violence"), told.other_types),
        (_("Outside the partnership's municipalities"), told.elsewhere),
        (_("No municipality said"), told.place_unknown),
    )
    return [f"{label}: {count}" for label, count in counts if count]
