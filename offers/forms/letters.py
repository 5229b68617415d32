"""What the exit service's administrator types into a letter or a card."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from offers import languages
from offers.forms.fields import OnceForm
from offers.models import Letter


class ChangeLetterForm(forms.Form):
    """The words, the number, and whether the text is in use."""

    heading = forms.CharField(
        label=_("Heading"), max_length=100, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=_(
            "Name nobody. An empty line begins a new paragraph. A card holds 240 characters."
        ),
    )
    telephone = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "inputmode": "tel"}),
    )
    is_in_use = forms.BooleanField(label=_("In use"), required=False, initial=True)


class LetterForm(OnceForm, ChangeLetterForm):
    field_order = ["kind", "language", "heading", "text", "telephone", "is_in_use"]
    kind = forms.ChoiceField(
        label=_("Letter or card"), choices=Letter.Kind, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages.choices)
