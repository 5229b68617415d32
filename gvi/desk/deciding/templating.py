"""Writing a template: the questions of the decision page, once for all decisions of a kind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agencies.actions import make_template
from agencies.ledger import record
from agencies.models import DisclosureTemplate, Round
from agencies.policies import WEIGHED, require_decide
from agencies.readers import saved_for
from agencies.scoping import Actor
from gvi.desk.deciding.forms import LONGEST, LOW, RoundForm, asked, data_of, with_refused
from gvi.desk.deciding.kinds import KINDS, kinds_of
from gvi.desk.deciding.sheets import Sheet, missing_answers, sheet_without_rows

KEPT = ("kind", "parts", "receivers", "purpose", "balancing", "child_note", "conditions")
NOT_HERE = (
    "ends_on",
    "said_on",
    "consent",
    "committed_crime",
    "is_partial",
    "tell_onward",
)


class TemplateForm(RoundForm):
    """A decision without rows and without a day: what comes again."""

    name = forms.CharField(
        label=gettext_lazy("Name of the template"), max_length=80, required=False
    )
    months = forms.IntegerField(
        label=gettext_lazy("How many months they may read"),
        min_value=1,
        max_value=60,
        required=False,
    )
    field_order = ["name", "parts", "receivers", "purpose", "need", "months", "conditions"]

    def __init__(self, data: MultiValueDict[str, Any], *, sheet: Sheet):
        super().__init__(data, sheet=sheet)
        for name in NOT_HERE:
            del self.fields[name]
        self.fields["need"] = forms.CharField(
            label=_("Why it is needed"),
            help_text=_("Filled in for each person; the receiver reads it."),
            widget=LOW,
            max_length=LONGEST,
            required=False,
        )

    def say_what_is_optional(self) -> None:
        super().say_what_is_optional()
        self.fields["need"].required = True
        self.fields["child_note"].required = False

    def of_template(self) -> dict[str, Any]:
        """What belongs to the template alone."""
        return {name: self.cleaned_data.get(name) for name in ("name", "months", "need")}


@require_http_methods(["GET", "POST"])
@login_required
def template_new(request: HttpRequest) -> HttpResponse:
    require_decide(request.actor)
    kind = kinds_of(request.actor)[0]
    round = Round(kind=kind.code, parts=list(kind.always))
    return _page(request, round, {"months": 6})


@require_http_methods(["GET", "POST"])
@login_required
def template_renew(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A new version of a template is a template of its own, to be approved anew."""
    actor = request.actor
    template = get_object_or_404(
        DisclosureTemplate.objects.writable_by(actor).filter(kind__in=KINDS), ref=ref
    )
    record(actor, "template.read", template)
    round = Round(
        assessments=template.assessments, **{name: getattr(template, name) for name in KEPT}
    )
    same = {name: getattr(template, name) for name in ("name", "months", "need")}
    return _page(request, round, same)


def _page(request: HttpRequest, round: Round, same: dict[str, Any]) -> HttpResponse:
    """Show, show anew with what was chosen, or write the template."""
    actor = request.actor
    if request.method != "POST":
        sheet = sheet_without_rows(actor, round)
        return _show(request, TemplateForm(_data(sheet, same), sheet=sheet), sheet)
    round.parts = list(KINDS[round.kind].parts)  # so that an answer on any part is taken in
    typed = TemplateForm(request.POST, sheet=sheet_without_rows(actor, round))
    is_whole = typed.is_valid()
    for name, value in typed.values().items():
        setattr(round, name, value)
    sheet = sheet_without_rows(actor, round)
    data = with_refused(_data(sheet, typed.of_template()), typed)
    form = TemplateForm(data, sheet=sheet)
    if request.POST.get("go") != "save":
        return _show(request, form, sheet)
    told = missing_in(actor, form, sheet) if form.is_valid() else []
    for name, sentence in told:
        form.add_error(name if name in form.fields else None, sentence)
    if not is_whole or form.errors:
        return _show(request, form, sheet, status=422)
    chosen = {(part, each.provision.code) for part in round.parts for each in sheet.questions}
    template = make_template(
        actor=actor,
        assessments=[
            each for each in round.assessments if (each["part"], each["provision"]) in chosen
        ],
        **{name: getattr(round, name) for name in KEPT},
        **form.of_template(),
    )
    messages.success(request, _("The template is saved. Somebody else must approve it."))
    return redirect(template)


def _data(sheet: Sheet, same: dict[str, Any]) -> MultiValueDict[str, Any]:
    data = data_of(sheet)
    for name in ("name", "months", "need"):
        data.setlist(name, [same.get(name) or ""])
    return data


def missing_in(actor: Actor, form: TemplateForm, sheet: Sheet) -> list[tuple[str, str]]:
    """What a template needs before anybody can approve it."""
    said, found = form.cleaned_data, []
    if not said["name"]:
        found.append(("name", _("Give the template a name.")))
    elif DisclosureTemplate.objects.visible_to(actor).filter(name=said["name"]).exists():
        found.append(("name", _("You already have a template with this name.")))
    if not sheet.decision.receivers:
        found.append(("receivers", _("Choose who may read.")))
    if not said["purpose"]:
        found.append(("purpose", _("Write the purpose.")))
    if not said["need"]:
        found.append(("need", _("Write why it is needed.")))
    if not said["months"]:
        found.append(("months", _("Say for how many months they may read.")))
    return found + missing_answers(sheet)


def _show(
    request: HttpRequest, form: TemplateForm, sheet: Sheet, status: int = 200
) -> HttpResponse:
    form.is_valid()
    form.say_what_is_optional()
    context = {
        "form": form,
        "sheet": sheet,
        "round": sheet.round,
        **asked(form, sheet),
        "saved_for": saved_for(request.actor, WEIGHED),
        "back": reverse("agencies:template_list"),
        "here": request.path,
    }
    return render(request, "desk/deciding/template.html", context, status=status)
