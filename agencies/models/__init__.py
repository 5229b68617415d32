"""Tenants and staff, disclosures, the ledger."""

from agencies.models.disclosures import Delivery, DisclosedItem, Disclosure, LegalGround
from agencies.models.ledger import Entry, Seal
from agencies.models.staff import Posting, Receiver, Token, User
from agencies.models.tenants import (
    Agency,
    Agreement,
    Participation,
    Partnership,
    StandingDecision,
)

__all__ = [
    "Agency",
    "Agreement",
    "Delivery",
    "DisclosedItem",
    "Disclosure",
    "Entry",
    "LegalGround",
    "Participation",
    "Partnership",
    "Posting",
    "Receiver",
    "Seal",
    "StandingDecision",
    "Token",
    "User",
]
