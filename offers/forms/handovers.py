"""What is typed when a contact or a case goes to a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.scoping import Actor
from offers import reminders
from offers.forms.fields import LONG, OnceForm


class HandOverForm(OnceForm):
    """The colleagues in service today, but for the one who answers for it already."""

    field_order = ["to", "note"]
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who takes over"),
        to_field_name="ref",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What they need to know"),
        widget=LONG,
        max_length=2000,
        required=False,
        help_text=_("Where you are, what you have promised, and what comes next."),
    )

    def __init__(self, *args: Any, actor: Actor, responsible: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = reminders.colleagues(actor).exclude(pk=responsible)
