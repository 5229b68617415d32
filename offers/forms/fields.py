"""What the forms share: first values, and the two forms the others begin from."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.scoping import Actor
from offers import reminders

LONG = forms.Textarea(attrs={"rows": 4})
NARROW = {"class": "govuk-input--width-3"}


def this_minute() -> datetime:
    return timezone.localtime().replace(second=0, microsecond=0)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


class OnceForm(forms.Form):
    """A form that brings a key, so that pressing twice saves once."""

    fields: dict[str, Any]
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class ResponsibleForm(OnceForm):
    """A form in which a colleague is named; oneself until someone else is chosen."""

    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Responsible"), to_field_name="ref"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people = reminders.colleagues(actor)
        self.fields["responsible"].queryset = people
        self.fields["responsible"].empty_label = None
        mine = people.filter(pk=actor.user_id).values_list("ref", flat=True).first()
        self.initial.setdefault("responsible", mine)
