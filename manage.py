#!/usr/bin/env python
"""The service's commands: `manage.py help` lists them."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line


def join_running_service() -> None:
    """Take the servers that `make run` notes in its data folder, unless others are given."""
    note = Path(os.environ.get("DATA_DIR") or Path(__file__).parent / "var") / "env"
    if "DATABASE_URL" in os.environ:
        return
    if not note.exists():
        raise SystemExit(
            "Ingen databas: starta tjänsten med make run i ett annat fönster, "
            "eller ange DATABASE_URL."
        )
    for line in note.read_text().splitlines():
        name, _, value = line.partition("=")
        os.environ.setdefault(name, value)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")
    join_running_service()
    execute_from_command_line(sys.argv)
