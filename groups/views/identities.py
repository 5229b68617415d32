"""Correcting one's own data about a person."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agencies.ledger import record
from agencies.models import Disclosure
from agencies.pages import form_page
from agencies.readers import saved_for
from groups import actions, policies
from groups.forms import IdentityForm
from groups.models import Identity, Person

FIELDS = ("given_name", "family_name", "personal_number", "birth_year", "protection")


@require_http_methods(["GET", "POST"])
@login_required
def person_correct(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    person = get_object_or_404(Person.objects.writable_by(actor), ref=ref)
    policies.require_mapping(actor)
    record(actor, "person.read", person)
    part = Identity.objects.visible_to(actor).filter(person=person).first()
    known = {name: getattr(part, name) for name in FIELDS} if part else {}

    def change(form: IdentityForm) -> list[Disclosure]:
        told = actions.change_identity(actor=actor, person=person, **form.cleaned_data)
        if told:
            messages.warning(request, _in_words(told))
        return told

    return form_page(
        request,
        IdentityForm(request.POST or None, initial=known | {"code_name": person.code_name}),
        change,
        heading=_("Correct the person"),
        lead=_(
            "Those who hold a copy of what you change are told that it was wrong. Their copy stays"
            " as it is until you decide on a new version."
        ),
        submit=_("Save the correction"),
        done=_("The correction is saved."),
        then=person.get_absolute_url(),
        back=person.get_absolute_url(),
        saved_for=saved_for(actor, policies.IDENTITY),
    )


def _in_words(told: list[Disclosure]) -> str:
    numbers = ", ".join(each.number for each in told)
    return ngettext(
        "Those who received decision %(numbers)s are told. Decide on a new version from its page.",
        "Those who received decisions %(numbers)s are told. Decide on new versions from their"
        " pages.",
        len(told),
    ) % {"numbers": numbers}
