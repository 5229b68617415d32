"""Who is away and who stands in; and how one wants to be reminded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.scoping import Actor
from offers import reminders
from offers.days import is_coming, is_within_reach
from offers.forms.fields import OnceForm


class AbsencePeriodForm(OnceForm):
    """Which days, and who answers meanwhile."""

    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Deputy"),
        to_field_name="ref",
        empty_label=_("Choose a colleague"),
        help_text=_("Sees the follow-ups as their own during these days."),
    )
    from_on = forms.DateField(label=_("Away from"), validators=[is_within_reach])
    to_on = forms.DateField(
        label=_("Away until"), validators=[is_coming], help_text=_("The last day away.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = reminders.colleagues(actor)


class AbsenceForm(AbsencePeriodForm):
    """Oneself until a colleague is chosen."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Who is away"), to_field_name="ref", empty_label=None
    )
    field_order = ("user", "deputy", "from_on", "to_on")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        people = list(reminders.colleagues(actor))
        self.fields["user"].queryset = reminders.colleagues(actor)
        mine = [user.ref for user in people if user.pk == actor.user_id]
        self.initial.setdefault("user", mine[0] if mine else None)


class ReminderSettingForm(forms.Form):
    by_mail = forms.BooleanField(
        label=_("Remind me by mail"),
        required=False,
        help_text=_("The mail only says that something waits. It names nobody."),
    )
    quiet_from = forms.TimeField(label=_("No mail from"))
    quiet_to = forms.TimeField(label=_("No mail until"))
    on_weekends = forms.BooleanField(label=_("Mail on Saturdays and Sundays too"), required=False)
