"""What is typed when something is given urgently, aloud or onward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actions import Assessed
from agencies.grounds import Ages, Crossing, possible_grounds
from agencies.models import (
    DisclosedItem,
    Disclosure,
    DisclosureTemplate,
    LegalGround,
    Receiver,
    Round,
)
from agencies.provisions import Provision
from agencies.scoping import Actor
from agencies.seats import receivers_for
from groups.models import Person
from gvi.desk.giving.actions import receivers_beside

LOW = forms.Textarea(attrs={"rows": 2})
TALL = forms.Textarea(attrs={"rows": 4})


class ReceiversChoice(forms.ModelMultipleChoiceField):
    """Functions of the other agencies, spelled out."""

    def label_from_instance(self, receiver: Receiver) -> str:
        return f"{receiver.participation.agency} – {receiver.get_function_display()}"


def grounds_between(
    actor: Actor,
    homes: Iterable[str],
    provisions: Iterable[Provision],
    ages: Ages,
    *,
    on: date,
    is_emergency: bool,
    has_consent: bool = False,
) -> list[LegalGround]:
    """The grounds that can answer one of the provisions towards one of the receivers."""
    found: dict[int, LegalGround] = {}
    for home in dict.fromkeys(homes):
        for provision in provisions:
            crossing = Crossing(
                giver=actor.legal_home,
                receivers=frozenset({home}),
                provision=provision.code,
                ages=ages,
                on=on,
                is_emergency=is_emergency,
                has_consent=has_consent,
            )
            found |= {ground.pk: ground for ground in possible_grounds(crossing)}
    return sorted(found.values(), key=lambda ground: (ground.position, ground.code))


def homes_of(receivers: Iterable[Receiver]) -> list[str]:
    return [each.participation.agency.legal_home for each in receivers]


class UrgentForm(forms.Form):
    """Whom it concerns or what is said, to whom, on what ground: nothing else is asked now."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Whom it concerns"),
        to_field_name="ref",
        required=False,
        empty_label=gettext_lazy("Nobody on the map"),
    )
    another = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("One more"),
        to_field_name="ref",
        required=False,
        empty_label="–",
    )
    with_identity = forms.BooleanField(
        label=gettext_lazy("Include name and birth year"), required=False
    )
    words = forms.CharField(
        label=gettext_lazy("What is said"), widget=LOW, max_length=2000, required=False
    )
    receivers = ReceiversChoice(
        Receiver.objects.none(),
        label=gettext_lazy("Who may read"),
        widget=forms.CheckboxSelectMultiple,
    )
    ground = forms.ModelChoiceField(
        LegalGround.objects.none(),
        label=gettext_lazy("Ground"),
        to_field_name="code",
        empty_label="–",
    )
    form = forms.ChoiceField(
        label=gettext_lazy("How it is given"),
        choices=[
            (Round.Form.ELECTRONIC, gettext_lazy("In this service")),
            (Round.Form.ORAL, gettext_lazy("Said aloud, now")),
        ],
        initial=Round.Form.ELECTRONIC,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, actor: Actor, provisions: Sequence[Provision], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        today, receivers = timezone.localdate(), receivers_for(actor)
        for name in ("person", "another"):
            self.fields[name].queryset = Person.objects.writable_by(actor).mapped()
        self.fields["receivers"].queryset = receivers
        grounds = grounds_between(
            actor, homes_of(receivers), provisions, Ages(), on=today, is_emergency=True
        )
        self.fields["ground"].queryset = LegalGround.objects.filter(
            pk__in=[each.pk for each in grounds]
        )

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        told = dict(self.cleaned_data)
        people = filter(None, [told.pop("person"), told.pop("another")])
        return told | {"people": list(dict.fromkeys(people))}


class WeighingForm(forms.Form):
    """Each secrecy provision in turn: on what ground it gives way, and why."""

    need = forms.CharField(
        label=gettext_lazy("Why the receiver needs it"), widget=TALL, max_length=2000
    )
    child_note = forms.CharField(
        label=gettext_lazy("How the best interests of the child weighed"),
        widget=LOW,
        max_length=2000,
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        provisions: Sequence[Provision],
        homes: Sequence[str],
        ages: Ages,
        on: date,
        is_emergency: bool,
        has_consent: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.provisions = list(provisions)
        if not ages.may_be_child:
            del self.fields["child_note"]
        for place, each in enumerate(self.provisions):
            grounds = grounds_between(
                actor,
                homes,
                [each],
                ages,
                on=on,
                is_emergency=is_emergency,
                has_consent=has_consent,
            )
            self.fields[f"ground_{place}"] = forms.ModelChoiceField(
                LegalGround.objects.filter(pk__in=[ground.pk for ground in grounds]),
                label=_("Ground for: %(provision)s") % {"provision": each},
                to_field_name="code",
                empty_label="–",
            )
            self.fields[f"reasoning_{place}"] = forms.CharField(
                label=_("Reasons for: %(provision)s") % {"provision": each},
                help_text=_("Answer what the ground asks for too. Your agency's own."),
                widget=LOW,
                max_length=2000,
            )

    def assessed(self, parts: Sequence[str]) -> list[Assessed]:
        """One answer for each provision on each part, as `alike` makes them."""
        found = []
        for part in parts:
            for place, each in enumerate(self.provisions):
                ground = self.cleaned_data[f"ground_{place}"]
                reasoning = self.cleaned_data[f"reasoning_{place}"]
                answers = dict.fromkeys(ground.asks, reasoning)
                found.append(Assessed(part, each.code, ground, reasoning, answers))
        return found


class OnwardForm(WeighingForm):
    """A decision of one's own about copies that were received."""

    items = forms.ModelMultipleChoiceField(
        DisclosedItem.objects.none(),
        label=gettext_lazy("What is passed on"),
        to_field_name="ref",
        widget=forms.CheckboxSelectMultiple,
    )
    receivers = ReceiversChoice(
        Receiver.objects.none(),
        label=gettext_lazy("Who may read"),
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=200,
        help_text=gettext_lazy("A few words that the receiver finds it by. Never a name."),
    )
    ends_on = forms.DateField(label=gettext_lazy("They may read until"))
    conditions = forms.CharField(
        label=gettext_lazy("Further conditions of your own"),
        widget=LOW,
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, source: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        kept = DisclosedItem.objects.visible_to(actor).shown_to(actor)
        self.fields["items"].queryset = kept.filter(disclosure=source)
        self.fields["items"].label_from_instance = name_of
        self.fields["receivers"].queryset = receivers_beside(actor, source)
        self.fields["ends_on"].initial = source.last_day
        self.order_fields(["items", "receivers", "purpose", "need", "ends_on", "child_note"])


def name_of(item: DisclosedItem) -> str:
    """A copy by its code name, or by the first of its words."""
    return str(item.frozen.get("code_name") or item.frozen.get("words", "")[:60] or item.kind)


class SpokenForm(forms.Form):
    """What was told at a meeting: about whom, how and when. The rest is the decision page's."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Whom it concerned"),
        to_field_name="ref",
        widget=forms.CheckboxSelectMultiple,
    )
    form = forms.ChoiceField(
        label=gettext_lazy("How it was given"),
        choices=[each for each in Round.Form.choices if each[0] != Round.Form.ELECTRONIC],
        initial=Round.Form.ORAL,
        widget=forms.RadioSelect,
    )
    said_on = forms.DateField(label=gettext_lazy("Day it was given"))
    template = forms.ModelChoiceField(
        DisclosureTemplate.objects.none(),
        label=gettext_lazy("Template"),
        to_field_name="ref",
        required=False,
        empty_label=gettext_lazy("No template"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = Person.objects.writable_by(actor).mapped()
        self.fields["said_on"].initial = timezone.localdate()
        templates = DisclosureTemplate.objects.visible_to(actor).approved().filter(kind="person")
        self.fields["template"].queryset = templates
        self.fields["template"].initial = next((each.ref for each in templates[:1]), None)

    def clean_said_on(self) -> date:
        day = self.cleaned_data["said_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day cannot lie ahead."))
        return day


HALF_A_YEAR = timedelta(days=180)
