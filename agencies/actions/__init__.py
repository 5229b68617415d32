"""What can be done to tenants, disclosures and keys: one module for each noun."""

from agencies.actions.consents import (
    disclosures_resting_on,
    take_consent,
    withdraw_consent,
)
from agencies.actions.contacts import give_contact, refuse_contact, refuse_request
from agencies.actions.decisions import Assessed, Decision, Item, alike
from agencies.actions.disclosures import complete, correct, disclose, withdraw
from agencies.actions.drafts import DraftTooLong, drop_draft, save_draft
from agencies.actions.notices import acknowledge, open_copy
from agencies.actions.presses import once
from agencies.actions.requests import (
    answer_request,
    ask,
    askers_of,
    contact_ground,
    withdraw_request,
)
from agencies.actions.rounds import decision_in, drop_round, save_round, start_round
from agencies.actions.samples import review_sample
from agencies.actions.templates import approve_template, make_template, retire_template
from agencies.actions.tokens import issue_token

__all__ = [
    "Assessed",
    "Decision",
    "DraftTooLong",
    "Item",
    "acknowledge",
    "alike",
    "answer_request",
    "approve_template",
    "ask",
    "askers_of",
    "complete",
    "contact_ground",
    "correct",
    "decision_in",
    "disclose",
    "disclosures_resting_on",
    "drop_draft",
    "drop_round",
    "give_contact",
    "issue_token",
    "make_template",
    "once",
    "open_copy",
    "refuse_contact",
    "refuse_request",
    "retire_template",
    "review_sample",
    "save_draft",
    "save_round",
    "start_round",
    "take_consent",
    "withdraw",
    "withdraw_consent",
    "withdraw_request",
]
