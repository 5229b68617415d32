"""Which functions read and write briefings."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from agencies.policies import DECIDING, WORKING
from agencies.scoping import Actor, Function, Shared

READERS = WORKING | {Function.STEERING, Function.FIGURES}
COMPUTING = frozenset({Function.FIGURES})
NARRATING = frozenset({Function.COORDINATION})

FIGURES = Shared(kind="figures", read=READERS, write=COMPUTING | DECIDING)
RELEASE = Shared(kind="release", read=READERS, write=COMPUTING)
ISSUE = Shared(kind="briefing", read=READERS, write=COMPUTING | NARRATING)


def may_narrate(actor: Actor) -> bool:
    """Whether the actor writes the narrative and asks for new versions."""
    return actor.has(NARRATING)


def require_narrating(actor: Actor) -> None:
    """The coordinator writes the narrative."""
    if not may_narrate(actor):
        raise PermissionDenied(_("Only the coordination function writes the narrative."))
