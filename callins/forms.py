"""What is typed into the pages of call-ins and talks. Forms clean and offer; they never save."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.scoping import Actor
from callins import conflicts
from callins.actions import invitable
from callins.models import Callin, Invitation, Notification
from groups.models import Affiliation, GroupTie, Person, StreetGroup
from gvi.core.folding import swedish_order
from gvi.core.forms import LargeRadios

LONG = forms.Textarea(attrs={"rows": 4})
OVER = (StreetGroup.Status.DISSOLVED, StreetGroup.Status.MERGED)


class WarningForm(forms.Form):
    """Warns once of open conflicts; then asks why, and how people arrive and are seated.

    `warned` holds the references of the conflicts the page has shown. A conflict that was not
    shown yet is shown first, so nothing is planned for unseen.
    """

    PLAN = ("reason", "arrival_and_seating")

    reason = forms.CharField(
        label=_("Why these groups are kept in the same call-in"),
        widget=LONG,
        max_length=2000,
        required=False,
    )
    arrival_and_seating = forms.CharField(
        label=_("How they arrive and are seated"),
        help_text=_("Different times and entrances, seats apart, who walks with whom."),
        widget=LONG,
        max_length=2000,
        required=False,
    )
    warned = forms.CharField(widget=forms.HiddenInput, required=False)

    conflicts: list[GroupTie] = []

    @property
    def shown(self) -> str:
        """The conflicts this page shows, for the next submission to say that they were."""
        return " ".join(str(tie.ref) for tie in self.conflicts)

    @property
    def needs_warning(self) -> bool:
        """Whether there is a conflict that the page has not shown before."""
        return not set(self.shown.split()) <= set(self.cleaned_data.get("warned", "").split())

    def questions(self) -> Iterator[forms.BoundField]:
        """The fields above the warning."""
        return (field for field in self.visible_fields() if field.name not in self.PLAN)

    def weigh(self, found: list[GroupTie]) -> None:
        """Take the conflicts between the chosen groups into account."""
        self.conflicts = found
        for name in self.PLAN if found else ():
            self.fields[name].required = True
            missing = not self.cleaned_data.get(name) and name not in self.errors
            if missing and not self.needs_warning:
                self.add_error(name, forms.ValidationError("", code="required"))

    def is_valid(self) -> bool:
        return super().is_valid() and not self.needs_warning

    def plan(self) -> dict[str, str]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in self.PLAN}


class CallinForm(WarningForm):
    held_on = forms.DateField(label=_("Date"))
    starts_at = forms.TimeField(label=_("Time"), required=False)
    venue = forms.CharField(
        label=_("Venue"),
        max_length=80,
        help_text=_("A neutral place with no link to any group."),
    )
    street_groups = forms.ModelMultipleChoiceField(
        StreetGroup.objects.none(),
        label=_("Groups to reach"),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="ref",
    )
    field_order = ["held_on", "starts_at", "venue", "street_groups"]

    def __init__(self, *args, actor: Actor, callin: Callin | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor, self.callin = actor, callin
        groups = StreetGroup.objects.visible_to(actor).exclude(status__in=OVER)
        self.fields["street_groups"].queryset = groups.order_by(swedish_order("name"), "pk")

    def clean(self) -> dict:
        cleaned = super().clean()
        groups, day = cleaned.get("street_groups"), cleaned.get("held_on")
        if groups and day:
            planned = conflicts.planned_pairs(self.actor, self.callin) if self.callin else ()
            self.weigh(conflicts.open_conflicts(self.actor, groups, day, planned=planned))
        return cleaned

    def choices(self) -> dict:
        """What the actions take."""
        names = ("held_on", "starts_at", "venue")
        chosen = {name: self.cleaned_data[name] for name in names}
        return chosen | self.plan() | {"street_groups": list(self.cleaned_data["street_groups"])}


class BoxesField(forms.MultipleChoiceField):
    """One list of several: none needs a tick as long as some list has one."""

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class InviteForm(WarningForm):
    """People by group: one list of boxes for each targeted group someone can be invited from."""

    route = forms.ChoiceField(
        label=_("How they are called"), choices=Invitation.Route, widget=forms.RadioSelect
    )

    def __init__(self, *args, actor: Actor, callin: Callin, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor, self.callin = actor, callin
        self.links: dict[str, dict[str, Affiliation]] = {}
        for link in invitable(actor, callin):
            name = f"group-{link.street_group.ref}"
            self.links.setdefault(name, {})[str(link.person.ref)] = link
        for name, links in self.links.items():
            self.fields[name] = BoxesField(
                label=str(next(iter(links.values())).street_group),
                choices=[(ref, _described(link)) for ref, link in links.items()],
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields([*self.links, "route"])

    def clean(self) -> dict:
        cleaned = super().clean()
        chosen = self.people()
        if not chosen:
            self.add_error(next(iter(self.links), None), _("Choose at least one person."))
        if len({person.pk for person, _group in chosen}) != len(chosen):
            self.add_error(None, _("Choose only one group for each person."))
        groups = {group.pk: group for _person, group in chosen}
        self.weigh(conflicts.unplanned(self.actor, self.callin, *groups.values()))
        return cleaned

    def proposed(self) -> list[Person]:
        """Everyone the page offers."""
        return [link.person for links in self.links.values() for link in links.values()]

    def choices(self) -> dict:
        """What the actions take."""
        return self.plan() | {"people": self.people(), "route": self.cleaned_data["route"]}

    def people(self) -> list[tuple[Person, StreetGroup]]:
        """Who was chosen, with the group whose message they carry."""
        return [
            (links[ref].person, links[ref].street_group)
            for name, links in self.links.items()
            for ref in self.cleaned_data.get(name, ())
        ]


def _described(link: Affiliation) -> str:
    return f"{link.person} – {link.get_role_display()}, {link.get_confidence_display()}"


class TalkForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), to_field_name="ref")
    reason = forms.ChoiceField(
        label=_("Why now"), choices=Notification.Reason, widget=forms.RadioSelect
    )
    place = forms.ChoiceField(
        label=_("Where"), choices=Notification.Place, widget=forms.RadioSelect
    )
    planned_on = forms.DateField(label=_("Planned day"))
    street_group = forms.ModelChoiceField(
        StreetGroup.objects.none(),
        label=_("Group the message is also meant for"),
        required=False,
        to_field_name="ref",
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(actor).mapped()
        self.fields["person"].queryset = people.order_by(swedish_order("code_name"), "pk")
        groups = StreetGroup.objects.visible_to(actor).exclude(status__in=OVER)
        self.fields["street_group"].queryset = groups.order_by(swedish_order("name"), "pk")


class TalkOutcomeForm(forms.Form):
    """Whether the talk took place. There is no field for how the person answered."""

    outcome = forms.ChoiceField(
        label=_("What came of the talk"),
        choices=[
            choice
            for choice in Notification.Outcome.choices
            if choice[0] != Notification.Outcome.PLANNED
        ],
        widget=LargeRadios,
    )
    done_on = forms.DateField(label=_("Day"), initial=timezone.localdate)


class TalkFilterForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("", _("All")), *Notification.Outcome.choices],
        required=False,
    )
