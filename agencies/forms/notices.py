"""What is typed round what has been disclosed: corrections, reasons, reviews."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NothingForm(forms.Form):
    """A page where only yes is said."""


class CorrectForm(forms.Form):
    text = forms.CharField(
        label=_("What was wrong"),
        help_text=_("What the receivers should no longer rely on. Not the new wording."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class OpenCopyForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is opened"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class ReviewForm(forms.Form):
    outcome = forms.CharField(
        label=_("What the review found"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    signed = forms.BooleanField(label=_("I have reviewed the decision, and sign for it"))
