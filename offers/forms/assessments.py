"""What is typed when something is assessed: how it stands, the threat, a need, conditions."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.days import has_come
from offers.forms.fields import LONG, OnceForm
from offers.models import Area, CaseAssessment

ASSESSMENTS = [each for each in CaseAssessment.Kind.choices if each[0] != "threat"]


class AssessForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Which assessment"), choices=ASSESSMENTS, widget=forms.RadioSelect
    )
    assessed_on = forms.DateField(
        label=_("Assessed on"), initial=timezone.localdate, validators=[has_come]
    )
    summary = forms.CharField(label=_("What you assessed"), widget=LONG, max_length=4000)


class ThreatForm(OnceForm):
    level = forms.ChoiceField(
        label=_("How serious the threat is"),
        choices=CaseAssessment.Level,
        widget=forms.RadioSelect,
    )
    assessed_on = forms.DateField(
        label=_("Assessed on"), initial=timezone.localdate, validators=[has_come]
    )
    summary = forms.CharField(
        label=_("What the assessment rests on"),
        widget=LONG,
        max_length=4000,
        help_text=_("Never write where the person is."),
    )
    threat_from = forms.CharField(
        label=_("Who the threat comes from"), widget=LONG, max_length=2000, required=False
    )
    relatives = forms.CharField(
        label=_("Relatives at risk"),
        widget=LONG,
        max_length=2000,
        required=False,
        help_text=_("Who, and in what way. Never write where they are."),
    )


class NeedForm(OnceForm):
    area = forms.ChoiceField(label=_("Part of life"), choices=Area, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What is needed"), widget=LONG, max_length=2000, required=False)
    seen_on = forms.DateField(
        label=_("Noticed on"), initial=timezone.localdate, validators=[has_come]
    )


class MeetNeedForm(forms.Form):
    met_on = forms.DateField(
        label=_("Fulfilled on"), initial=timezone.localdate, validators=[has_come]
    )


class ConditionForm(OnceForm):
    text = forms.CharField(
        label=_("What the person has signed"),
        widget=LONG,
        max_length=4000,
        help_text=_("What your service does, and what the person does."),
    )
    signed_on = forms.DateField(
        label=_("Signed on"), initial=timezone.localdate, validators=[has_come]
    )
    kept_at = forms.CharField(
        label=_("Where the signed paper is kept"),
        max_length=100,
        required=False,
        help_text=_("For example the number of the record and the page."),
    )
