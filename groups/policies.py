"""Which functions read and write the map."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from agencies.policies import DECIDING, WORKING
from agencies.scoping import Actor, Follows, Function, Granted, Owned, Shared

MAPPING = frozenset({Function.COORDINATION, Function.ANALYSIS, Function.CASEWORK})
LINKING = MAPPING | {Function.DECISION}  # never the exit group: police read who wrote a link
READING = WORKING | {Function.FIGURES}

STREET_GROUP = Shared(kind="street_group", read=READING, write=MAPPING)
GROUP_TIE = Shared(kind="group_tie", read=READING, write=MAPPING)
INCIDENT = Shared(kind="incident", read=READING, write=MAPPING)
INCIDENT_DETAIL = Owned(read=MAPPING, write=MAPPING)

PERSON = Granted(read=READING, write=MAPPING, grant="groups.PersonGrant", given="given_person")
IDENTITY = Owned(read=DECIDING - {Function.POLICE_EXIT}, write=MAPPING)
SEARCH_KEY = IDENTITY  # read through `wall.find_people`; else as who the person is
AFFILIATION = Follows(read=READING, write=LINKING, governor=PERSON, joins=("person",))
PERSON_TIE = Follows(read=READING, write=LINKING, governor=PERSON, joins=("person_a", "person_b"))


def may_map(actor: Actor) -> bool:
    """Whether the actor's functions write the map at all."""
    return actor.has(MAPPING)


def require_mapping(actor: Actor) -> None:
    """Only analysis, coordination and casework write the map."""
    if not may_map(actor):
        raise PermissionDenied(_("Your function cannot change the map."))


def may_link(actor: Actor) -> bool:
    """Whether the actor may say what links the people it sees."""
    return actor.has(LINKING)


def require_linking(actor: Actor) -> None:
    """Those who map, and those who decide, link the people they see: to groups, to one another."""
    if not may_link(actor):
        raise PermissionDenied(_("Your function cannot change the map."))
