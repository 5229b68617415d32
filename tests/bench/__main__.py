"""Measure the wall at national scale: `make bench`, or `SCALE=1 make bench` for the whole.

Ratios within one run are what count. The same question is asked of the same database in several
ways, in turns, warm, by one client; ours and the best SQL by hand must answer the same.
"""

# ruff: noqa: T201 - a report is printed

from __future__ import annotations

import logging
import os
import sys
from time import perf_counter
from typing import Any

import django


def prepare(scale: float) -> None:
    """The world in a database of its own; one that is there already is measured again."""
    from django.core.management import call_command
    from django.db import connections

    from tests import databases
    from tests.bench.world import build

    name = f"gvi_bench_{scale:g}".replace(".", "_")
    with databases.maintenance() as connection:
        is_there = databases.exists(connection, name)
        if not is_there:
            connection.execute(f"create database {name} template {databases.BASE}")
    databases.point_at(name)
    if not is_there:
        print(f"Building the nation at scale {scale:g}", flush=True)
        begun = perf_counter()
        call_command("migrate", database="owner", verbosity=0)
        build(scale)
        print(f"  in all {perf_counter() - begun:.0f} s", flush=True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("set statement_timeout = '5s'")


def main() -> int:
    from tests.bench import measures, pages, report

    scale = float(os.environ.get("SCALE") or "0.1")
    prepare(scale)
    logging.disable(logging.ERROR)
    run: dict[str, Any] = {"scale": scale, "cells": [], "pages": []}
    for question in measures.questions():
        print(".", end="", flush=True)
        run["cells"].append(measures.cell(question))
    run["pages"] = list(pages.page_times())
    run["ledger"] = pages.ledger_cost()
    other = report.keep(scale, run)
    print(report.questions(run["cells"]))
    print(report.summary(run["cells"]))
    print(report.pages(run, other))
    reached = report.goals(run["cells"])
    print(
        "\n".join(
            ["", *(f"{'reached' if is_so else 'MISSED ':8} {goal}" for goal, is_so in reached)]
        )
    )
    return 0 if reached[0][1] else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")
    django.setup()
    sys.exit(main())
