"""What a person in an exit case has said yes to: taken from the case's page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from agencies.grounds import Ages
from agencies.views.consents import consent_page
from offers.models import Case
from offers.reminders import name_of

PARTS = {
    "case": _("That there is an exit case"),
    "statuses": _("How the case stands"),
    "measures": _("Which measures are under way"),
}


@require_http_methods(["GET", "POST"])
@login_required
def consent_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A case keeps no date of birth: whoever it concerns may be a child."""
    case = get_object_or_404(Case.objects.writable_by(request.actor), ref=ref)
    return consent_page(
        request,
        case,
        label=name_of(case),
        ages=Ages(),
        parts=PARTS,
        back=case.get_absolute_url(),
    )
