"""What can be done to the map, split by noun."""

from groups.actions.disclosing import (
    PARTS,
    ages_by_ref,
    ages_of,
    disclose_people,
    give_people,
    is_protected,
    items_of,
    own_people,
    protected_of,
)
from groups.actions.identities import change_identity
from groups.actions.incidents import record_incident, review_incident
from groups.actions.people import (
    REVIEW_AFTER,
    affiliate,
    confirm_person,
    end_affiliation,
    propose_person,
    tie_people,
)
from groups.actions.search import keys_of_copy, keys_of_identities, keys_of_people
from groups.actions.street import add_street_group, end_group_tie, tie_groups

__all__ = [
    "PARTS",
    "REVIEW_AFTER",
    "add_street_group",
    "affiliate",
    "ages_by_ref",
    "ages_of",
    "change_identity",
    "confirm_person",
    "disclose_people",
    "end_affiliation",
    "end_group_tie",
    "give_people",
    "is_protected",
    "items_of",
    "keys_of_copy",
    "keys_of_identities",
    "keys_of_people",
    "own_people",
    "propose_person",
    "protected_of",
    "record_incident",
    "review_incident",
    "tie_groups",
    "tie_people",
]
