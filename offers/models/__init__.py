"""Offers, the exit side's answers, intakes and cases, and follow-ups."""

from offers.models.cases import Case, CaseGrant, Measure
from offers.models.followups import FollowUp
from offers.models.intakes import DirectContact, Intake
from offers.models.offers import Offer, OfferAnswer

__all__ = [
    "Case",
    "CaseGrant",
    "DirectContact",
    "FollowUp",
    "Intake",
    "Measure",
    "Offer",
    "OfferAnswer",
]
