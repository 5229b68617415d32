"""Which large tables were read from end to end, also inside the wall's functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections

LARGE = frozenset(
    {
        "agencies_delivery",
        "agencies_discloseditem",
        "agencies_disclosure",
        "agencies_entry",
        "groups_affiliation",
        "groups_identity",
        "groups_incident",
        "groups_person",
        "groups_persongrant",
        "groups_persontie",
        "groups_searchkey",
        "offers_case",
        "offers_casegrant",
        "offers_followup",
        "offers_offer",
    }
)


def walked_in_transaction(ask: Callable[[], object]) -> set[str]:
    """What one question walks through; to be asked first in its transaction."""
    ask()
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_stat_xact_user_tables where seq_scan > 0")
        return {name for (name,) in cursor} & LARGE


@contextmanager
def walked() -> Iterator[set[str]]:
    """What a whole page walks through, known when the block is over."""
    found: set[str] = set()
    before = _walks()
    yield found
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_force_next_flush()")
    after = _walks()
    found |= {name for name in LARGE if after.get(name, 0) > before.get(name, 0)}


def _walks() -> dict[str, int]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select relname, seq_scan from pg_stat_user_tables")
        return dict(cursor.fetchall())
