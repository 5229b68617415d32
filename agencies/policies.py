"""Which functions read and write what in this app, and what an actor must be to act."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from agencies.scoping import Actor, Delivered, Function, Logged, Owned, Received

WORKING = frozenset(
    {
        Function.COORDINATION,
        Function.ANALYSIS,
        Function.CASEWORK,
        Function.EXIT,
        Function.POLICE_EXIT,
        Function.DECISION,
        Function.REGISTRY,
    }
)
DECIDING = frozenset(
    {Function.COORDINATION, Function.ANALYSIS, Function.CASEWORK, Function.EXIT, Function.DECISION}
)

DISCLOSURE = Delivered(read=WORKING, write=DECIDING, key="id")
PART_OF_DISCLOSURE = Delivered(read=WORKING, write=DECIDING)
DELIVERY = Received(read=WORKING, write=DECIDING)
GRANT = Received(read=WORKING | {Function.FIGURES}, write=DECIDING)
LEDGER = Logged(read=frozenset({Function.AUDIT, Function.FIGURES}), write=frozenset())
SEAL = Owned(
    read=frozenset({Function.AUDIT, Function.FIGURES}), write=frozenset({Function.FIGURES})
)


def require_decide(actor: Actor) -> None:
    """Disclosing is a decision of the owner's own working functions (OSL 6:3, delegation)."""
    if not actor.has(DECIDING):
        raise PermissionDenied(_("Your function cannot decide on disclosures."))


def require_administration(actor: Actor) -> None:
    """Accounts and postings are the administration's; it reads no content."""
    if not actor.has({Function.ADMINISTRATION}):
        raise PermissionDenied(_("Only the administration function can do this."))
