"""Filling tables by one statement each, as the owner."""

# ruff: noqa: S608, T201 - our own tables, and told as it goes

from __future__ import annotations

from time import perf_counter

from django.apps import apps
from django.db import connections
from django.db.models import NOT_PROVIDED

NOTHING = {"boolean": "false", "jsonb": "'{}'", "uuid": "gen_random_uuid()", "ARRAY": "'{}'"}
NOTHING |= dict.fromkeys(("integer", "bigint", "smallint", "numeric"), "0")
NOTHING |= dict.fromkeys(("date", "timestamp with time zone"), "now()")


class Builder:
    """SQL as the owner, told as it goes."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.cursor = connections["owner"].cursor()

    def run(self, sql: str) -> int:
        self.cursor.execute(sql)
        return self.cursor.rowcount

    def part(self, total: int) -> str:
        """So many at SCALE=1, at ours."""
        return str(int(total * self.scale))

    def fill(self, table: str, values: dict[str, str], source: str) -> None:
        """Insert what is named; other columns hold their default, or else nothing much."""
        self.cursor.execute(
            "select column_name, data_type from information_schema.columns where table_name = %s"
            " and is_nullable = 'NO' and column_default is null and is_identity = 'NO'",
            [table],
        )
        for column, kind in self.cursor.fetchall():
            values.setdefault(column, default_of(table, column) or NOTHING.get(kind, "''"))
        begun = perf_counter()
        made = self.run(
            f"insert into {table} ({', '.join(values)})"
            f" select {', '.join(values.values())} from {source}"
        )
        print(f"  {made:>9,} {table} in {perf_counter() - begun:.1f} s", flush=True)


def default_of(table: str, column: str) -> str:
    """The default that the model gives a column, as SQL; nothing when it is reckoned out."""
    models = [model for model in apps.get_models() if model._meta.db_table == table]
    fields = [field for model in models for field in model._meta.fields if field.column == column]
    given = fields[0].default if fields else NOT_PROVIDED
    return "" if given is NOT_PROVIDED or callable(given) else f"'{given}'"
