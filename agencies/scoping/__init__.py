"""The heart: who acts, and the shapes a reading rule can have.

A rule is stated once and gives two locks: `q(actor)` for the ORM and `sql()` for row-level
security. They must say the same; the three oracles in `tests/wall` hold them to it. The arrays
are literal in the ORM and computed once per statement in SQL (a wrapped STABLE function), so
that both sides stay `int4 = any(array)`, which is leakproof and can use an index.
"""

from agencies.scoping.actor import NEVER_RECEIVING, NOBODY, TWO_PERSONS, Actor, Function
from agencies.scoping.crossing import Asked, Delivered, Follows, Granted, Received, Told
from agencies.scoping.governed import Agreed, Governed, Led, Logged, Posted, Signed, Together
from agencies.scoping.owned import NO_ROWS, Owned, Partly, Personal, Shared, literal
from agencies.scoping.reading import Rule, ScopedQuerySet

__all__ = [
    "NEVER_RECEIVING",
    "NOBODY",
    "NO_ROWS",
    "TWO_PERSONS",
    "Actor",
    "Agreed",
    "Asked",
    "Delivered",
    "Follows",
    "Function",
    "Governed",
    "Granted",
    "Led",
    "Logged",
    "Owned",
    "Partly",
    "Personal",
    "Posted",
    "Received",
    "Rule",
    "ScopedQuerySet",
    "Shared",
    "Signed",
    "Together",
    "Told",
    "literal",
]
