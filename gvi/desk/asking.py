"""Asking about a person one sees, or in words; and beginning the decision that answers."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agencies.actions import askers_of, start_round
from agencies.ledger import record, record_list
from agencies.models import Request, Round
from agencies.pages import form_page
from agencies.policies import ROUND, require_decide
from agencies.readers import saved_for
from agencies.scoping import Actor
from agencies.views.requests import request_page
from groups.actions import PARTS
from groups.models import Person


class AboutForm(forms.Form):
    """Which of one's own people a request is about."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Which of your people it concerns"),
        to_field_name="ref",
        empty_label="–",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.writable_by(actor).mapped()


@require_http_methods(["GET", "POST"])
@login_required
def request_new(request: HttpRequest) -> HttpResponse:
    return request_page(request, parts=PARTS)


@require_http_methods(["GET", "POST"])
@login_required
def request_about(request: HttpRequest, ref: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.actor), ref=ref)
    record(request.actor, "person.read", person)
    return request_page(
        request,
        parts=PARTS,
        about=person.ref,
        label=person.code_name,
        back=person.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@login_required
def request_begin(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Begin the decision that answers: about the person named, when that one is one's own."""
    actor = request.actor
    rows = Request.objects.visible_to(actor).put_to(actor).waiting(actor)
    asked = get_object_or_404(rows.exclude(kind=Request.Kind.CONTACT), ref=ref)
    require_decide(actor)
    record(actor, "request.read", asked)
    form = AboutForm(
        request.POST or None,
        actor=actor,
        initial={"person": asked.about},
    )
    record_list(actor, "person.listed", form.fields["person"].queryset)
    return form_page(
        request,
        form,
        lambda form: begin(actor, asked, form.cleaned_data["person"]),
        heading=_("Prepare the answer"),
        lead=_("Nothing is told until you have decided."),
        submit=_("Go on to the decision"),
        done=_("A draft is begun, with what was asked for."),
        then=Round.get_absolute_url,
        back=reverse("agencies:request_detail", args=[asked.ref]),
        saved_for=saved_for(actor, ROUND),
    )


def begin(actor: Actor, asked: Request, person: Person) -> Round:
    """The draft takes over what was asked for; every word of it can be changed."""
    parts = [part for part in PARTS if part in asked.parts]
    return start_round(
        actor=actor,
        about=[person.ref],
        request=asked,
        occasion=Round.Occasion.REQUEST,
        parts=parts or ["code_name"],
        receivers=[each.pk for each in askers_of(asked)],
        purpose=asked.purpose,
        ends_on=asked.until,
    )
