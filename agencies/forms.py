"""What is typed into this app's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Participation


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class SwitchForm(forms.Form):
    """The participations one has postings in."""

    participation = forms.ModelChoiceField(Participation.objects.none())

    def __init__(self, *args, scopes: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participation"].queryset = Participation.objects.filter(pk__in=scopes)


class EntryFilterForm(forms.Form):
    ref = forms.UUIDField(label=_("Reference of a record"), required=False)
    action = forms.CharField(
        label=_("Action"),
        max_length=50,
        required=False,
        help_text=_("The code under the words, such as person.read."),
    )
