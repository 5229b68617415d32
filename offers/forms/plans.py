"""What is typed about the plan of a case: goals, measures and what they cost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.scoping import Actor
from offers import providers
from offers.days import has_come, is_coming, is_within_reach
from offers.forms.fields import LONG, OnceForm
from offers.models import Area, Case, Goal, Measure, Provider

MOST = 100_000_000  # kronor; more is a slip of the finger
NO_ADDRESS = _("Never write where the person lives. The address is only in your own record.")


class GoalForm(OnceForm):
    area = forms.ChoiceField(label=_("Part of life"), choices=Area, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What is to be reached"), widget=LONG, max_length=2000, help_text=NO_ADDRESS
    )
    starts_on = forms.DateField(
        label=_("From"), initial=timezone.localdate, validators=[is_within_reach]
    )
    review_on = forms.DateField(label=_("Look at it again on"), validators=[is_coming])


class ReviewGoalForm(forms.Form):
    review_on = forms.DateField(label=_("Look at it again on"), validators=[is_coming])


class EndGoalForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How it went"), choices=Goal.Outcome, widget=forms.RadioSelect
    )
    ended_on = forms.DateField(
        label=_("Ended on"), initial=timezone.localdate, validators=[has_come]
    )


class MeasureForm(OnceForm):
    """A measure of a case. It has no place for an address, and none for a note."""

    kind = forms.ChoiceField(
        label=_("Kind of measure"), choices=Measure.Kind, widget=forms.RadioSelect
    )
    goal = forms.ModelChoiceField(
        Goal.objects.none(),
        label=_("Goal"),
        to_field_name="ref",
        required=False,
        empty_label=_("On its own"),
    )
    provider = forms.ModelChoiceField(
        Provider.objects.none(),
        label=_("Provider"),
        to_field_name="ref",
        required=False,
        help_text=_("Those in your register that are in use and that no control has stopped."),
    )
    decision_reference = forms.CharField(
        label=_("Decision"),
        max_length=60,
        required=False,
        help_text=_("The number of the decision in your own record. Never an address."),
    )
    starts_on = forms.DateField(
        label=_("From"), initial=timezone.localdate, validators=[is_within_reach]
    )
    ends_on = forms.DateField(label=_("To"), required=False, validators=[is_within_reach])

    def __init__(
        self, *args: Any, actor: Actor, case: Case, measure: Measure | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        goals = Goal.objects.visible_to(actor).filter(case=case)
        chosen = [(each.ref, named(each)) for each in goals if offered(each, measure)]
        self.fields["goal"].queryset = goals
        self.fields["goal"].choices = [("", _("On its own")), *chosen]
        fit = list(providers.fit(actor))
        if measure is not None and measure.provider is not None and measure.provider not in fit:
            fit.append(measure.provider)  # what was chosen once may stay
        self.fields["provider"].queryset = Provider.objects.visible_to(actor)
        self.fields["provider"].choices = [
            ("", _("Nobody outside")),
            *((each.ref, each.name) for each in fit),
        ]


def offered(goal: Goal, measure: Measure | None) -> bool:
    """Goals that go on, and the one the measure stands under already."""
    return goal.ended_on is None or (measure is not None and measure.goal_id == goal.pk)


def named(goal: Goal) -> str:
    """A goal in a list: its part of life, and how it begins."""
    text = goal.text if len(goal.text) <= 60 else f"{goal.text[:59].rstrip()}…"
    return f"{goal.get_area_display()}: {text}"


class EndMeasureForm(forms.Form):
    ends_on = forms.DateField(
        label=_("Ended on"), initial=timezone.localdate, validators=[is_within_reach]
    )


class CostForm(OnceForm):
    kronor = forms.IntegerField(
        label=_("Kronor without VAT"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-10"}),
    )
    from_on = forms.DateField(label=_("Period from"), validators=[is_within_reach])
    to_on = forms.DateField(label=_("Period to"), validators=[is_within_reach])
    reference = forms.CharField(
        label=_("Reference"),
        max_length=60,
        required=False,
        help_text=_("For example the number of the invoice. Never a name, never an address."),
    )
