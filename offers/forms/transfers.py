"""What is typed when a case goes to another exit service."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.days import has_come

LONG = forms.Textarea(attrs={"rows": 3})


class TakenOverForm(forms.Form):
    """When the other service took over, and what was agreed."""

    closed_on = forms.DateField(
        label=_("Taken over on"), initial=timezone.localdate, validators=[has_come]
    )
    reason = forms.CharField(
        label=_("What was agreed on the hand-over"), widget=LONG, max_length=2000
    )
