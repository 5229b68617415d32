"""What is typed when the police's exit group is asked, or a case is offered or taken over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Consent, Receiver, User
from agencies.scoping import Actor
from gvi.desk.exits.actions import other_exit_services, police_exit_groups
from gvi.desk.giving.forms import LOW, WeighingForm
from offers.actions.disclosing import ALWAYS, PARTS
from offers.days import is_coming
from offers.reminders import colleagues

A_MONTH = timedelta(days=30)
FIRST = ["receiver", "called", "who", "birth_year", "need", "consent", "child_note", "ends_on"]


class AgencyChoice(forms.ModelChoiceField):
    """One function of another agency, spelled out."""

    def label_from_instance(self, receiver: Receiver) -> str:
        return f"{receiver.participation.agency} – {receiver.get_function_display()}"


class ThreatCheckForm(WeighingForm):
    """Who it is, as far as the police's exit group needs to know, and why it may be told."""

    receiver = AgencyChoice(
        Receiver.objects.none(), label=_("Who is asked"), widget=forms.RadioSelect, empty_label=None
    )
    called = forms.CharField(label=_("What the person is called"), max_length=60)
    who = forms.CharField(
        label=_("Who it is, as far as they need to know"),
        help_text=_("It is told for this alone, and is not kept in the case."),
        widget=LOW,
        max_length=500,
    )
    birth_year = forms.IntegerField(
        label=_("Birth year"), min_value=1900, max_value=2100, required=False
    )
    consent = forms.ModelChoiceField(
        Consent.objects.none(),
        label=_("Consent it rests on"),
        to_field_name="ref",
        empty_label=_("None"),
        required=False,
    )
    ends_on = forms.DateField(label=_("They may read until"))
    conditions = forms.CharField(label=_("Conditions"), widget=LOW, max_length=1000, required=False)

    def __init__(
        self, *args: Any, actor: Actor, consents: QuerySet[Consent], called: str, **kwargs: Any
    ):
        super().__init__(*args, actor=actor, **kwargs)
        groups = police_exit_groups(actor)
        self.fields["receiver"].queryset = groups
        self.fields["receiver"].initial = next((each.pk for each in groups[:1]), None)
        self.fields["called"].initial = called
        self.fields["consent"].queryset = consents
        self.fields["ends_on"].initial = timezone.localdate() + A_MONTH
        self.order_fields(FIRST)

    def told(self, parts: Sequence[str]) -> dict[str, Any]:
        """What the action takes."""
        names = [*FIRST, "conditions"]
        found = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return found | {"assessed": self.assessed(parts)}


class NoForm(forms.Form):
    """A press on a button: nothing is typed."""


class TransferForm(forms.Form):
    """Which exit service is asked to take over, and what it is told first."""

    receiver = AgencyChoice(
        Receiver.objects.none(),
        label=_("Who is asked to take over"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    parts = forms.MultipleChoiceField(
        label=_("What they are told besides that there is a case"),
        choices=[(part, label) for part, label in PARTS.items() if part not in ALWAYS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = other_exit_services(actor)


class TakeOverForm(forms.Form):
    """Who works with the case here, and when it is followed up first."""

    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Responsible"), to_field_name="ref", empty_label=None
    )
    next_on = forms.DateField(label=_("First follow-up"), validators=[is_coming])
    rhythm_days = forms.IntegerField(label=_("Days between follow-ups"), min_value=1, max_value=90)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people = colleagues(actor)
        self.fields["responsible"].queryset = people
        self.fields["responsible"].initial = people.filter(pk=actor.user_id).first()
        self.fields["next_on"].initial = timezone.localdate() + timedelta(days=1)
        self.fields["rhythm_days"].initial = 7
