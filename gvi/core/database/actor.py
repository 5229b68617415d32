"""Who acts, as the database hears it: two numbers, for one transaction at a time.

Row-level security reads `app.actor`. It is set with `set_config(…, true)` (SET LOCAL), so it
ends with the transaction and never leaks through a pool. No transaction or no actor: no rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

NOBODY = ""
_current: ContextVar[str] = ContextVar("actor", default=NOBODY)


def current() -> str:
    """The actor of this context as the database reads it: "user:participation", or ""."""
    return _current.get()


def announce(value: str) -> None:
    """Tell an open transaction who acts from here on."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.actor', %s, true)", [value])


@contextmanager
def speaking_as(value: str) -> Iterator[None]:
    """Every transaction opened inside, and the one open now, acts as `value`."""
    before = _current.get()
    token = _current.set(value)
    if connection.in_atomic_block:
        announce(value)
    try:
        yield
    finally:
        _current.reset(token)
        if connection.in_atomic_block and not connection.needs_rollback:
            announce(before)
