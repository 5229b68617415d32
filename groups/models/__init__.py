"""People, street groups and incidents."""

from groups.models.incidents import Incident, IncidentDetail
from groups.models.people import Identity, Person, PersonGrant, PersonTie
from groups.models.search import SearchKey
from groups.models.street import Affiliation, GroupTie, StreetGroup

__all__ = [
    "Affiliation",
    "GroupTie",
    "Identity",
    "Incident",
    "IncidentDetail",
    "Person",
    "PersonGrant",
    "PersonTie",
    "SearchKey",
    "StreetGroup",
]
