"""What is typed into the pages of offers and the exit side. Forms clean; they never save."""

from offers.forms.absences import AbsenceForm, AbsencePeriodForm, ReminderSettingForm
from offers.forms.assessments import (
    AssessForm,
    ConditionForm,
    MeetNeedForm,
    NeedForm,
    ThreatForm,
)
from offers.forms.cases import (
    CaseForm,
    CloseCaseForm,
    NewCaseForm,
    PauseForm,
    ReopenCaseForm,
    ResumeForm,
    StageForm,
    StepForm,
)
from offers.forms.followups import ChosenForm, FollowUpForm, HandOutForm, NoteForm, ProposalForm
from offers.forms.handovers import HandOverForm
from offers.forms.intakes import (
    ChangeIntakeForm,
    CloseIntakeForm,
    CounsellingForm,
    DirectContactForm,
    IntakeForm,
    MeetingForm,
    ReopenForm,
)
from offers.forms.letters import ChangeLetterForm, LetterForm
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
    "AbsenceForm",
    "AbsencePeriodForm",
    "AnswerForm",
    "AssessForm",
    "CallinOffersForm",
    "CaseForm",
    "ChangeIntakeForm",
    "ChangeLetterForm",
    "ChangeProviderForm",
    "CheckForm",
    "ChosenForm",
    "CloseCaseForm",
    "CloseIntakeForm",
    "ConditionForm",
    "CostForm",
    "CounsellingForm",
    "DirectContactForm",
    "EndGoalForm",
    "EndMeasureForm",
    "FollowUpForm",
    "GoalForm",
    "HandOutForm",
    "HandOverForm",
    "IntakeForm",
    "LetterForm",
    "MeasureForm",
    "MeetNeedForm",
    "MeetingForm",
    "NeedForm",
    "NewCaseForm",
    "NoteForm",
    "OfferForm",
    "PauseForm",
    "ProposalForm",
    "ProviderForm",
    "ReminderSettingForm",
    "ReopenCaseForm",
    "ReopenForm",
    "ResumeForm",
    "ReviewGoalForm",
    "StageForm",
    "StepForm",
    "ThreatForm",
]
