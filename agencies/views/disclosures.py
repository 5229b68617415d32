"""Disclosures given and received: list, one, withdraw."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies import actions, policies
from agencies.forms import WithdrawForm
from agencies.ledger import record, record_list
from agencies.models import Disclosure
from agencies.pages import form_page
from agencies.readers import mark, readers_of, saved_for
from gvi.core.paging import page_of


@require_safe
@login_required
def disclosure_list(request: HttpRequest) -> HttpResponse:
    rows = Disclosure.objects.visible_to(request.actor).select_related("scope__agency", "ground")
    side = "received" if request.GET.get("side") == "received" else "given"
    rows = rows.received_by(request.actor) if side == "received" else rows.given_by(request.actor)
    page = page_of(request, rows)
    record_list(request.actor, "disclosure.listed", page)
    mark(request.actor, page, policies.DISCLOSURE)
    return render(request, "agencies/disclosure_list.html", {"page": page, "side": side})


@require_safe
@login_required
def disclosure_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    rows = Disclosure.objects.visible_to(request.actor)
    disclosure = get_object_or_404(
        rows.select_related("scope__agency", "ground", "decided_by"), ref=ref
    )
    record(request.actor, "disclosure.read", disclosure)
    is_giver = disclosure.scope_id == request.actor.scope
    context = {
        "disclosure": disclosure,
        "items": disclosure.items.all(),
        "deliveries": disclosure.deliveries.select_related("receiver__participation__agency"),
        "is_giver": is_giver,
        "readers": readers_of(request.actor, disclosure, policies.DISCLOSURE),
        "may_withdraw": is_giver
        and request.actor.has(policies.DECIDING)
        and disclosure.withdrawn_at is None,
    }
    return render(request, "agencies/disclosure_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def disclosure_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    disclosure = get_object_or_404(Disclosure.objects.writable_by(request.actor), ref=ref)
    return form_page(
        request,
        WithdrawForm(request.POST or None),
        lambda form: actions.withdraw(
            actor=request.actor, disclosure=disclosure, reason=form.cleaned_data["reason"]
        ),
        heading=_("Withdraw the disclosure"),
        lead=_("Reading stops at once. What has been read, printed or noted cannot be taken back."),
        submit=_("Withdraw"),
        done=_("The disclosure is withdrawn."),
        then=disclosure.get_absolute_url(),
        back=disclosure.get_absolute_url(),
        warn=True,
        saved_for=saved_for(request.actor, policies.WEIGHED),
    )
