"""What a function may read and write, as the rules themselves say it: no table beside them.

Each rule is asked what it lets a function read when nothing crosses, and when something does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db.models import Model, Q
from django.utils.translation import pgettext

from agencies.scoping import NEVER_RECEIVING, Actor, Owned, ScopedQuerySet

SOMEWHERE = (-1,)  # one participation, or one group, that is nobody's


@dataclass
class Rights:
    """Kinds of rows, in words, by how far a function reaches."""

    reads_own: list[str] = field(default_factory=list)
    reads_crossed: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)


def kinds() -> list[type[Model]]:
    """Every kind of row that a rule guards."""
    return [
        model
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), ScopedQuerySet)
    ]


def _asked(model: type[Model], rows: Q) -> str:
    """The question as the database would hear it; '' when no row can answer."""
    try:
        return str(model._default_manager.filter(rows).query)
    except EmptyResultSet:
        return ""


@cache
def _reach(model: type[Model], function: str) -> tuple[bool, bool, bool]:
    """Whether a function reads its own agency's rows, reads others', and writes."""
    rule: Owned = model._default_manager.all().rule  # type: ignore[attr-defined]  # kinds() gives such models alone
    alone = Actor(user_id=1, scope=1, partnership_id=1, functions=frozenset({function}), leads=True)
    shared = {str(getattr(rule, "kind", "")): SOMEWHERE}
    receiving = () if function in NEVER_RECEIVING else SOMEWHERE
    among = replace(alone, live=(1, *SOMEWHERE), receiving=receiving, partners=shared)
    own, crossed = _asked(model, rule.q(alone)), _asked(model, rule.q(among))
    return bool(own), crossed != own, bool(_asked(model, rule.writable(alone)))


def rights_of(functions: Iterable[str]) -> Rights:
    """What these functions come to together."""
    held = list(functions)
    found = Rights()
    for model in kinds():
        word = pgettext("kind", str(model._meta.verbose_name_raw))
        reaches = [_reach(model, each) for each in held]
        for words, at in ((found.reads_own, 0), (found.reads_crossed, 1), (found.writes, 2)):
            if any(reach[at] for reach in reaches) and word not in words:
                words.append(word)
    for words in (found.reads_own, found.reads_crossed, found.writes):
        words.sort(key=str.casefold)
    return found
