"""What is typed into the pages of offers and the exit side. Forms clean; they never save."""

from offers.forms.assessments import (
    AssessForm,
    ConditionForm,
    MeetNeedForm,
    NeedForm,
    ThreatForm,
)
from offers.forms.cases import CaseForm, CloseCaseForm, NewCaseForm
from offers.forms.followups import FollowUpForm, HandOutForm, NoteForm
from offers.forms.handovers import HandOverForm
from offers.forms.intakes import DirectContactForm, IntakeForm, MeetingForm
from offers.forms.offers import AnswerForm, CallinOffersForm, OfferForm
from offers.forms.plans import (
    CostForm,
    EndGoalForm,
    EndMeasureForm,
    GoalForm,
    MeasureForm,
    ReviewGoalForm,
)
from offers.forms.providers import ChangeProviderForm, CheckForm, ProviderForm

__all__ = [
    "AnswerForm",
    "AssessForm",
    "CallinOffersForm",
    "CaseForm",
    "ChangeProviderForm",
    "CheckForm",
    "CloseCaseForm",
    "ConditionForm",
    "CostForm",
    "DirectContactForm",
    "EndGoalForm",
    "EndMeasureForm",
    "FollowUpForm",
    "GoalForm",
    "HandOutForm",
    "HandOverForm",
    "IntakeForm",
    "MeasureForm",
    "MeetNeedForm",
    "MeetingForm",
    "NeedForm",
    "NewCaseForm",
    "NoteForm",
    "OfferForm",
    "ProviderForm",
    "ReviewGoalForm",
    "ThreatForm",
]
