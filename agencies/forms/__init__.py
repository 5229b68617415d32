"""What is typed into this app's pages."""

from agencies.forms.disclosures import WithdrawForm
from agencies.forms.ledger import EntryFilterForm
from agencies.forms.session import SwitchForm

__all__ = ["EntryFilterForm", "SwitchForm", "WithdrawForm"]
