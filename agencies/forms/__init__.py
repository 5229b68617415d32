"""What is typed into this app's pages."""

from agencies.forms.consents import ConsentForm, WithdrawConsentForm
from agencies.forms.disclosures import WithdrawForm
from agencies.forms.ledger import EntryFilterForm
from agencies.forms.session import SwitchForm

__all__ = [
    "ConsentForm",
    "EntryFilterForm",
    "SwitchForm",
    "WithdrawConsentForm",
    "WithdrawForm",
]
