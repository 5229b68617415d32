"""What is typed into the map's pages. Forms clean and offer choices; they never save."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.scoping import Actor
from groups.models import Affiliation, GroupTie, Identity, Incident, Person, PersonTie, StreetGroup

LONG = forms.Textarea(attrs={"rows": 4})


class StreetGroupForm(forms.Form):
    name = forms.CharField(
        label=_("Working name"),
        max_length=60,
        help_text=_("A neutral name that can be spoken aloud. Never a person's name."),
    )
    area = forms.CharField(label=_("Area"), max_length=60, required=False)
    estimated_size = forms.IntegerField(
        label=_("Estimated size"), min_value=1, max_value=2000, required=False
    )


class GroupTieForm(forms.Form):
    other = forms.ModelChoiceField(
        StreetGroup.objects.none(), label=_("Other group"), to_field_name="ref"
    )
    kind = forms.ChoiceField(label=_("Relation"), choices=GroupTie.Kind, widget=forms.RadioSelect)
    since = forms.DateField(label=_("Since"), initial=timezone.localdate)

    def __init__(self, *args, actor: Actor, group: StreetGroup, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = StreetGroup.objects.visible_to(actor).exclude(pk=group.pk)


class PersonForm(forms.Form):
    code_name = forms.CharField(
        label=_("Code name"),
        max_length=60,
        help_text=_("Something that can be spoken aloud. Never the real name or an alias."),
    )
    ground = forms.CharField(
        label=_("Why this person is put up for mapping"), widget=LONG, max_length=2000
    )
    given_name = forms.CharField(label=_("Given name"), max_length=100, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=100, required=False)
    birth_year = forms.IntegerField(
        label=_("Birth year"), min_value=1920, max_value=2100, required=False
    )
    protection = forms.ChoiceField(
        label=_("Protected personal data"),
        choices=Identity.Protection,
        initial=Identity.Protection.NONE,
    )

    def clean_birth_year(self) -> int | None:
        year = self.cleaned_data["birth_year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_("The birth year cannot lie ahead."))
        return year

    def identity(self) -> dict:
        """The owner's own part, when anything of it was given."""
        names = ("given_name", "family_name", "birth_year", "protection")
        part = {name: self.cleaned_data[name] for name in names}
        known = part["given_name"] or part["family_name"] or part["birth_year"]
        return part if known or part["protection"] != Identity.Protection.NONE else {}


class IdentityForm(PersonForm):
    """What is known of one's own person, to be corrected."""

    ground = None
    personal_number = forms.RegexField(
        r"^\d{8}-?\d{4}$",
        label=_("Personal identity number"),
        help_text=_("Twelve digits, or nothing."),
        required=False,
    )

    field_order = [
        "code_name", "given_name", "family_name", "personal_number", "birth_year", "protection",
    ]  # fmt: skip

    def clean_personal_number(self) -> str:
        return self.cleaned_data["personal_number"].replace("-", "")


class AffiliationForm(forms.Form):
    street_group = forms.ModelChoiceField(
        StreetGroup.objects.none(), label=_("Group"), to_field_name="ref"
    )
    role = forms.ChoiceField(label=_("Role"), choices=Affiliation.Role, widget=forms.RadioSelect)
    confidence = forms.ChoiceField(
        label=_("How certain"), choices=Affiliation.Confidence, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(
        label=_("Category"), choices=Affiliation.Category, widget=forms.RadioSelect
    )
    since = forms.DateField(label=_("Since"), required=False)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["street_group"].queryset = StreetGroup.objects.visible_to(actor)


class PersonTieForm(forms.Form):
    other = forms.ModelChoiceField(
        Person.objects.none(), label=_("Other person"), to_field_name="ref"
    )
    kind = forms.ChoiceField(label=_("Relation"), choices=PersonTie.Kind, widget=forms.RadioSelect)
    since = forms.DateField(label=_("Since"), required=False)

    def __init__(self, *args, actor: Actor, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = Person.objects.visible_to(actor).exclude(pk=person.pk)


class IncidentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Incident.Kind, widget=forms.RadioSelect)
    occurred_on = forms.DateField(label=_("Date"))
    occurred_at = forms.TimeField(label=_("Time"), required=False)
    area = forms.CharField(
        label=_("Area"), max_length=80, required=False, help_text=_("District, never an address.")
    )
    dead = forms.IntegerField(label=_("Dead"), min_value=0, max_value=500, initial=0)
    injured = forms.IntegerField(label=_("Injured"), min_value=0, max_value=500, initial=0)
    place = forms.CharField(
        label=_("Exact place (your agency only)"), max_length=200, required=False
    )
    note = forms.CharField(label=_("Note (your agency only)"), widget=LONG, required=False)


class IncidentReviewForm(forms.Form):
    confirmation = forms.ChoiceField(
        label=_("Assessment"), choices=Incident.Confirmation, widget=forms.RadioSelect
    )
    street_group = forms.ModelChoiceField(
        StreetGroup.objects.none(), label=_("Linked group"), to_field_name="ref", required=False
    )
    link = forms.ChoiceField(
        label=_("How certain the link is"), choices=Incident.Link, widget=forms.RadioSelect
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["street_group"].queryset = StreetGroup.objects.visible_to(actor)

    def clean(self) -> dict:
        cleaned = super().clean()
        linked, link = cleaned.get("street_group"), cleaned.get("link")
        if linked is None and link and link != Incident.Link.NONE:
            self.add_error("street_group", _("Say which group the incident is linked to."))
        if linked is not None and link == Incident.Link.NONE:
            self.add_error("link", _("Say how certain the link is."))
        return cleaned


class IncidentFilterForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *Incident.Kind.choices], required=False
    )
    confirmation = forms.ChoiceField(
        label=_("Assessment"),
        choices=[("", _("All")), *Incident.Confirmation.choices],
        required=False,
    )


class MapDayForm(forms.Form):
    day = forms.DateField(label=_("As of"), required=False)
    group = forms.ModelChoiceField(
        StreetGroup.objects.none(), label=_("Group"), to_field_name="ref", required=False
    )

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = StreetGroup.objects.visible_to(actor)
