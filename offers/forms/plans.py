"""What is typed about the plan of a case."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.days import is_within_reach
from offers.forms.fields import OnceForm
from offers.models import Measure


class MeasureForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Kind of measure"), choices=Measure.Kind, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(
        label=_("From"), initial=timezone.localdate, validators=[is_within_reach]
    )
    ends_on = forms.DateField(label=_("To"), required=False, validators=[is_within_reach])


class EndMeasureForm(forms.Form):
    ends_on = forms.DateField(
        label=_("Ended on"), initial=timezone.localdate, validators=[is_within_reach]
    )
