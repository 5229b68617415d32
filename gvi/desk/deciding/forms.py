"""What is typed on the decision page. Nothing is required here: a draft keeps what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agencies.grounds import QUESTIONS
from agencies.models import Consent, DisclosureTemplate, Receiver
from agencies.scoping import Actor
from groups.models import Affiliation, StreetGroup
from gvi.core.folding import swedish_order
from gvi.desk.deciding.kinds import Kind
from gvi.desk.deciding.sheets import Question, Sheet

TALL = forms.Textarea(attrs={"rows": 4})
LOW = forms.Textarea(attrs={"rows": 2})
LONGEST = 4000
PLAIN = (
    "purpose",
    "ends_on",
    "said_on",
    "balancing",
    "child_note",
    "conditions",
    "tell_onward",
    "committed_crime",
    "is_partial",
    "consent",
)


OPTIONAL = {"need", "consent", "balancing", "conditions"}


class Receivers(forms.ModelMultipleChoiceField):
    """Functions of the other agencies, spelled out, with how many people hold each today."""

    people: Mapping[int, int] = {}

    def label_from_instance(self, receiver: Receiver) -> str:
        count = self.people.get(receiver.pk, 0)
        told = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
        agency = receiver.participation.agency
        return f"{agency} – {receiver.get_function_display()} ({told})"


class RoundForm(forms.Form):
    """A draft, always bound: to what is kept, or to what has just been typed."""

    use_required_attribute = False

    need = forms.CharField(
        label=_("Why it is needed, for every row that is still empty"),
        help_text=_("The receiver reads it. Write one sentence; change a single row below."),
        widget=LOW,
        max_length=LONGEST,
        required=False,
    )
    parts = forms.MultipleChoiceField(
        label=_("What is disclosed"), widget=forms.CheckboxSelectMultiple, required=False
    )
    receivers = Receivers(
        Receiver.objects.none(),
        label=_("Who may read"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("A few words that the receiver finds it by. Never a name."),
        max_length=200,
        required=False,
    )
    ends_on = forms.DateField(label=_("They may read until"), required=False)
    said_on = forms.DateField(label=_("The day it was said, shown or handed over"), required=False)
    consent = forms.ModelChoiceField(
        Consent.objects.none(),
        label=_("Consent it rests on"),
        to_field_name="ref",
        empty_label=_("None"),
        required=False,
    )
    committed_crime = forms.BooleanField(
        label=_("It concerns an offence that has already been committed"), required=False
    )
    is_partial = forms.BooleanField(
        label=_("Something that was asked for is not disclosed"), required=False
    )
    balancing = forms.CharField(
        label=_("How the interests were weighed against each other"),
        help_text=_("Your agency's own. No receiver reads it."),
        widget=TALL,
        max_length=LONGEST,
        required=False,
    )
    child_note = forms.CharField(
        label=_("How the best interests of the child weighed"),
        help_text=_("Someone is or may be under 18. Your agency's own; no receiver reads it."),
        widget=TALL,
        max_length=LONGEST,
        required=False,
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("What the receiver may not do with it. The receiver reads this first."),
        widget=LOW,
        max_length=LONGEST,
        required=False,
    )
    tell_onward = forms.BooleanField(
        label=_("The receiver must tell us before passing it on"), required=False
    )

    def __init__(self, data: MultiValueDict[str, Any], *, sheet: Sheet):
        super().__init__(data)
        self.sheet = sheet
        self.fields["parts"].choices = list(sheet.kind.parts.items())
        self.fields["receivers"].queryset = _among(sheet.receivers)
        self.fields["receivers"].people = sheet.people
        self.fields["consent"].queryset = consents_for(sheet)
        for each in sheet.lines:
            about = each.line.about
            self.fields[f"need-{about}"] = forms.CharField(
                label=_("Why it is needed"), widget=LOW, max_length=LONGEST, required=False
            )
            self.fields[f"struck-{about}"] = forms.BooleanField(
                label=_("Strike out"), required=False
            )
        for question in sheet.questions:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        choices = [(each.code, each.name) for each in question.possible]
        self.fields[f"ground-{question.key}"] = forms.CharField(
            label=_("Ground"), widget=forms.RadioSelect(choices=choices), required=False
        )
        asked = [("reasoning", _("Reasons"))]
        asked += [(f"answer-{code}", words) for code, words in question.asks]
        for name, label in asked:
            head, _dash, code = name.partition("-")
            name = f"{head}-{question.key}-{code}" if code else f"{head}-{question.key}"
            self.fields[name] = forms.CharField(
                label=label, widget=LOW, max_length=LONGEST, required=False
            )

    def say_what_is_optional(self) -> None:
        """A draft asks for nothing, but the decision does: only what it can do without says so."""
        for name, field in self.fields.items():
            field.required = name not in OPTIONAL

    def values(self) -> dict[str, Any]:
        """What was typed and can be kept, for `save_round`."""
        said = self.cleaned_data
        found = {name: said[name] for name in PLAIN if name in said and name in self.data}
        found |= {
            name: said[name]
            for name in ("tell_onward", "committed_crime", "is_partial")
            if name in said
        }
        if "parts" in said:
            chosen = {*said["parts"], *self.sheet.kind.always}
            found["parts"] = [part for part in self.sheet.kind.parts if part in chosen]
        if "receivers" in said:
            found["receivers"] = [each.pk for each in said["receivers"]]
        return found | {"assessments": assessments_in(self.data, self.sheet)}

    def lines(self) -> dict[UUID, dict[str, Any]]:
        """What was typed about each row; an empty one takes what was written for all."""
        said, found = self.cleaned_data, {}
        for each in self.sheet.lines:
            about = each.line.about
            need = said.get(f"need-{about}", each.line.need)
            found[about] = {
                "need": need or said.get("need", ""),
                "is_struck": said.get(f"struck-{about}", False),
            }
        return found


def _among(receivers: Iterable[Receiver]) -> Any:
    chosen = Receiver.objects.filter(pk__in=[each.pk for each in receivers])
    return chosen.select_related("participation__agency").order_by(
        "participation__agency__name", "function"
    )


def consents_for(sheet: Sheet) -> Any:
    """Consents in force about the one row there is; there is none about several."""
    rows = Consent.objects.visible_to(sheet.actor).in_force(timezone.localdate())
    kept = [each.line.about for each in sheet.kept]
    return rows.filter(about=kept[0]) if len(kept) == 1 else rows.none()


def data_of(sheet: Sheet) -> MultiValueDict[str, Any]:
    """The draft as a form would have sent it."""
    round = sheet.round
    available = {each.pk for each in sheet.receivers}
    data: dict[str, list[Any]] = {
        "parts": list(round.parts),
        "receivers": [pk for pk in round.receivers if pk in available],
        "consent": [round.consent.ref] if round.consent else [""],
    }
    for name in ("purpose", "ends_on", "said_on", "balancing", "child_note", "conditions"):
        data[name] = [getattr(round, name) or ""]
    for name in ("tell_onward", "committed_crime", "is_partial"):
        if getattr(round, name):
            data[name] = ["on"]
    for each in sheet.lines:
        data[f"need-{each.line.about}"] = [each.line.need]
        if each.line.is_struck:
            data[f"struck-{each.line.about}"] = ["on"]
    for question in sheet.questions:
        data[f"ground-{question.key}"] = [question.chosen.code if question.chosen else ""]
        data[f"reasoning-{question.key}"] = [question.reasoning]
        for code, answer in question.answers.items():
            data[f"answer-{question.key}-{code}"] = [answer]
    return MultiValueDict(data)


def with_refused(kept: MultiValueDict[str, Any], typed: RoundForm) -> MultiValueDict[str, Any]:
    """What could not be kept stays on the page as it was typed."""
    for name in typed.errors:
        kept.setlist(name, typed.data.getlist(name))
    return kept


def assessments_in(data: MultiValueDict[str, Any], sheet: Sheet) -> list[dict[str, Any]]:
    """What was answered, laid over what was kept: nothing is lost by what is not on the page."""
    kept = {(each["part"], each["provision"]): dict(each) for each in sheet.round.assessments}
    first: dict[str, dict[str, Any]] = {}
    for question in sheet.questions:
        at = (question.part, question.provision.code)
        said = kept.setdefault(at, {"part": at[0], "provision": at[1]})
        if f"reasoning-{question.key}" in data:
            said["ground"] = data.get(f"ground-{question.key}", said.get("ground", ""))
            said["reasoning"] = data[f"reasoning-{question.key}"].strip()[:LONGEST]
        answers = dict(said.get("answers", {}))
        for code in QUESTIONS:
            if (name := f"answer-{question.key}-{code}") in data:
                answers[code] = data[name].strip()[:LONGEST]
        said["answers"] = answers
        if f"same-{question.key}" in data and question.provision.code in first:
            like = first[question.provision.code]
            said |= {name: like.get(name, "") for name in ("ground", "reasoning", "answers")}
        first.setdefault(question.provision.code, said)
    return list(kept.values())


def asked(form: RoundForm, sheet: Sheet) -> dict[str, list[dict[str, Any]]]:
    """The questions with their fields: those on the agency's work, and those on individuals."""
    first: dict[str, Question] = {}
    found: dict[str, list[dict[str, Any]]] = {"operation": [], "individual": []}
    for each in sheet.questions:
        like = first.setdefault(each.provision.code, each)
        fields = [form[f"reasoning-{each.key}"]]
        fields += [form[f"answer-{each.key}-{code}"] for code, _label in each.asks]
        side = "operation" if each.provision.is_operation else "individual"
        found[side].append(
            {
                "question": each,
                "ground": form[f"ground-{each.key}"],
                "fields": fields,
                "like": like.label if like is not each else "",
            }
        )
    return found


class BeginForm(forms.Form):
    """Which rows a round is about, and the template it begins from."""

    template = forms.ModelChoiceField(
        DisclosureTemplate.objects.none(),
        label=_("Template"),
        help_text=_("A decision your agency's lawyer has approved. You can change all of it."),
        to_field_name="ref",
        empty_label=_("No template"),
        required=False,
    )
    about = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, actor: Actor, kind: Kind, rows: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates_for(actor, kind)
        self.fields["about"].label = kind.label
        self.fields["about"].choices = [(str(row.ref), kind.name(row)) for row in rows]


def templates_for(actor: Actor, kind: Kind) -> Any:
    """Approved templates of the actor's own agency for one kind of row."""
    return DisclosureTemplate.objects.visible_to(actor).approved().filter(kind=kind.code)


class GroupFilterForm(forms.Form):
    """Narrows the list of people to those linked to a group."""

    group = forms.ModelChoiceField(
        StreetGroup.objects.none(),
        label=_("Group"),
        to_field_name="ref",
        empty_label=_("All"),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.actor = actor
        groups = StreetGroup.objects.visible_to(actor)
        self.fields["group"].queryset = groups.order_by(swedish_order("name"), "pk")

    def members(self) -> set[int] | None:
        """Ids of those linked to the chosen group today; None when none is chosen."""
        if not self.is_valid() or self.cleaned_data["group"] is None:
            return None
        linked = Affiliation.objects.visible_to(self.actor).on(timezone.localdate())
        return set(
            linked.filter(street_group=self.cleaned_data["group"]).values_list(
                "person_id", flat=True
            )
        )
