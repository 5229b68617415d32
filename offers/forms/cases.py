"""What is typed into a case: opening, changing, closing."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers import reminders
from offers.days import has_come, is_coming
from offers.forms.fields import (
    NARROW,
    ResponsibleForm,
    tomorrow,
)
from offers.models import Case


class CaseForm(ResponsibleForm):
    """What a case is opened with and what can be changed in it."""

    field_order = [
        "called",
        "police_status",
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


class NewCaseForm(CaseForm):
    next_on = forms.DateField(label=_("First follow-up"), initial=tomorrow, validators=[is_coming])


class CloseCaseForm(forms.Form):
    ending = forms.ChoiceField(
        label=_("How it ended"), choices=Case.Ending, widget=forms.RadioSelect
    )
    closed_on = forms.DateField(
        label=_("Closed on"), initial=timezone.localdate, validators=[has_come]
    )
    next_on = forms.DateField(
        label=_("Look in on the person on"),
        help_text=_("Help stays open: nobody is dropped when a case is closed."),
        initial=lambda: timezone.localdate() + reminders.AFTER_CARE,
        validators=[is_coming],
    )
