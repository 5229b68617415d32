"""What a person has said yes to: taken from the person's page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from agencies.views.consents import consent_page
from groups import actions
from groups.models import Person


@require_http_methods(["GET", "POST"])
@login_required
def consent_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    person = get_object_or_404(Person.objects.writable_by(request.actor), ref=ref)
    return consent_page(
        request,
        person,
        label=person.code_name,
        ages=actions.ages_of([person]),
        parts=actions.PARTS,
        back=person.get_absolute_url(),
    )
