"""What is typed into the pages of administration."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies import policies
from agencies.actions.tenants import MOVES
from agencies.founding import SHARED_KINDS
from agencies.models import Agreement, Interest, Office, Partnership, Posting, User
from agencies.scoping import Actor, Function

LONG = forms.Textarea(attrs={"rows": 4})
GIVEN = [(each.value, each.label) for each in Function if each != Function.FIGURES]
KINDS = {
    "street_group": _("Groups"),
    "group_tie": _("How groups stand to one another"),
    "incident": _("Incidents"),
    "callin": _("Call-ins"),
    "figures": _("The agency's own figures"),
    "release": _("The month's figures on support"),
    "briefing": _("Briefings"),
}


def staff_of(actor: Actor, functions: frozenset[str] = policies.EVERYONE):
    """People posted in the actor's own agency today, for a choice by name."""
    postings = Posting.objects.in_force(timezone.localdate()).filter(
        participation_id=actor.scope, function__in=functions
    )
    people = User.objects.filter(pk__in=postings.values("user_id"), is_active=True, is_system=False)
    return people.order_by("name", "pk")


class InviteForm(forms.Form):
    """An account and its first posting in one step: an account alone gives nothing."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=100)
    function = forms.ChoiceField(label=_("Function"), choices=GIVEN)
    need = forms.CharField(
        label=_("Why the function is needed"),
        help_text=_("The task, never a person it is about."),
        max_length=300,
    )
    trained_on = forms.DateField(label=_("Trained on"), required=False)
    from_on = forms.DateField(label=_("From"))
    to_on = forms.DateField(
        label=_("Until"), help_text=_("A year at most. It is renewed in one step.")
    )


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("The partnership is now"), widget=forms.RadioSelect)

    def __init__(self, *args, partnership: Partnership, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(Partnership.State.choices)
        self.fields["state"].choices = [
            (state, labels[state]) for state in MOVES[partnership.state]
        ]


class NeedForm(forms.Form):
    need = forms.CharField(
        label=_("Why the partnership is needed"),
        help_text=_("The problem in the place, in numbers and words. No person."),
        widget=LONG,
        max_length=4000,
    )


class InterestForm(forms.Form):
    interest = forms.CharField(
        label=_("What your agency wants and can give"), widget=LONG, max_length=2000
    )
    answer = forms.ChoiceField(
        label=_("Your agency's answer"), choices=Interest.Answer.choices, widget=forms.RadioSelect
    )


class DeciderForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who decides on requests for contact details"),
        help_text=_("Lag 2025:170 4 §. This person alone answers them for your agency."),
        to_field_name="ref",
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff_of(actor, policies.WORKING)


class DutyForm(forms.Form):
    decision = forms.CharField(
        label=_("What your lawyer has decided"),
        help_text=_("Lag 2025:170 6 §: what the agency must hand over, and what secrecy stops."),
        widget=LONG,
        max_length=4000,
    )
    decided_on = forms.DateField(label=_("Decided on"))


class LeaveForm(forms.Form):
    to_on = forms.DateField(label=_("Last day"))
    is_sure = forms.BooleanField(label=_("My agency has decided to leave the partnership"))


class StandingForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What partners may read"), choices=[(kind, KINDS[kind]) for kind in SHARED_KINDS]
    )
    number = forms.CharField(label=_("Number of the decision"), max_length=40)
    reason = forms.CharField(
        label=_("Why it does no harm to the work (OSL 18 kap.)"),
        help_text=_("Answered once for the kind. Each row can still be sealed. No person."),
        widget=LONG,
        max_length=4000,
    )
    decided_by = forms.ModelChoiceField(
        User.objects.none(), label=_("Decided by"), to_field_name="ref"
    )
    from_on = forms.DateField(label=_("From"))
    to_on = forms.DateField(label=_("Until"), help_text=_("Three years at most."))

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].queryset = staff_of(actor, policies.DECIDING)


class AgreementForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of agreement"), choices=Agreement.Kind.choices)
    purpose = forms.CharField(label=_("Purpose"), widget=LONG, max_length=4000)
    covers = forms.CharField(
        label=_("What data it covers"),
        help_text=_("Kinds of data and who is responsible for each. No person."),
        widget=LONG,
        max_length=4000,
    )
    from_on = forms.DateField(label=_("From"))
    valid_to = forms.DateField(label=_("Until"))


class SignForm(forms.Form):
    signatory_name = forms.CharField(label=_("Who signs"), max_length=100)
    signatory_title = forms.CharField(label=_("Title"), max_length=100)


class ReviewForm(forms.Form):
    due_on = forms.DateField(label=_("Day of the review"))


class CloseReviewForm(forms.Form):
    done_on = forms.DateField(label=_("Held on"))
    outcome = forms.CharField(
        label=_("What it led to"), help_text=_("No person."), widget=LONG, max_length=4000
    )


class OfficeForm(forms.Form):
    kind = forms.ChoiceField(label=_("Office"), choices=Office.Kind.choices)
    holder = forms.ModelChoiceField(User.objects.none(), label=_("Who"), to_field_name="ref")
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Deputy"),
        help_text=_("A coordinator must have one."),
        to_field_name="ref",
        required=False,
    )
    mandate = forms.CharField(
        label=_("Mandate"),
        help_text=_("The decision it rests on. A member of the steering group must have one."),
        max_length=200,
        required=False,
    )
    from_on = forms.DateField(label=_("From"))
    to_on = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("holder", "deputy"):
            self.fields[name].queryset = staff_of(actor)


def in_a_year() -> dict[str, object]:
    """A posting as it is mostly given."""
    today = timezone.localdate()
    return {"from_on": today, "to_on": today + timedelta(days=365)}
