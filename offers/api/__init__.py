"""Offers and the exit side for other systems: the same doors and the same verbs as the pages."""

from offers.api.absences import AbsenceViewSet
from offers.api.cases import CaseViewSet
from offers.api.followups import FollowUpViewSet
from offers.api.handovers import HandOverViewSet
from offers.api.intakes import IntakeViewSet
from offers.api.letters import LetterViewSet
from offers.api.meetings import MeetingViewSet
from offers.api.notes import NoteViewSet, ObjectionViewSet
from offers.api.offers import OfferViewSet
from offers.api.plans import ProviderViewSet

__all__ = [
    "AbsenceViewSet",
    "CaseViewSet",
    "FollowUpViewSet",
    "HandOverViewSet",
    "IntakeViewSet",
    "LetterViewSet",
    "MeetingViewSet",
    "NoteViewSet",
    "ObjectionViewSet",
    "OfferViewSet",
    "ProviderViewSet",
]
