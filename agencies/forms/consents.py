"""What is typed about a consent."""

from collections.abc import Mapping
from datetime import date, timedelta

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.grounds import Ages, age_limit
from agencies.models import Consent, Posting, Receiver
from agencies.scoping import Actor

LONG = forms.Textarea(attrs={"rows": 4})
HALF_A_YEAR = timedelta(days=180)
OF_MINORS = ("given_by", "maturity", "guardian_harm")


class FunctionsChoice(forms.ModelMultipleChoiceField):
    """Functions of the other agencies in the partnership, spelled out."""

    def label_from_instance(self, receiver: Receiver) -> str:
        return f"{receiver.participation.agency} – {receiver.get_function_display()}"


class ConsentForm(forms.Form):
    """Whom the person lets you tell what, why and until when; of a minor, who said yes."""

    receivers = FunctionsChoice(
        Receiver.objects.none(), label=_("Whom you may tell"), widget=forms.CheckboxSelectMultiple
    )
    parts = forms.MultipleChoiceField(
        label=_("What you may tell"), widget=forms.CheckboxSelectMultiple
    )
    data = forms.CharField(
        label=_("What the person has said yes to, in words"),
        help_text=_("So that the person would recognise it. One purpose, no more than is needed."),
        widget=LONG,
        max_length=2000,
    )
    purpose = forms.CharField(label=_("What it is for"), max_length=200)
    form = forms.ChoiceField(
        label=_("How it was given"), choices=Consent.Form, widget=forms.RadioSelect
    )
    is_adult = forms.BooleanField(
        label=_("I know that the person is 18 or older"),
        help_text=_(
            "Whoever may be younger is treated as a child, and you answer the three below."
        ),
        required=False,
    )
    given_by = forms.MultipleChoiceField(
        label=_("Who has said yes"),
        help_text=_(
            "Who decides depends on age and maturity: the young person, a guardian, or both."
        ),
        choices=Consent.Giver,
        widget=forms.CheckboxSelectMultiple,
    )
    maturity = forms.CharField(
        label=_("How mature the young person is, and how you assessed it"),
        widget=LONG,
        max_length=2000,
    )
    guardian_harm = forms.CharField(
        label=_("Whether the young person could be harmed if a guardian knows"),
        widget=LONG,
        max_length=2000,
    )
    given_on = forms.DateField(label=_("Given on"))
    expires_on = forms.DateField(
        label=_("Lasts until"), help_text=_("A year at most. Ask again after that.")
    )

    def __init__(
        self, *args, actor: Actor, parts: Mapping[str, str | Promise], ages: Ages, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.ages = ages
        today = timezone.localdate()
        self.fields["given_on"].initial = today
        self.fields["expires_on"].initial = today + HALF_A_YEAR
        self.fields["parts"].choices = list(parts.items())
        held = Posting.objects.in_force(today).filter(
            participation=OuterRef("participation"),
            function=OuterRef("function"),
            user__is_active=True,
        )
        self.fields["receivers"].queryset = (
            Receiver.objects.filter(Exists(held), participation_id__in=actor.live)
            .exclude(participation_id=actor.scope)
            .select_related("participation__agency")
            .order_by("participation__agency__name", "function")
        )
        is_unknown = ages.least is None
        for name in OF_MINORS:
            self.fields[name].required = not (is_unknown and self.data.get("is_adult"))
        unasked = () if ages.may_be_child else OF_MINORS
        for name in unasked if is_unknown else (*unasked, "is_adult"):
            del self.fields[name]

    def consent(self) -> dict:
        """What the action takes."""
        values = dict(self.cleaned_data)
        if values.pop("is_adult", False):
            values |= {"given_by": [Consent.Giver.SELF], "maturity": "", "guardian_harm": ""}
            values["ages"] = Ages(age_limit("child", self.ages.on), None, self.ages.on)
        return {"ages": self.ages} | values


class WithdrawConsentForm(forms.Form):
    withdrawn_on = forms.DateField(label=_("Withdrawn on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["withdrawn_on"].initial = timezone.localdate()

    def clean_withdrawn_on(self) -> date:
        day = self.cleaned_data["withdrawn_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day cannot lie ahead."))
        return day
