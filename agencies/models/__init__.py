"""Tenants and staff, disclosures, the ledger."""

from agencies.models.agreements import (
    Agreement,
    AgreementParty,
    AgreementReview,
    Interest,
    Office,
)
from agencies.models.consents import Consent
from agencies.models.disclosures import Delivery, DisclosedItem, Disclosure, Weighing
from agencies.models.drafts import Draft
from agencies.models.grounds import LegalGround
from agencies.models.ledger import Entry, Seal
from agencies.models.presses import Press
from agencies.models.requests import (
    Acknowledgement,
    Answer,
    Notice,
    Opening,
    Request,
    Sample,
)
from agencies.models.rounds import Assessment, DisclosureTemplate, Line, Round
from agencies.models.staff import Posting, Receiver, Token, User
from agencies.models.tenants import (
    Agency,
    Participation,
    Partnership,
    StandingDecision,
)

__all__ = [
    "Acknowledgement",
    "Agency",
    "Agreement",
    "AgreementParty",
    "AgreementReview",
    "Answer",
    "Assessment",
    "Consent",
    "Delivery",
    "DisclosedItem",
    "Disclosure",
    "DisclosureTemplate",
    "Draft",
    "Entry",
    "Interest",
    "LegalGround",
    "Line",
    "Notice",
    "Office",
    "Opening",
    "Participation",
    "Partnership",
    "Posting",
    "Press",
    "Receiver",
    "Request",
    "Round",
    "Sample",
    "Seal",
    "StandingDecision",
    "Token",
    "User",
    "Weighing",
]
