"""Which functions read and write what in this app, and what an actor must be to act."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from agencies.scoping import (
    Actor,
    Agreed,
    Delivered,
    Function,
    Governed,
    Led,
    Logged,
    Owned,
    Posted,
    Received,
    Signed,
    Together,
)

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
# A person's consent is of those who decide; an exit group's stays within it.
CONSENT = Owned(read=DECIDING, write=DECIDING, ringed=True)
GRANT = Received(read=WORKING | {Function.FIGURES}, write=DECIDING)
LEDGER = Logged(read=frozenset({Function.AUDIT, Function.FIGURES}), write=frozenset())
SEAL = Owned(
    read=frozenset({Function.AUDIT, Function.FIGURES}), write=frozenset({Function.FIGURES})
)

EVERYONE = frozenset(Function)
ADMINISTERING = frozenset({Function.ADMINISTRATION})
SIGNING = frozenset({Function.DECISION})
REVIEWING = ADMINISTERING | {Function.COORDINATION}

PARTNERSHIP = Led(read=EVERYONE, write=ADMINISTERING, key="id", path="pk")
PARTICIPATION = Governed(read=EVERYONE, write=ADMINISTERING, key="id")
POSTING = Posted(read=EVERYONE, write=ADMINISTERING)
STANDING_DECISION = Governed(read=EVERYONE, write=ADMINISTERING)
AGREEMENT = Agreed(read=EVERYONE, write=ADMINISTERING)
AGREEMENT_PARTY = Signed(read=EVERYONE, write=SIGNING, draw=ADMINISTERING)
AGREEMENT_REVIEW = Together(read=EVERYONE, write=REVIEWING)
OFFICE = Together(read=EVERYONE, write=ADMINISTERING)
INTEREST = Together(read=EVERYONE, write=ADMINISTERING)

# What each state of a partnership allows. An agency's own rows are never touched by any of them.
CROSSING = frozenset({"preparing", "operative", "ordinary", "paused"})
SHARING = CROSSING - {"paused"}


def may_disclose(actor: Actor) -> bool:
    """Whether anything new may cross: an agreement in force, and a partnership not paused."""
    return bool(actor.live) and actor.state in SHARING


def require_decide(actor: Actor) -> None:
    """Disclosing is a decision of the owner's own working functions (OSL 6:3, delegation)."""
    if not actor.has(DECIDING):
        raise PermissionDenied(_("Your function cannot decide on disclosures."))


def require_administration(actor: Actor) -> None:
    """Accounts and postings are the administration's; it reads no content."""
    if not actor.has({Function.ADMINISTRATION}):
        raise PermissionDenied(_("Only the administration function can do this."))
