"""What is looked for in the ledger."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EntryFilterForm(forms.Form):
    ref = forms.UUIDField(label=_("Reference of a record"), required=False)
    action = forms.CharField(
        label=_("Action"),
        max_length=50,
        required=False,
        help_text=_("The code under the words, such as person.read."),
    )
