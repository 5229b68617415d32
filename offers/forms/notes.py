"""What is typed into a note, when it is carried, and when the person says that it is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers import journal
from offers.days import has_come
from offers.forms.fields import OnceForm

TALL = forms.Textarea(attrs={"rows": 10})
SHORT = forms.Textarea(attrs={"rows": 3})
LONGEST = 10_000


class WriteNoteForm(OnceForm):
    """A note, kept as a draft or signed at once."""

    text = forms.CharField(label=_("Note"), widget=TALL, max_length=LONGEST)
    sign = forms.BooleanField(
        label=_("Sign at once"),
        help_text=_("A signed note is never changed. What was wrong is said in a new one."),
        required=False,
    )


class ChangeNoteForm(WriteNoteForm):
    """A draft that is opened again. It remembers which text it was opened with."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)


class SignNoteForm(forms.Form):
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class CarryForm(forms.Form):
    """Where the whole text stands from now on, and what is left of it here."""

    fields: dict[str, Any]
    reference = forms.CharField(
        label=_("Reference in your own record"),
        help_text=_("For example the number of the journal entry. No name and no identity number."),
        max_length=60,
    )
    carried_on = forms.DateField(
        label=_("Carried on"), initial=timezone.localdate, validators=[has_come]
    )
    summary = forms.CharField(
        label=_("What is to stand here instead"),
        help_text=_("Without a summary the first words of the text stay."),
        widget=SHORT,
        max_length=journal.SUMMARY,
        required=False,
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_mine: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_mine:
            del self.fields["summary"]


class ObjectionForm(OnceForm):
    text = forms.CharField(
        label=_("What the person says is wrong"),
        help_text=_("In the person's own words, as far as you can."),
        widget=TALL,
        max_length=LONGEST,
    )
    said_on = forms.DateField(label=_("Said on"), initial=timezone.localdate, validators=[has_come])
