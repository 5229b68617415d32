"""What is typed, or only tapped, when a follow-up is logged; and who is to have which."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.scoping import Actor
from gvi.core.forms import LargeRadios
from offers import reminders
from offers.days import has_been, is_coming
from offers.forms.fields import (
    LONG,
    OnceForm,
    ResponsibleForm,
    this_minute,
)
from offers.models import FollowUp


class FollowUpForm(OnceForm):
    """Three taps: the row, the outcome, save. The rest is filled in and folded away."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=FollowUp.Outcome, widget=LargeRadios
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=FollowUp.Channel, widget=forms.RadioSelect, required=False
    )
    done_at = forms.DateTimeField(label=_("When"), required=False, validators=[has_been])
    next_on = forms.DateField(label=_("Next follow-up"), required=False, validators=[is_coming])
    responsible = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Responsible for the next one"),
        to_field_name="ref",
        required=False,
        empty_label=_("As before"),
    )
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=4000, required=False)
    for_team = forms.BooleanField(label=_("Something to take up with the team"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = reminders.colleagues(actor)

    def clean_done_at(self) -> datetime | None:
        """What was filled in this very minute is now, to the second."""
        moment: datetime | None = self.cleaned_data["done_at"]
        return None if moment is not None and moment >= this_minute() else moment


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=4000)


class ChosenForm(forms.Form):
    """Chosen rows of the page."""

    fields: dict[str, Any]
    chosen = forms.ModelMultipleChoiceField(
        FollowUp.objects.none(),
        label=_("Follow-ups"),
        to_field_name="ref",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = FollowUp.objects.visible_to(actor).waiting()


class HandOutForm(ChosenForm, ResponsibleForm):
    """Chosen rows of the page, given to one colleague."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        ResponsibleForm.__init__(self, *args, actor=actor, **kwargs)
        self.fields["chosen"].queryset = FollowUp.objects.visible_to(actor).waiting()


class ProposalForm(forms.Form):
    """A proposal as it was shown: each follow-up beside the colleague it was meant for."""

    fields: dict[str, Any]
    given = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["given"].valid_value = lambda _text: True

    def clean_given(self) -> dict[FollowUp, User]:
        """Rows and colleagues as the actor sees them; what is no longer there is left out."""
        pairs = [pair for text in self.cleaned_data["given"] if (pair := _pair(text))]
        rows = FollowUp.objects.visible_to(self.actor).filter(ref__in=[row for row, _u in pairs])
        found = {row.ref: row for row in rows}
        people = {user.ref: user for user in reminders.colleagues(self.actor)}
        return {found[row]: people[user] for row, user in pairs if row in found and user in people}


def _pair(text: str) -> tuple[UUID, UUID] | None:
    row, _colon, user = text.partition(":")
    try:
        return UUID(row), UUID(user)
    except ValueError:
        return None
