"""What is typed into the pages of offers and the exit side. Forms clean; they never save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.scoping import Actor
from callins.models import Callin, Notification
from groups.models import Person
from gvi.core.forms import LargeRadios
from offers import policies, reminders
from offers.models import Case, FollowUp, Intake, Measure, Offer, OfferAnswer

LONG = forms.Textarea(attrs={"rows": 4})
NARROW = {"class": "govuk-input--width-3"}
FARTHEST = timedelta(days=366)  # a follow-up is never put off for longer
MONTHS_BACK = 13


def has_come(day: date) -> None:
    """Refuses a day that lies ahead."""
    if day > timezone.localdate():
        raise ValidationError(_("The date cannot lie ahead."))


def has_been(moment: datetime) -> None:
    """Refuses a moment that lies ahead."""
    if moment > timezone.now() + timedelta(minutes=1):
        raise ValidationError(_("The time cannot lie ahead."))


def is_coming(day: date) -> None:
    """Refuses a day that has passed, and one too far away to be remembered."""
    today = timezone.localdate()
    if day < today:
        raise ValidationError(_("Choose today or a day to come."))
    if day > today + FARTHEST:
        raise ValidationError(_("Choose a day within a year."))


def this_minute() -> datetime:
    return timezone.localtime().replace(second=0, microsecond=0)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


class OnceForm(forms.Form):
    """A form that brings a key, so that pressing twice saves once."""

    fields: dict[str, Any]
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


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
        self.fields["callin"].queryset = Callin.objects.visible_to(actor).held()
        talks = Notification.objects.visible_to(actor).completed().filter(person=person)
        self.fields["notification"].queryset = talks
        self.fields["notification"].label_from_instance = lambda talk: str(talk.done_on or talk)
        if person is not None:
            self.initial["person"] = person.ref
            self.fields["person"].widget = forms.HiddenInput()
        if not talks:
            del self.fields["notification"]
        self.fields["occasion"].choices = [
            choice
            for choice in Offer.Occasion.choices
            if choice[0] != Offer.Occasion.ELSEWHERE or policies.is_exit_side(actor)
        ]


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


class IntakeForm(ResponsibleForm):
    field_order = [
        "source",
        "called",
        "contact_way",
        "first_contact_at",
        "responsible",
        "note",
    ]
    source = forms.ChoiceField(
        label=_("How the contact came"), choices=Intake.Source, widget=forms.RadioSelect
    )
    called = forms.CharField(
        label=_("What the person is called"),
        max_length=60,
        required=False,
        help_text=_("A first name or whatever they want to be called. It may be left empty."),
    )
    contact_way = forms.CharField(
        label=_("How to reach them"),
        max_length=100,
        required=False,
        help_text=_("For example a phone number, and when it is safe to call."),
    )
    first_contact_at = forms.DateTimeField(
        label=_("First contact"), initial=this_minute, validators=[has_been]
    )
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=2000, required=False)


class MeetingForm(OnceForm):
    met_at = forms.DateTimeField(
        label=_("When you met"), initial=this_minute, validators=[has_been]
    )


class CaseForm(ResponsibleForm):
    """What a case is opened with and what can be changed in it."""

    field_order = [
        "called",
        "police_status",
        "social_status",
        "responsible",
        "rhythm_days",
        "next_on",
    ]
    called = forms.CharField(
        label=_("What the person is called"),
        max_length=60,
        required=False,
        help_text=_("The case keeps this itself. It needs nobody on the map."),
    )
    police_status = forms.ChoiceField(
        label=_("The police's exit case"),
        choices=Case.PoliceStatus,
        initial=Case.PoliceStatus.NONE,
    )
    social_status = forms.ChoiceField(
        label=_("Social services' case"),
        choices=Case.SocialStatus,
        initial=Case.SocialStatus.NONE,
        help_text=_("The two never depend on one another."),
    )
    rhythm_days = forms.IntegerField(
        label=_("Days between follow-ups"),
        min_value=1,
        max_value=90,
        initial=7,
        widget=forms.NumberInput(attrs=NARROW),
    )


class NewCaseForm(CaseForm):
    next_on = forms.DateField(label=_("First follow-up"), initial=tomorrow, validators=[is_coming])


class CloseCaseForm(forms.Form):
    ending = forms.ChoiceField(
        label=_("How it ended"), choices=Case.Ending, widget=forms.RadioSelect
    )
    closed_on = forms.DateField(
        label=_("Closed on"), initial=timezone.localdate, validators=[has_come]
    )
    next_on = forms.DateField(
        label=_("Look in on the person on"),
        help_text=_("Help stays open: nobody is dropped when a case is closed."),
        initial=lambda: timezone.localdate() + reminders.AFTER_CARE,
        validators=[is_coming],
    )


class MeasureForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Kind of measure"), choices=Measure.Kind, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label=_("From"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("To"), required=False)


class EndMeasureForm(forms.Form):
    ends_on = forms.DateField(label=_("Ended on"), initial=timezone.localdate)


class FollowUpForm(OnceForm):
    """Three taps: the row, the outcome, save. The rest is filled in and folded away."""

    FOLDED = ("channel", "next_on", "note")
    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=FollowUp.Outcome, widget=LargeRadios
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=FollowUp.Channel, widget=forms.RadioSelect, required=False
    )
    next_on = forms.DateField(label=_("Next follow-up"), required=False, validators=[is_coming])
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=4000, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), widget=LONG, max_length=4000)


class HandOutForm(ResponsibleForm):
    """Chosen rows of the page, given to one colleague."""

    chosen = forms.ModelMultipleChoiceField(
        FollowUp.objects.none(), label=_("Follow-ups"), to_field_name="ref"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["chosen"].queryset = FollowUp.objects.visible_to(actor).waiting()


class DirectContactForm(forms.Form):
    fields: dict[str, Any]
    month = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)
    count = forms.IntegerField(
        label=_("How many got in touch"),
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs=NARROW),
    )
    accepted = forms.IntegerField(
        label=_("How many of them accepted help"),
        min_value=0,
        max_value=999,
        initial=0,
        widget=forms.NumberInput(attrs=NARROW),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        months = [month_before(timezone.localdate(), back) for back in range(MONTHS_BACK)]
        self.fields["month"].choices = [(day.isoformat(), f"{day:%Y-%m}") for day in months]


def month_before(day: date, back: int) -> date:
    """The first of the month, so many months back."""
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)
