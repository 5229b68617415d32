"""What is typed into the briefings' pages. Forms clean and offer choices; they never save."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gvi.briefings.models import Issue
from gvi.core.forms import InlineRadios

YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]


class IssueFilterForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("For"), choices=[("", _("Both audiences")), *Issue.Audience.choices], required=False
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=1900,
        max_value=2999,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )


class NarrativeForm(forms.Form):
    narrative = forms.CharField(
        label=_("The situation in your own words"),
        help_text=_("No names, no code names and nothing about help to leave."),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=6000,
    )


class CapacityForm(forms.Form):
    phone_staffed = forms.TypedChoiceField(
        label=_("Is the phone staffed?"),
        choices=YES_OR_NO,
        coerce=lambda answer: answer == "yes",
        widget=InlineRadios,
    )
    takes_cases = forms.TypedChoiceField(
        label=_("Can you take new cases?"),
        choices=YES_OR_NO,
        coerce=lambda answer: answer == "yes",
        widget=InlineRadios,
    )
