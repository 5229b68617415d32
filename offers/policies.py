"""Which functions read and write offers and the exit side."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from agencies.scoping import Actor, Follows, Function, Granted, Owned, Partly
from callins.policies import MEETING
from groups.policies import PERSON, READING

EXIT_SIDE = frozenset({Function.EXIT})
CASEWORK = frozenset({Function.CASEWORK})
FOLLOWING_UP = EXIT_SIDE | CASEWORK
COUNTING = frozenset({Function.FIGURES})
ADMINISTRATING = frozenset({Function.ADMINISTRATION})

# An offer made on its own, outside a joint occasion, is the exit side's alone.
OFFER = Follows(
    read=READING,
    write=MEETING,
    governor=PERSON,
    joins=("person",),
    only_if="is_joint",
    keeping=EXIT_SIDE | COUNTING,
)
ANSWER = Owned(read=EXIT_SIDE | COUNTING, write=EXIT_SIDE)
INTAKE = Owned(read=EXIT_SIDE | COUNTING, write=EXIT_SIDE)
DIRECT_CONTACT = Owned(read=CASEWORK | COUNTING, write=CASEWORK)
CASE = Granted(
    read=EXIT_SIDE | COUNTING,
    write=EXIT_SIDE,
    grant="offers.CaseGrant",
    given="given_case",
)
CASE_PART = Owned(read=EXIT_SIDE | COUNTING, write=EXIT_SIDE)
PROVIDER = Owned(read=EXIT_SIDE, write=EXIT_SIDE)
LETTER = Owned(read=READING | ADMINISTRATING, write=ADMINISTRATING)
ABSENCE = Owned(read=FOLLOWING_UP | COUNTING, write=FOLLOWING_UP)
REMINDER_SETTING = Owned(read=FOLLOWING_UP | COUNTING, write=FOLLOWING_UP)
REMINDER = Owned(read=FOLLOWING_UP | COUNTING, write=COUNTING)
FOLLOW_UP = Partly(
    read=EXIT_SIDE | COUNTING, write=EXIT_SIDE, also=CASEWORK, apart=("intake", "case")
)


def may_read(actor: Actor) -> bool:
    """Whether the actor's functions read offers at all."""
    return actor.has(READING)


def may_offer(actor: Actor) -> bool:
    """Whether the actor meets people and can offer them help."""
    return actor.has(MEETING)


def may_visit(actor: Actor) -> bool:
    """Whether the actor's agency receives people at probation visits."""
    return actor.agency_kind == "probation"


def may_follow_up(actor: Actor) -> bool:
    """Whether the actor logs follow-ups."""
    return actor.has(FOLLOWING_UP)


def is_exit_side(actor: Actor) -> bool:
    """Whether the actor works with answers and cases."""
    return actor.has(EXIT_SIDE)


def may_count(actor: Actor) -> bool:
    """Whether the actor counts contacts taken straight with social services."""
    return actor.has({Function.CASEWORK}) and actor.agency_kind == "municipality"


def may_write_letters(actor: Actor) -> bool:
    """Whether the actor administrates an exit service."""
    return actor.has(ADMINISTRATING) and actor.agency_kind == "exit_service"


def may_read_letters(actor: Actor) -> bool:
    """Whether the actor prints letters and cards, or writes them."""
    return is_exit_side(actor) or may_write_letters(actor)


def require_reading(actor: Actor) -> None:
    """Offers are read by the working functions."""
    if not may_read(actor):
        raise PermissionDenied(_("Your function does not read offers of help."))


def require_offering(actor: Actor) -> None:
    """Offers are made by those who meet people."""
    if not may_offer(actor):
        raise PermissionDenied(_("Your function cannot record offers."))


def require_following_up(actor: Actor) -> None:
    """Follow-ups are logged by those who meet people, each for their own agency."""
    if not may_follow_up(actor):
        raise PermissionDenied(_("Your function cannot log follow-ups."))


def require_exit_side(actor: Actor) -> None:
    """Answers, intakes and cases belong to the exit side alone."""
    if not is_exit_side(actor):
        raise PermissionDenied(_("Only the exit group can do this."))


def require_letters(actor: Actor) -> None:
    """Letters and cards are printed by the exit group, and written by its administrator."""
    if not may_read_letters(actor):
        raise PermissionDenied(_("Only the exit group and its administrator can do this."))


def require_writing_letters(actor: Actor) -> None:
    """What is said to those who want out is decided in one place."""
    if not may_write_letters(actor):
        raise PermissionDenied(_("Only the exit service's administrator can write letters."))


def require_counting(actor: Actor) -> None:
    """Direct contacts are counted by the municipality's own caseworkers."""
    if not may_count(actor):
        raise PermissionDenied(_("Only social services count direct contacts."))
