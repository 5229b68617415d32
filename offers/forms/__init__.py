"""What is typed into the pages of offers and the exit side. Forms clean; they never save."""

from offers.forms.cases import CaseForm, CloseCaseForm, NewCaseForm
from offers.forms.followups import FollowUpForm, HandOutForm, NoteForm
from offers.forms.handovers import HandOverForm
from offers.forms.intakes import DirectContactForm, IntakeForm, MeetingForm
from offers.forms.offers import AnswerForm, CallinOffersForm, OfferForm
from offers.forms.plans import EndMeasureForm, MeasureForm

__all__ = [
    "AnswerForm",
    "CallinOffersForm",
    "CaseForm",
    "CloseCaseForm",
    "DirectContactForm",
    "EndMeasureForm",
    "FollowUpForm",
    "HandOutForm",
    "HandOverForm",
    "IntakeForm",
    "MeasureForm",
    "MeetingForm",
    "NewCaseForm",
    "NoteForm",
    "OfferForm",
]
