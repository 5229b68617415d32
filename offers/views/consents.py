"""What a person in an exit case has said yes to: taken from the case's page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from agencies.views.consents import consent_page
from offers.actions import disclosing
from offers.models import Case
from offers.reminders import name_of

# Whatever can be disclosed of a case, and who it is when the police's exit group is asked.
PARTS = disclosing.PARTS | {
    "threat_check": _("What the person is called and who it is, for a threat check")
}


@require_http_methods(["GET", "POST"])
@login_required
def consent_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A case keeps no date of birth: whoever nothing else is known of may be a child."""
    case = get_object_or_404(Case.objects.writable_by(request.actor), ref=ref)
    return consent_page(
        request,
        case,
        label=name_of(case),
        ages=disclosing.ages_of_cases([case])[case.ref],
        parts=PARTS,
        back=case.get_absolute_url(),
    )
