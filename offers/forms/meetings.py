"""What is typed about a coordination meeting."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from agencies.models import Disclosure, Receiver
from agencies.scoping import Actor
from agencies.seats import receivers_for
from gvi.core.templatetags.page import day
from offers import brought
from offers.days import has_come
from offers.forms.fields import OnceForm
from offers.models import Case, Meeting

LONG = forms.Textarea(attrs={"rows": 6})


class Functions(forms.ModelMultipleChoiceField):
    """Functions of the other agencies, spelled out."""

    def label_from_instance(self, receiver: Receiver) -> str:
        return f"{receiver.participation.agency} – {receiver.get_function_display()}"


class Papers(forms.ModelMultipleChoiceField):
    """Decisions to disclose: whose, what for and when."""

    def label_from_instance(self, disclosure: Disclosure) -> str:
        told = {
            "agency": disclosure.scope.agency,
            "purpose": disclosure.purpose,
            "day": day(disclosure.decided_at),
        }
        return _now("%(agency)s: %(purpose)s, decided on %(day)s") % told


class CaseMeetingForm(OnceForm):
    """When it was, who took part, what was agreed, and which decisions were on the table."""

    fields: dict[str, Any]
    held_on = forms.DateField(
        label=_("Date of the meeting"), initial=timezone.localdate, validators=[has_come]
    )
    receivers = Functions(
        Receiver.objects.none(),
        label=_("Who took part besides your own group"),
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.CharField(
        label=_("What was agreed"),
        help_text=_("Who does what, and when. Not what another agency has not disclosed."),
        widget=LONG,
        max_length=4000,
    )
    papers = Papers(
        Disclosure.objects.none(),
        label=_("What had been disclosed for the meeting"),
        help_text=_("Your own decisions about the case, and what others have disclosed to you."),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="ref",
        required=False,
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        case: Case,
        meeting: Meeting | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        chosen: Collection[UUID] = meeting.papers if meeting else ()
        self.fields["papers"].queryset = brought.to_choose(actor, case, chosen)
        possible = receivers_for(actor)
        if meeting:
            there = Receiver.objects.filter(pk__in=meeting.receivers)
            possible = Receiver.objects.filter(pk__in=[each.pk for each in (*possible, *there)])
            possible = possible.select_related("participation__agency")
            possible = possible.order_by("participation__agency__name", "function")
        self.fields["receivers"].queryset = possible
        if not self.fields["papers"].queryset.exists():
            del self.fields["papers"]
