"""What is typed about disclosures."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class ApproveTemplateForm(forms.Form):
    lawyer = forms.CharField(
        label=_("The lawyer who has read it"),
        help_text=_("The name of your agency's lawyer, as it stands in the template from now on."),
        max_length=100,
    )
