"""What is typed into the register of providers."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.days import has_come
from offers.forms.fields import LONG, OnceForm
from offers.models import ProviderCheck
from offers.providers import organisation_number


class ProviderForm(OnceForm):
    name = forms.CharField(label=_("Name"), max_length=100)
    organisation_number = forms.CharField(
        label=_("Organisation number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits: 556016-0680."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric"}),
    )
    permit = forms.CharField(
        label=_("Permit"),
        max_length=100,
        required=False,
        help_text=_("Which permit, from whom, and until when."),
    )

    def clean_organisation_number(self) -> str:
        return organisation_number(self.cleaned_data["organisation_number"])


class ChangeProviderForm(ProviderForm):
    is_in_use = forms.BooleanField(
        label=_("Still in use"),
        required=False,
        help_text=_("One no longer in use cannot be chosen. It stays in the plans it was in."),
    )


class CheckForm(OnceForm):
    checked_on = forms.DateField(
        label=_("Controlled on"), initial=timezone.localdate, validators=[has_come]
    )
    outcome = forms.ChoiceField(
        label=_("What the control showed"), choices=ProviderCheck.Outcome, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was controlled, and how"),
        widget=LONG,
        max_length=4000,
        help_text=_("Write about the provider, never about anybody who is there."),
    )
