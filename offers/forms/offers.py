"""What is typed when help is offered and when the answer comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.scoping import Actor
from callins.models import Callin, Notification
from callins.policies import may_talk
from groups.models import Person
from offers import policies, reminders
from offers.days import has_come, is_coming
from offers.forms.fields import (
    OnceForm,
)
from offers.models import Offer, OfferAnswer


class OfferForm(OnceForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), to_field_name="ref")
    occasion = forms.ChoiceField(label=_("Occasion"), widget=forms.RadioSelect)
    callin = forms.ModelChoiceField(
        Callin.objects.none(), label=_("Which call-in"), to_field_name="ref", required=False
    )
    notification = forms.ModelChoiceField(
        Notification.objects.none(), label=_("Which talk"), to_field_name="ref", required=False
    )
    made_on = forms.DateField(
        label=_("Offered on"), initial=timezone.localdate, validators=[has_come]
    )

    def __init__(self, *args: Any, actor: Actor, person: Person | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.visible_to(actor).mapped()
        held = Callin.objects.visible_to(actor).held().filter(held_on__lte=timezone.localdate())
        self.fields["callin"].queryset = held
        talks = Notification.objects.visible_to(actor).completed().filter(person=person)
        self.fields["notification"].queryset = talks
        self.fields["notification"].label_from_instance = lambda talk: str(talk.done_on or talk)
        if person is not None:
            self.initial["person"] = person.ref
            self.fields["person"].widget = forms.HiddenInput()
        if not talks:
            del self.fields["notification"]
        self.fields["occasion"].choices = [
            choice for choice in Offer.Occasion.choices if may_offer_at(actor, choice[0])
        ]


def may_offer_at(actor: Actor, occasion: str) -> bool:
    """Whether this is an occasion at which the actor's agency meets people."""
    match occasion:
        case Offer.Occasion.ELSEWHERE:
            return policies.is_exit_side(actor)
        case Offer.Occasion.TALK:
            return may_talk(actor)
        case Offer.Occasion.PROBATION_VISIT:
            return policies.may_visit(actor)
    return True


class CallinOffersForm(OnceForm):
    """Everyone who came is ticked: help is offered to all alike."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who was offered help"),
        to_field_name="ref",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, came: QuerySet[Person], missing: Iterable[Person], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        choices = [(str(person.ref), person.code_name) for person in missing]
        self.fields["people"].queryset = came
        self.fields["people"].choices = choices
        self.initial["people"] = [ref for ref, _name in choices]


class AnswerForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Answer"), choices=OfferAnswer.Answer, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("How the answer came"),
        choices=OfferAnswer.Channel,
        widget=forms.RadioSelect,
        initial=OfferAnswer.Channel.PHONE,
    )
    answered_on = forms.DateField(
        label=_("Answered on"), initial=timezone.localdate, validators=[has_come]
    )
    offer_again_on = forms.DateField(
        label=_("Offer again on"), required=False, validators=[is_coming]
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["offer_again_on"].help_text = _(
            "Needed unless the answer is yes. The next common day is %(day)s."
        ) % {"day": reminders.next_round(timezone.localdate()).isoformat()}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        said_yes = given.get("answer") == OfferAnswer.Answer.YES
        if not said_yes and "offer_again_on" in given and not given["offer_again_on"]:
            self.add_error("offer_again_on", _("Say when to offer help again."))
        return given
