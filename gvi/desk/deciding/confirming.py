"""A second officer confirms a mapping, and in the same form by which decision it crosses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agencies.ledger import record
from agencies.models import DisclosureTemplate, Round
from agencies.pages import form_page
from agencies.policies import DISCLOSURE, may_disclose
from agencies.readers import saved_for
from agencies.scoping import Actor
from agencies.seats import receivers_for
from groups.actions import ages_of, confirm_person
from groups.models import Identity, Person
from gvi.core.refusals import Refused
from gvi.desk.deciding import actions
from gvi.desk.deciding.forms import templates_for
from gvi.desk.deciding.kinds import KINDS

OWN, NOT_NOW = "own", "not-now"


class ConfirmForm(forms.Form):
    """By which decision: an approved template, one of its own, or none yet."""

    way = forms.ChoiceField(
        label=gettext_lazy("How the person is disclosed"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.templates = {}
        if may_disclose(actor):
            found = templates_for(actor, KINDS["person"])
            self.templates = {str(each.ref): each for each in found}
        named = {each.pk: str(each) for each in receivers_for(actor)}
        choices = [
            (ref, _told(template, [named[pk] for pk in template.receivers if pk in named]))
            for ref, template in self.templates.items()
        ]
        if named:
            choices.append((OWN, _("I write a decision of its own on the next page")))
        choices.append((NOT_NOW, _("To nobody now: it is confirmed for your own agency")))
        self.fields["way"].choices = choices

    def template(self) -> DisclosureTemplate | None:
        return self.templates.get(self.cleaned_data["way"])


def _told(template: DisclosureTemplate, receivers: list[str]) -> str:
    words = _("By the template “%(name)s”, to %(receivers)s")
    return words % {"name": template.name, "receivers": "; ".join(receivers) or "–"}


@transaction.atomic
def confirm(*, actor: Actor, person: Person, form: ConfirmForm) -> Any:
    """All of it or nothing: what the template cannot carry leaves the person unconfirmed."""
    person = confirm_person(actor=actor, person=person)
    template = form.template()
    if form.cleaned_data["way"] == NOT_NOW:
        return person
    if template is not None and ages_of([person]).may_be_child:
        raise Refused(
            _("The person is or may be under 18. Write a decision of its own, with what is best."),
            field="way",
        )
    begun = actions.begin(actor=actor, kind=KINDS["person"], about=[person.ref], template=template)
    return begun if template is None else actions.decide(actor=actor, round=begun)


@require_http_methods(["GET", "POST"])
@login_required
def person_confirm(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    person = get_object_or_404(Person.objects.writable_by(actor), ref=ref)
    record(actor, "person.read", person)
    return form_page(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None, actor=actor),
        lambda form: confirm(actor=actor, person=person, form=form),
        heading=_("Confirm the mapping"),
        lead=_("Code name and state become visible to the functions of the decision."),
        submit=_("Confirm the mapping"),
        done=_("The mapping is confirmed."),
        then=lambda made: (made if isinstance(made, Round) else person).get_absolute_url(),
        back=person.get_absolute_url(),
        template="groups/person_confirm.html",
        person=person,
        identity=Identity.objects.visible_to(actor).filter(person=person).first(),
        saved_for=saved_for(actor, DISCLOSURE),
    )
