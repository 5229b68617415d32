"""What is typed when someone gets in touch, and when contacts are only counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.days import has_been, is_coming
from offers.forms.fields import (
    LONG,
    NARROW,
    OnceForm,
    ResponsibleForm,
    this_minute,
)
from offers.models import FollowUp, Intake

MONTHS_BACK = 13


class ChangeIntakeForm(forms.Form):
    """What can be known of someone who got in touch, and changed later."""

    called = forms.CharField(
        label=_("What the person is called"),
        max_length=60,
        required=False,
        help_text=_("A first name or whatever they want to be called. It may be left empty."),
    )
    contact_way = forms.CharField(
        label=_("How to reach them"),
        max_length=100,
        required=False,
        help_text=_("For example a phone number, and when it is safe to call."),
    )
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=2000, required=False)
    rhythm_days = forms.IntegerField(
        label=_("Days between follow-ups"),
        min_value=1,
        max_value=90,
        initial=14,
        widget=forms.NumberInput(attrs=NARROW),
    )


class SourceForm(forms.Form):
    source = forms.ChoiceField(
        label=_("How the contact came"), choices=Intake.Source, widget=forms.RadioSelect
    )
    first_contact_at = forms.DateTimeField(
        label=_("First contact"), initial=this_minute, validators=[has_been]
    )


class IntakeForm(ResponsibleForm, SourceForm, ChangeIntakeForm):
    field_order = [
        "source",
        "called",
        "contact_way",
        "first_contact_at",
        "responsible",
        "rhythm_days",
        "note",
    ]


class CounsellingForm(OnceForm, SourceForm):
    """Anonymous counselling. There is no field in which anyone could be named."""

    field_order = ["source", "first_contact_at", "decision_reference"]
    decision_reference = forms.CharField(
        label=_("The board's decision"),
        max_length=60,
        help_text=_("Reference of the decision that no identity is documented (SoL 14:5)."),
    )


class CloseIntakeForm(forms.Form):
    ending = forms.ChoiceField(
        label=_("Why the contact is closed"), choices=Intake.Ending, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("More about why"), widget=LONG, max_length=1000, required=False
    )


class ReopenForm(OnceForm):
    field_order = ["channel", "note", "next_on"]
    channel = forms.ChoiceField(
        label=_("How they got in touch"),
        choices=FollowUp.Channel,
        initial=FollowUp.Channel.PHONE,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=2000, required=False)
    next_on = forms.DateField(
        label=_("Next follow-up"), initial=timezone.localdate, validators=[is_coming]
    )


class MeetingForm(OnceForm):
    met_at = forms.DateTimeField(
        label=_("When you met"), initial=this_minute, validators=[has_been]
    )


class DirectContactForm(forms.Form):
    fields: dict[str, Any]
    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)
    count = forms.IntegerField(
        label=_("How many got in touch"),
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs=NARROW),
    )
    accepted = forms.IntegerField(
        label=_("How many of them accepted help"),
        min_value=0,
        max_value=999,
        initial=0,
        widget=forms.NumberInput(attrs=NARROW),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        months = [month_before(timezone.localdate(), back) for back in range(MONTHS_BACK)]
        self.fields["month"].choices = [(day.isoformat(), f"{day:%Y-%m}") for day in months]


def month_before(day: date, back: int) -> date:
    """The first of the month, so many months back."""
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)
