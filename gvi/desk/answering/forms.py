"""The answers of one round, a row for each person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import DisclosedItem
from gvi.desk.answering.words import SUPERVISED, Question, name_in


class AnswersForm(forms.Form):
    """Those that are not answered one by one get what is chosen for the rest."""

    rest = forms.ChoiceField(
        label=_("Everyone you have not answered for above"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Choose nothing if you want to answer for each."),
    )

    def __init__(self, *args, items: Sequence[DisclosedItem], question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        self.items, self.question = items, question
        rest = self.fields.pop("rest")
        for number, item in enumerate(items):
            name = name_in(item.frozen)
            self.fields[f"answer_{number}"] = forms.ChoiceField(
                label=name, choices=[("", _("Not answered")), *question.words], required=False
            )
            if not question.has_details:
                continue
            self.fields[f"handler_{number}"] = forms.CharField(
                label=_("Officer for %(name)s") % {"name": name}, max_length=60, required=False
            )
            self.fields[f"until_{number}"] = forms.DateField(
                label=pgettext_lazy("supervision", "Until, for %(name)s") % {"name": name},
                required=False,
            )
        rest.choices = [word for word in question.words if word[0] != SUPERVISED]
        if question.has_details or len(items) > 1:
            self.fields["rest"] = rest

    def rows(self) -> Iterator[dict[str, Any]]:
        """What the page shows of each person."""
        for number, item in enumerate(self.items):
            names = ("answer", "handler", "until") if self.question.has_details else ("answer",)
            yield {"item": item} | {name: self[f"{name}_{number}"] for name in names}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for number, _item in enumerate(self.items):
            if f"answer_{number}" in self.errors:
                continue
            answer = said.get(f"answer_{number}") or said.get("rest")
            if not answer:
                self.add_error(f"answer_{number}", _("Answer, or choose an answer for the rest."))
            details = said.get(f"handler_{number}") or said.get(f"until_{number}")
            if details and answer != SUPERVISED:
                self.add_error(
                    f"answer_{number}", _("Officer and date are for those under supervision.")
                )
        return said

    def answers(self) -> dict[UUID, dict[str, Any]]:
        """By the reference of each person, as the action takes it."""
        said = self.cleaned_data
        return {
            item.about: {
                "answer": said[f"answer_{number}"] or said.get("rest"),
                "handler": said.get(f"handler_{number}", ""),
                "until": said.get(f"until_{number}"),
            }
            for number, item in enumerate(self.items)
        }
