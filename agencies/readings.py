"""What receivers have read of a disclosure, as far as the ledger tells its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import pgettext

from agencies.models import Agency, Disclosure, Participation


@dataclass(frozen=True)
class Reading:
    """One kind of act by one agency: how many times, and when last."""

    agency: Agency
    action: str
    times: int
    last_at: datetime

    @property
    def in_words(self) -> str:
        noun, _dot, verb = self.action.partition(".")
        return f"{pgettext('ledger', noun)}: {pgettext('ledger', verb)}"


def readings(disclosure: Disclosure) -> list[Reading]:
    """The latest first. Nothing of what an exit group or social services have read."""
    with connection.cursor() as cursor:
        cursor.execute("select * from wall.readings(%s)", [disclosure.pk])
        found = cursor.fetchall()
    scopes = Participation.objects.filter(pk__in=[row[0] for row in found])
    agencies = {each.pk: each.agency for each in scopes.select_related("agency")}
    return [
        Reading(agencies[scope], action, times, last_at) for scope, action, times, last_at in found
    ]
