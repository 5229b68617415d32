"""Decisions drawn for review, for the audit function: which they are, and what it found."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies import actions, policies
from agencies.forms import ReviewForm
from agencies.ledger import record, record_list
from agencies.models import Sample
from agencies.pages import crossing_tabs, form_page
from agencies.readers import saved_for
from gvi.core.paging import page_of

REVIEWED_WITHIN = timedelta(days=30)
COLUMNS = [
    {"label": gettext_lazy("Decision")},
    {"label": gettext_lazy("Ground")},
    {"label": gettext_lazy("Review by")},
    {"label": gettext_lazy("Outcome")},
]


@require_safe
@login_required
def sample_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_audit(actor)
    rows = Sample.objects.visible_to(actor).order_by("reviewed_at", "drawn_at", "pk")
    page = page_of(request, rows)
    record_list(actor, "sample.listed", page)
    context = {
        "page": page,
        "tabs": crossing_tabs(actor, "samples"),
        "columns": COLUMNS,
        "rows": [cells(each) for each in page],
    }
    return render(request, "agencies/sample_list.html", context)


def cells(sample: Sample) -> list[object]:
    """A drawn decision as the table takes it."""
    by = timezone.localdate(sample.drawn_at) + REVIEWED_WITHIN
    if sample.reviewed_at:
        return [sample.number, sample.ground, {"due": by, "done": True}, sample.outcome]
    link = {"text": sample.number, "url": reverse("agencies:sample_review", args=[sample.ref])}
    return [link, sample.ground, {"due": by}, _("Not reviewed yet")]


@require_http_methods(["GET", "POST"])
@login_required
def sample_review(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_audit(actor)
    sample = get_object_or_404(Sample.objects.visible_to(actor), ref=ref)
    record(actor, "sample.read", sample)
    return form_page(
        request,
        ReviewForm(request.POST or None),
        lambda form: actions.review_sample(
            actor=actor, sample=sample, outcome=form.cleaned_data["outcome"]
        ),
        heading=_("Review decision %(number)s") % {"number": sample.number},
        lead=_(
            "Drawn because it was urgent or rests on one of the narrowest grounds. Read how it was"
            " reasoned at the decision function, and the readings in the ledger."
        ),
        submit=_("Sign the review"),
        done=_("The review is signed."),
        then=reverse("agencies:sample_list"),
        back=reverse("agencies:sample_list"),
        saved_for=saved_for(actor, policies.SAMPLE),
    )
