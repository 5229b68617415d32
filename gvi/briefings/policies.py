"""Which functions read and write briefings."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from agencies.policies import WORKING
from agencies.scoping import Actor, Function, Owned, Shared

READERS = WORKING | {Function.STEERING, Function.FIGURES}
COMPUTING = frozenset({Function.FIGURES})
NARRATING = frozenset({Function.COORDINATION})
STATING = frozenset({Function.EXIT})

FIGURES = Shared(kind="figures", read=READERS, write=COMPUTING | STATING)
RELEASE = Shared(kind="release", read=READERS, write=COMPUTING)
ISSUE = Shared(kind="briefing", read=READERS, write=COMPUTING | NARRATING)


DRAFT = Owned(read=NARRATING, write=ISSUE.write)  # an issue until it is issued


def may_narrate(actor: Actor) -> bool:
    """Whether the actor writes the narrative and asks for new versions."""
    return actor.has(NARRATING)


def require_narrating(actor: Actor, owner: int) -> None:
    """The coordinator of the agency that issues writes the narrative."""
    if not may_narrate(actor) or actor.scope != owner:
        raise PermissionDenied(_("Only the coordination function writes the narrative."))


def may_state_capacity(actor: Actor) -> bool:
    """Whether the actor says what the exit service can take on."""
    return actor.agency_kind == "exit_service" and actor.has(STATING)


def require_stating_capacity(actor: Actor) -> None:
    """Capacity is stated by the exit service itself."""
    if not may_state_capacity(actor):
        raise PermissionDenied(_("Only the exit service states its capacity."))


def require_releasing(actor: Actor) -> None:
    """Figures leave by the agency's own system, never by hand."""
    if not actor.has(COMPUTING):
        raise PermissionDenied(_("Only the agency's own system releases figures."))
