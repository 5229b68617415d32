"""What is typed when one agency asks another, and when it answers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.models import LegalGround, Participation, Receiver, Round
from agencies.scoping import Actor
from agencies.seats import receivers_for

LONG = forms.Textarea(attrs={"rows": 4})
SHORT = forms.Textarea(attrs={"rows": 2})
A_WEEK = timedelta(days=7)
CONTACT_PARTS = {
    "address": _("Home address"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "workplace": _("Workplace"),
    "representative": _("Representative"),
    "accounts": _("User names and IP addresses"),
}


class OneFunction(forms.ModelChoiceField):
    """One function of another agency in the partnership, spelled out."""

    def label_from_instance(self, receiver: Receiver) -> str:
        return f"{receiver.participation.agency} – {receiver.get_function_display()}"


class OneAgency(forms.ModelChoiceField):
    """Another agency in the partnership."""

    def label_from_instance(self, participation: Participation) -> str:
        return str(participation.agency)


class WhyAndWhen(forms.Form):
    """The half of a request that is the same whatever is asked for."""

    purpose = forms.CharField(
        label=_("What you will use it for"),
        max_length=200,
        help_text=_("The task it is for, without anybody's name."),
    )
    need = forms.CharField(label=_("Why you need it"), widget=LONG, max_length=2000)
    answer_by = forms.DateField(label=_("Answer needed by"))
    urgency = forms.CharField(
        label=_("If it is urgent: why"), widget=SHORT, max_length=500, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["answer_by"].initial = timezone.localdate() + A_WEEK

    def asked(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("receiver", "who", "parts", "purpose", "need", "answer_by", "urgency")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class AskForm(WhyAndWhen):
    """What one agency wants to know of another, and on what it thinks it can be given."""

    receiver = OneFunction(Receiver.objects.none(), label=_("Whom you ask"), empty_label="–")
    who = forms.CharField(
        label=_("Whom it concerns, in words"),
        widget=SHORT,
        max_length=500,
        help_text=_("Enough for the agency asked to know whom you mean, and no more."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What you ask for"), widget=forms.CheckboxSelectMultiple
    )
    ground = forms.ModelChoiceField(
        LegalGround.objects.none(),
        label=_("On what ground it can be given"),
        help_text=_("Whether it is a duty or a possibility follows from the ground."),
        required=False,
        empty_label=_("I do not know"),
        to_field_name="code",
    )
    until = forms.DateField(label=_("Needed until"), required=False)

    field_order = [
        "receiver", "who", "parts", "purpose", "need", "ground", "until", "answer_by", "urgency",
    ]  # fmt: skip

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        parts: Mapping[str, str | Promise],
        is_known: bool = False,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = receivers_for(actor)
        self.fields["parts"].choices = list(parts.items())
        self.fields["ground"].queryset = LegalGround.objects.usable(timezone.localdate()).filter(
            receivers__contains=[actor.legal_home]
        )
        if is_known:
            del self.fields["who"]

    def asked(self) -> dict[str, Any]:
        return super().asked() | {name: self.cleaned_data[name] for name in ("ground", "until")}


class ContactForm(WhyAndWhen):
    """Contact details, from an agency: its named decision-maker answers, whoever it is about."""

    agency = OneAgency(Participation.objects.none(), label=_("Whom you ask"), empty_label="–")
    who = forms.CharField(label=_("Whom it concerns, in words"), widget=SHORT, max_length=500)
    parts = forms.MultipleChoiceField(
        label=_("What you ask for"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(CONTACT_PARTS.items()),
    )

    field_order = ["agency", "who", "parts", "purpose", "need", "answer_by", "urgency"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = (
            Participation.objects.filter(pk__in=actor.live)
            .exclude(pk=actor.scope)
            .select_related("agency")
            .order_by("agency__name")
        )

    def asked(self) -> dict[str, Any]:
        agency = self.cleaned_data["agency"]
        return super().asked() | {"receiver": Receiver(participation=agency)}


class RefuseForm(forms.Form):
    """No, with its reason: it is read by whoever asked."""

    reason = forms.CharField(
        label=_("Why it is refused"),
        help_text=_("Those who asked read this. Write nothing that is itself secret."),
        widget=LONG,
        max_length=2000,
    )


class ContactAnswerForm(forms.Form):
    """What the named decision-maker has decided, and what was given outside this service."""

    ANSWERS = [
        (Round.Form.PAPER, _("Given on paper")),
        (Round.Form.ORAL, _("Given aloud")),
        ("no", _("Not given")),
    ]
    answer = forms.ChoiceField(
        label=_("What you decide"), choices=ANSWERS, widget=forms.RadioSelect
    )
    special_reasons = forms.CharField(
        label=_("Whether there are exceptional reasons against it"),
        help_text=_("Stays with your decision function. Those who asked never read it."),
        widget=LONG,
        max_length=2000,
    )
    said_on = forms.DateField(
        label=_("Day it was given"),
        help_text=_("When something is given, fill in this and all that follows."),
        required=False,
    )
    words = forms.CharField(
        label=_("What was given, in words"),
        help_text=_("Those who asked read this for thirty days."),
        widget=SHORT,
        max_length=1000,
        required=False,
    )
    protection_checked = forms.CharField(
        label=_("How you checked whether the person needs protection"),
        widget=SHORT,
        max_length=1000,
        required=False,
    )
    child_note = forms.CharField(
        label=_("How the best interests of the child weighed, if the person may be under 18"),
        widget=SHORT,
        max_length=1000,
        required=False,
    )
    WHEN_GIVEN = ("said_on", "words", "protection_checked", "child_note")

    @property
    def is_given(self) -> bool:
        return self.cleaned_data.get("answer") in (Round.Form.PAPER, Round.Form.ORAL)

    def clean(self) -> dict[str, Any]:
        if self.is_given:
            for name in self.WHEN_GIVEN:
                if name not in self.errors and not self.cleaned_data.get(name):
                    missing = forms.ValidationError(_("Fill this in."), code="required")
                    self.add_error(name, missing)
        return self.cleaned_data

    def given(self) -> dict[str, Any]:
        """What the action takes when something was given."""
        names = (*self.WHEN_GIVEN, "special_reasons")
        told = {name: self.cleaned_data[name] for name in names}
        return told | {"form": self.cleaned_data["answer"]}
