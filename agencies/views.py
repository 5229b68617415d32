"""Disclosures given and received, the ledger, and the switch of participation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import actions, policies
from agencies.actors import postings_in_force
from agencies.forms import EntryFilterForm, SwitchForm, WithdrawForm
from agencies.ledger import record, record_list
from agencies.models import Disclosure, Entry, Posting
from agencies.pages import form_page
from gvi.core.paging import page_of


@require_safe
@login_required
def disclosure_list(request: HttpRequest) -> HttpResponse:
    rows = Disclosure.objects.visible_to(request.actor).select_related("scope__agency", "ground")
    side = "received" if request.GET.get("side") == "received" else "given"
    rows = rows.received_by(request.actor) if side == "received" else rows.given_by(request.actor)
    page = page_of(request, rows)
    record_list(request.actor, "disclosure.listed", page)
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
    )


@require_POST
@login_required
def switch(request: HttpRequest) -> HttpResponse:
    scopes = list(postings_in_force(request.user).values_list("participation_id", flat=True))
    form = SwitchForm(request.POST, scopes=scopes)
    if form.is_valid():
        request.session["participation"] = form.cleaned_data["participation"].pk
        messages.success(request, _("You now act in the other partnership."))
    return redirect("/")


@require_safe
@login_required
def entry_list(request: HttpRequest) -> HttpResponse:
    form = EntryFilterForm(request.GET or None)
    rows = Entry.objects.visible_to(request.actor).select_related("user", "scope__agency")
    if form.is_valid():
        wanted = {name: value for name, value in form.cleaned_data.items() if value}
        rows = rows.filter(**wanted)
    page = page_of(request, rows, size=50)
    record(request.actor, "ledger.read")
    return render(request, "agencies/entry_list.html", {"page": page, "filter": form})


@require_safe
@login_required
def administration(request: HttpRequest) -> HttpResponse:
    policies.require_administration(request.actor)
    rows = Posting.objects.filter(
        participation_id=request.actor.scope, user__is_system=False
    ).select_related("user", "approved_by")
    page = page_of(request, rows.order_by("user__name", "function"))
    record(request.actor, "postings.listed")
    return render(request, "agencies/administration.html", {"page": page})
