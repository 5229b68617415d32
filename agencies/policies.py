"""Which functions read and write what in this app, and what an actor must be to act."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from agencies.scoping import (
    Actor,
    Agreed,
    Asked,
    Delivered,
    Function,
    Governed,
    Led,
    Logged,
    Owned,
    Personal,
    Posted,
    Received,
    Signed,
    Together,
    Told,
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
NEVER_TOLD = frozenset({Function.EXIT, Function.POLICE_EXIT})
DECIDING = frozenset(
    {
        Function.COORDINATION,
        Function.ANALYSIS,
        Function.CASEWORK,
        Function.EXIT,
        Function.POLICE_EXIT,
        Function.DECISION,
    }
)

REGISTERING = frozenset({Function.REGISTRY})
LAW_ENFORCING = frozenset({"police"})  # legal homes that lag 2025:170 lets ask
BOUND_BY_CONDITIONS = frozenset({"private"})  # legal homes outside OSL
AUDITING = frozenset({Function.AUDIT})

DISCLOSURE = Delivered(
    read=WORKING,
    write=DECIDING,
    key="id",
    ringed=True,
    sees=(("answers_id", "wall.delivered()"),),
)
PART_OF_DISCLOSURE = Delivered(read=WORKING, write=DECIDING, ringed=True)
DELIVERY = Received(read=WORKING, write=DECIDING, ringed=True, archived=True)
WEIGHED = Owned(read=WORKING, write=DECIDING, ringed=True)  # templates, lines, assessments
ROUND = Owned(read=WORKING, write=DECIDING, ringed=True, sees=(("request_id", "agencies_request"),))
REQUEST = Asked(read=WORKING, write=DECIDING, ringed=True)
ANSWER = Told(read=WORKING, write=DECIDING, ringed=True, sees=(("request_id", "agencies_request"),))
NOTICE = Received(read=WORKING, write=DECIDING, ringed=True)
ACKNOWLEDGEMENT = Told(
    read=WORKING, write=WORKING, ringed=True, sees=(("notice_id", "agencies_notice"),)
)
OPENING = Owned(
    read=REGISTERING | AUDITING, write=REGISTERING, sees=(("delivery_id", "agencies_delivery"),)
)
SAMPLE = Owned(read=DECIDING | AUDITING, write=DECIDING | AUDITING)
# A person's consent is of those who decide; an exit group's stays within it.
CONSENT = Owned(read=DECIDING, write=DECIDING, ringed=True)
GRANT = Received(read=WORKING | {Function.FIGURES}, write=DECIDING - {Function.POLICE_EXIT})
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

PRESS = Personal(read=EVERYONE, write=EVERYONE)
DRAFT = Personal(read=EVERYONE, write=EVERYONE)

# What each state of a partnership allows. An agency's own rows are never touched by any of them.
CROSSING = frozenset({"preparing", "operative", "ordinary", "paused"})
SHARING = CROSSING - {"paused"}


def may_disclose(actor: Actor) -> bool:
    """Whether anything new may cross: an agreement in force, and a partnership not paused."""
    return bool(actor.live) and actor.state in SHARING


def ring_of(actor: Actor) -> str:
    """The function that keeps to itself what the actor writes; '' when all of the agency's may.

    What an exit group decides about those it helps is not its agency's caseworkers' (OSL 8:2).
    """
    return next((each for each in sorted(NEVER_TOLD) if each in actor.functions), "")


def require_decide(actor: Actor) -> None:
    """Disclosing is a decision of the owner's own working functions (OSL 6:3, delegation)."""
    if not actor.has(DECIDING):
        raise PermissionDenied(_("Your function cannot decide on disclosures."))


def require_approve(actor: Actor) -> None:
    """A template is approved by the decision function, after its lawyer has read it."""
    if not actor.has({Function.DECISION}):
        raise PermissionDenied(_("Only the decision function can approve this."))


def require_work(actor: Actor) -> None:
    """What is received is for the working functions."""
    if not actor.has(WORKING):
        raise PermissionDenied(_("Your function takes no part in this."))


def require_registry(actor: Actor) -> None:
    """The closed archive is the registrar's."""
    if not actor.has(REGISTERING):
        raise PermissionDenied(_("Only the registrar can do this."))


def require_audit(actor: Actor) -> None:
    """What is drawn for review is reviewed by somebody who decides nothing."""
    if not actor.has(AUDITING):
        raise PermissionDenied(_("Only the audit function can do this."))


def require_administration(actor: Actor) -> None:
    """Accounts and postings are the administration's; it reads no content."""
    if not actor.has({Function.ADMINISTRATION}):
        raise PermissionDenied(_("Only the administration function can do this."))


def may_administer(actor: Actor) -> bool:
    return actor.has(ADMINISTERING)


def may_lead(actor: Actor) -> bool:
    """Whether the actor's agency coordinates the partnership, and the actor administers it."""
    return actor.leads and may_administer(actor)


def require_leading(actor: Actor) -> None:
    """The partnership's own papers are those of the agency that coordinates it."""
    if not may_lead(actor):
        raise PermissionDenied(_("Only the administration of the coordinating agency can do this."))


def may_sign(actor: Actor) -> bool:
    return actor.has(SIGNING)


def require_signing(actor: Actor) -> None:
    """Signing an agreement is a decision of the party's own."""
    if not may_sign(actor):
        raise PermissionDenied(_("Only the decision function signs for its agency."))


def may_review(actor: Actor) -> bool:
    return actor.leads and actor.has(REVIEWING)


def require_reviewing(actor: Actor) -> None:
    """The agency that coordinates calls the parties together."""
    if not may_review(actor):
        raise PermissionDenied(_("Only the coordinating agency plans and closes reviews."))


def is_exit_open(actor: Actor) -> bool:
    """Whether an exit service may work here: social services always (OSL 26), others decide."""
    is_outside = actor.agency_kind == "exit_service" and actor.legal_home != "social_board"
    return actor.duty_decided or not is_outside
