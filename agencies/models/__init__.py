"""Tenants and staff, disclosures, the ledger."""

from agencies.models.agreements import (
    Agreement,
    AgreementParty,
    AgreementReview,
    Interest,
    Office,
)
from agencies.models.consents import Consent
from agencies.models.disclosures import Delivery, DisclosedItem, Disclosure
from agencies.models.grounds import LegalGround
from agencies.models.ledger import Entry, Seal
from agencies.models.staff import Posting, Receiver, Token, User
from agencies.models.tenants import (
    Agency,
    Participation,
    Partnership,
    StandingDecision,
)

__all__ = [
    "Agency",
    "Agreement",
    "AgreementParty",
    "AgreementReview",
    "Consent",
    "Delivery",
    "DisclosedItem",
    "Disclosure",
    "Entry",
    "Interest",
    "LegalGround",
    "Office",
    "Participation",
    "Partnership",
    "Posting",
    "Receiver",
    "Seal",
    "StandingDecision",
    "Token",
    "User",
]
