"""What is typed into this app's pages."""

from agencies.forms.comparing import SavedFirst, Shown
from agencies.forms.consents import ConsentForm, WithdrawConsentForm
from agencies.forms.disclosures import ApproveTemplateForm, WithdrawForm
from agencies.forms.ledger import EntryFilterForm
from agencies.forms.notices import CorrectForm, NothingForm, OpenCopyForm, ReviewForm
from agencies.forms.requests import AskForm, ContactAnswerForm, ContactForm, RefuseForm
from agencies.forms.session import (
    KeyForm,
    LoginKeyForm,
    SwitchForm,
    UnlockForm,
    UnlockKeyForm,
)

__all__ = [
    "ApproveTemplateForm",
    "AskForm",
    "ConsentForm",
    "ContactAnswerForm",
    "ContactForm",
    "CorrectForm",
    "EntryFilterForm",
    "KeyForm",
    "LoginKeyForm",
    "NothingForm",
    "OpenCopyForm",
    "RefuseForm",
    "ReviewForm",
    "SavedFirst",
    "Shown",
    "SwitchForm",
    "UnlockForm",
    "UnlockKeyForm",
    "WithdrawConsentForm",
    "WithdrawForm",
]
