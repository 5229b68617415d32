"""The closed archive: what the agency has received and is done with, for its registrar alone."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from agencies import actions, policies
from agencies.forms import OpenCopyForm
from agencies.ledger import record
from agencies.models import Delivery, Disclosure
from agencies.pages import crossing_tabs, form_page
from agencies.readers import saved_for
from gvi.core.paging import page_of

COLUMNS = [
    {"label": gettext_lazy("Received on")},
    {"label": gettext_lazy("From")},
    {"label": gettext_lazy("Received by")},
    {"label": gettext_lazy("Holds")},
    {"label": gettext_lazy("Closed on")},
]


@require_safe
@login_required
def archive_list(request: HttpRequest) -> HttpResponse:
    """No name, no content: a registrar opens one with a reason. No giver hears of it."""
    actor = request.actor
    policies.require_registry(actor)
    rows = Delivery.objects.visible_to(actor).over().filter(group_id__in=actor.archive)
    chosen = rows.select_related("scope__agency", "receiver")
    page = page_of(request, chosen.order_by("-ends_at", "-pk"))
    record(actor, "archive.listed")
    context = {
        "page": page,
        "tabs": crossing_tabs(actor, "archive"),
        "columns": COLUMNS,
        "rows": [cells(each) for each in page],
    }
    return render(request, "agencies/archive_list.html", context)


def cells(delivery: Delivery) -> list[object]:
    """A closed delivery as the table takes it."""
    day = timezone.localdate(delivery.delivered_at).isoformat()
    closed = min(filter(None, [delivery.withdrawn_at, delivery.ends_at]))
    return [
        {"text": day, "url": reverse("agencies:archive_open", args=[delivery.ref])},
        str(delivery.scope.agency),
        delivery.receiver.get_function_display(),
        ngettext("%(count)s item", "%(count)s items", delivery.holds) % {"count": delivery.holds},
        timezone.localdate(closed),
    ]


@require_http_methods(["GET", "POST"])
@login_required
def archive_open(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_registry(actor)
    rows = Delivery.objects.visible_to(actor).over().filter(group_id__in=actor.archive)
    delivery = get_object_or_404(rows, ref=ref)

    def opened(_opening: object) -> str:
        copy = Disclosure.objects.visible_to(actor).get(pk=delivery.disclosure_id)
        return str(copy.get_absolute_url())

    return form_page(
        request,
        OpenCopyForm(request.POST or None),
        lambda form: actions.open_copy(actor=actor, delivery=delivery, **form.cleaned_data),
        heading=_("Open the copy"),
        lead=_("You alone read the copy for one hour. It is noted in your agency's own ledger."),
        submit=_("Open for an hour"),
        done=_("The copy is open for an hour."),
        then=opened,
        back=reverse("agencies:archive_list"),
        saved_for=saved_for(actor, policies.OPENING),
    )
