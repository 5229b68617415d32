"""Offers, the exit side's answers, intakes and cases, and follow-ups."""

from offers.models.assessments import Area, CaseAssessment, Condition, Need
from offers.models.cases import Case, CaseGrant
from offers.models.followups import FollowUp
from offers.models.intakes import DirectContact, Intake
from offers.models.journeys import LeavingStage, Step
from offers.models.letters import Letter
from offers.models.notes import Meeting, Note, Objection
from offers.models.offers import Offer, OfferAnswer
from offers.models.plans import Cost, Goal, Measure, Provider, ProviderCheck
from offers.models.watch import Absence, HandOver, Reminder, ReminderSetting

__all__ = [
    "Absence",
    "Area",
    "Case",
    "CaseAssessment",
    "CaseGrant",
    "Condition",
    "Cost",
    "DirectContact",
    "FollowUp",
    "Goal",
    "HandOver",
    "Intake",
    "LeavingStage",
    "Letter",
    "Measure",
    "Meeting",
    "Need",
    "Note",
    "Objection",
    "Offer",
    "OfferAnswer",
    "Provider",
    "ProviderCheck",
    "Reminder",
    "ReminderSetting",
    "Step",
]
