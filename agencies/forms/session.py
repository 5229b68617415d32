"""The choice of participation."""

from django import forms

from agencies.models import Participation


class SwitchForm(forms.Form):
    """The participations one has postings in."""

    participation = forms.ModelChoiceField(Participation.objects.none())

    def __init__(self, *args, scopes: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participation"].queryset = Participation.objects.filter(pk__in=scopes)
