"""What is typed into a case: opening and changing it, its steps, pausing, closing, reopening."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers import guards, reminders
from offers.days import has_come, is_coming, is_within_reach
from offers.forms.fields import LONG, NARROW, OnceForm, ResponsibleForm, tomorrow
from offers.models import Case, LeavingStage

AFTER_CARE_LASTS = timedelta(days=365)


def in_ninety_days() -> Any:
    return timezone.localdate() + reminders.AFTER_CARE


def in_a_year() -> Any:
    return timezone.localdate() + AFTER_CARE_LASTS


class CaseForm(ResponsibleForm):
    """What a case is opened with and what can be changed in it."""

    field_order = [
        "called",
        "setting",
        "police_status",
        "confirmed",
        "social_status",
        "responsible",
        "rhythm_days",
        "next_on",
    ]
    called = forms.CharField(
        label=_("What the person is called"),
        max_length=60,
        required=False,
        help_text=_("The case keeps this itself. It needs nobody on the map."),
    )
    setting = forms.ChoiceField(
        label=_("What the person is leaving"),
        choices=Case.Setting,
        initial=Case.Setting.CRIMINAL,
    )
    police_status = forms.ChoiceField(
        label=_("The police's exit case"),
        choices=Case.PoliceStatus,
        initial=Case.PoliceStatus.NONE,
    )
    social_status = forms.ChoiceField(
        label=_("Social services' case"),
        choices=Case.SocialStatus,
        initial=Case.SocialStatus.NONE,
        help_text=_("The two never depend on one another."),
    )
    rhythm_days = forms.IntegerField(
        label=_("Days between follow-ups"),
        min_value=1,
        max_value=90,
        initial=7,
        widget=forms.NumberInput(attrs=NARROW),
    )

    confirmed = forms.BooleanField(
        label=_("The police have opened their case all the same"), required=False
    )

    def __init__(self, *args: Any, confirms: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not confirms:
            del self.fields["confirmed"]


class NewCaseForm(CaseForm):
    """Social services' decision is a step of the case, so no case begins with it."""

    next_on = forms.DateField(label=_("First follow-up"), initial=tomorrow, validators=[is_coming])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["social_status"].choices = [
            each for each in Case.SocialStatus.choices if each[0] != Case.SocialStatus.DECIDED
        ]


class StepForm(OnceForm):
    """A step of the case. Those that are not needed are never recorded."""

    kind = forms.ChoiceField(
        label=_("Step"),
        choices=[(each.value, each.label) for each in guards.RECORDED],
        widget=forms.RadioSelect,
    )
    came_on = forms.DateField(
        label=_("Came to it on"), initial=timezone.localdate, validators=[has_come]
    )
    decision_reference = forms.CharField(
        label=_("Reference of the decision"),
        max_length=60,
        required=False,
        help_text=_("Needed for the step Decision on support."),
    )
    reason = forms.CharField(
        label=_("Reason or legal ground"),
        widget=LONG,
        max_length=2000,
        required=False,
        help_text=_("Needed for the plan when no consent is in force."),
    )


class StageForm(OnceForm):
    stage = forms.ChoiceField(
        label=_("How far the person has come"),
        choices=LeavingStage.Stage,
        widget=forms.RadioSelect,
        help_text=_("Earlier judgements stay, each with its day."),
    )
    judged_on = forms.DateField(
        label=_("Judged on"), initial=timezone.localdate, validators=[has_come]
    )


class PauseForm(forms.Form):
    reason = forms.CharField(label=_("Why the case is paused"), widget=LONG, max_length=2000)
    next_on = forms.DateField(
        label=_("Look in on the person on"),
        help_text=_("Within 90 days. What waits, waits until then."),
        validators=[is_coming],
    )


class ResumeForm(forms.Form):
    next_on = forms.DateField(label=_("Next follow-up"), initial=tomorrow, validators=[is_coming])
    reason = forms.CharField(label=_("Reason"), widget=LONG, max_length=2000, required=False)


class ReopenCaseForm(ResponsibleForm):
    field_order = ["reason", "responsible", "rhythm_days", "next_on"]
    reason = forms.CharField(label=_("Why the case is opened again"), widget=LONG, max_length=2000)
    rhythm_days = forms.IntegerField(
        label=_("Days between follow-ups"),
        min_value=1,
        max_value=90,
        initial=7,
        widget=forms.NumberInput(attrs=NARROW),
    )
    next_on = forms.DateField(label=_("First follow-up"), initial=tomorrow, validators=[is_coming])


class CloseCaseForm(forms.Form):
    """How it ended, why, and how long the person is looked in on after it."""

    ending = forms.ChoiceField(
        label=_("How it ended"),
        choices=[each for each in Case.Ending.choices if each[0] != Case.Ending.TAKEN_OVER],
        widget=forms.RadioSelect,
    )
    closed_on = forms.DateField(
        label=_("Closed on"), initial=timezone.localdate, validators=[has_come]
    )
    reason = forms.CharField(label=_("Why it ended"), widget=LONG, max_length=2000)
    evaluation = forms.CharField(
        label=_("How the support went"),
        widget=LONG,
        max_length=4000,
        required=False,
        help_text=_("What helped, what did not, and what is left."),
    )
    next_on = forms.DateField(
        label=_("Look in on the person on"),
        help_text=_("Help stays open: nobody is dropped when a case is closed."),
        initial=in_ninety_days,
        validators=[is_coming],
    )
    rhythm_days = forms.IntegerField(
        label=_("Days between follow-ups in after-care"),
        min_value=1,
        max_value=90,
        initial=reminders.AFTER_CARE.days,
        widget=forms.NumberInput(attrs=NARROW),
    )
    aftercare_until = forms.DateField(
        label=_("After-care until"),
        help_text=_("Follow-ups go on until this day, at most five years."),
        initial=in_a_year,
        validators=[is_within_reach],
    )
