"""Files of rows that users bring: CSV or a JSON list, plain or gzipped, read with care.

    with open_table(path) as table:
        for row in table:
            row.number, row.values["date"]
        table.problems      # rows that were left out, each with a sentence

A fault of the file as a whole (not a table, wrong encoding, past a limit) is raised as
`Unreadable`, even in the middle; a fault of one row becomes a `Problem` and the reading goes
on. Whoever stores rows does so when the whole file has been read. Memory stays flat.

Values are trimmed text in Unicode's composed form. What they mean is read by `cells`.
"""

from gvi.core.tables.cells import (
    Misread,
    read_boolean,
    read_date,
    read_datetime,
    read_integer,
    read_time,
)
from gvi.core.tables.files import Limits
from gvi.core.tables.rows import Problem, Row, Table, Unreadable, open_table

__all__ = [
    "Limits",
    "Misread",
    "Problem",
    "Row",
    "Table",
    "Unreadable",
    "open_table",
    "read_boolean",
    "read_date",
    "read_datetime",
    "read_integer",
    "read_time",
]
