"""Who acts: one user in one participation, with the functions in force today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Function(models.TextChoices):
    """The rings inside an agency. A posting gives one of them, with dates and an approver."""

    COORDINATION = "coordination", _("Coordination")
    ANALYSIS = "analysis", _("Analysis")
    CASEWORK = "casework", _("Casework")
    EXIT = "exit", _("Exit group")
    POLICE_EXIT = "police_exit", _("Police exit group")
    DECISION = "decision", _("Decision")
    REGISTRY = "registry", _("Registry")
    AUDIT = "audit", _("Audit")
    STEERING = "steering", _("Steering group")
    ADMINISTRATION = "administration", _("Administration")
    FIGURES = "figures", _("Figures (system)")


TWO_PERSONS = frozenset({Function.ADMINISTRATION, Function.DECISION})
NEVER_RECEIVING = frozenset({Function.ADMINISTRATION, Function.AUDIT, Function.STEERING})


@dataclass(frozen=True)
class Actor:
    """One user in one participation, with the functions in force today.

    `partners` maps a kind of group-level row to the scopes whose standing decision shares it;
    `receiving` holds the guardian groups whose grants this actor may use, `archive` those whose
    closed archive it keeps; `live` the scopes of the partnership from which anything crosses at
    all today. `state` is the partnership's, `leads` says that the participation coordinates it,
    and `duty_decided` that its lawyer has decided on lag 2025:170 6 §.
    """

    user_id: int = 0
    scope: int = 0
    partnership_id: int = 0
    agency_id: int = 0
    agency_kind: str = ""
    legal_home: str = ""
    functions: frozenset[str] = frozenset()
    partners: dict[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    receiving: tuple[int, ...] = ()
    archive: tuple[int, ...] = ()
    live: tuple[int, ...] = ()
    state: str = ""
    leads: bool = False
    duty_decided: bool = False

    def has(self, functions: Iterable[str]) -> bool:
        """Whether one of these functions is in force for the actor."""
        return not self.functions.isdisjoint(functions)

    def __str__(self) -> str:
        """The actor as the database hears it."""
        return f"{self.user_id}:{self.scope}" if self.user_id else ""


NOBODY = Actor()
