"""What is typed, or only tapped, when a follow-up is logged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.scoping import Actor
from gvi.core.forms import LargeRadios
from offers.days import is_coming
from offers.forms.fields import (
    LONG,
    OnceForm,
    ResponsibleForm,
)
from offers.models import FollowUp


class FollowUpForm(OnceForm):
    """Three taps: the row, the outcome, save. The rest is filled in and folded away."""

    FOLDED = ("channel", "next_on", "note")
    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=FollowUp.Outcome, widget=LargeRadios
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=FollowUp.Channel, widget=forms.RadioSelect, required=False
    )
    next_on = forms.DateField(label=_("Next follow-up"), required=False, validators=[is_coming])
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=4000, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=4000)


class HandOutForm(ResponsibleForm):
    """Chosen rows of the page, given to one colleague."""

    chosen = forms.ModelMultipleChoiceField(
        FollowUp.objects.none(), label=_("Follow-ups"), to_field_name="ref"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["chosen"].queryset = FollowUp.objects.visible_to(actor).waiting()
