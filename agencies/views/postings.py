"""Accounts and postings of one's own agency, and what they come to."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import policies
from agencies.actions import postings
from agencies.forms.administration import InviteForm, in_a_year
from agencies.ledger import record, record_list
from agencies.login import send_first_link
from agencies.models import Posting, User
from agencies.pages import form_page
from agencies.rights import rights_of
from agencies.scoping import Function
from gvi.core.paging import page_of

LIST = "agencies:account_list"


def _ours(request: HttpRequest):
    policies.require_administration(request.actor)
    return (
        Posting.objects.writable_by(request.actor)
        .filter(user__is_system=False)
        .select_related("user", "approved_by", "proposed_by")
    )


@require_safe
@login_required
def account_list(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    rows = _ours(request).order_by("user__name", "function", "-to_on")
    page = page_of(request, rows.filter(to_on__gte=today))
    record_list(actor, "posting.listed", page)
    renewed = {(each.user_id, each.function) for each in rows.filter(from_on__gt=today)}
    lines = [_line(actor, posting, today, renewed) for posting in page]
    lapsed = rows.filter(to_on__lt=today, ended_on__isnull=True)[:20]
    context = {
        "current": "accounts",
        "page": page,
        "lines": lines,
        "lapsed": [_line(actor, posting, today, renewed) for posting in lapsed],
    }
    return render(request, "agencies/administration/accounts.html", context)


def _line(actor, posting: Posting, today, renewed: set) -> dict[str, object]:
    """One posting and what may be done with it, by someone other than its holder."""
    is_other = posting.user_id != actor.user_id
    two = posting.proposed_by_id == actor.user_id and posting.needs_two
    is_renewed = (posting.user_id, posting.function) in renewed and posting.from_on <= today
    return {
        "row": posting,
        "state": posting.state_on(today),
        "may_approve": is_other and not posting.is_approved and not two,
        "may_renew": is_other and posting.is_ending(today) and not is_renewed,
        "may_end": is_other and posting.to_on >= today,
    }


@require_http_methods(["GET", "POST"])
@login_required
def account_new(request: HttpRequest) -> HttpResponse:
    policies.require_administration(request.actor)
    return form_page(
        request,
        InviteForm(request.POST or None, initial=in_a_year()),
        lambda form: _welcome(request, **form.cleaned_data),
        heading=_("Give somebody a function"),
        lead=_(
            "A new account gets a mail with a link to set a password, and nothing else. "
            "Administration and decision take two: another administrator approves them."
        ),
        submit=_("Save the function"),
        done=_("The function is saved."),
        then=reverse(LIST),
        back=reverse(LIST),
    )


def _welcome(request: HttpRequest, **given: object) -> Posting:
    posting = postings.welcome(actor=request.actor, **given)
    if not posting.user.has_usable_password():
        send_first_link(request, posting.user)
    return posting


@require_POST
@login_required
def posting_renew(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _act(request, ref, postings.renew_posting, _("The posting is renewed for a year."))


@require_POST
@login_required
def posting_approve(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _act(request, ref, postings.approve_posting, _("The posting is approved."))


@require_POST
@login_required
def posting_end(request: HttpRequest, ref: UUID) -> HttpResponse:
    return _act(request, ref, postings.end_posting, _("The posting is over."))


def _act(request: HttpRequest, ref: UUID, verb: Callable[..., Posting], done: str) -> HttpResponse:
    posting = get_object_or_404(_ours(request), ref=ref)
    made = verb(actor=request.actor, posting=posting)
    waits = _("Another administrator must approve it.") if not made.is_approved else done
    messages.success(request, waits)
    return redirect(LIST)


def _person(request: HttpRequest, ref: UUID) -> User:
    """Somebody posted in one's own agency, once or now."""
    people = User.objects.filter(pk__in=_ours(request).values("user_id"))
    return get_object_or_404(people, ref=ref)


@require_safe
@login_required
def account_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    user = _person(request, ref)
    rows = _ours(request).filter(user=user).order_by("-to_on", "function")
    held = [each for each in rows if each.is_in_force(today)]
    record(actor, "account.read", user)
    page = {
        "current": "accounts",
        "person": user,
        "held": [{"row": each, "rights": rights_of([each.function])} for each in held],
        "lines": [_line(actor, each, today, set()) for each in rows],
        "may_remove": user.pk != actor.user_id and any(each.to_on >= today for each in rows),
        "back": reverse(LIST),
    }
    return render(request, "agencies/administration/account.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def account_remove(request: HttpRequest, ref: UUID) -> HttpResponse:
    user = _person(request, ref)
    if request.method == "GET":
        page = {"person": user, "back": reverse("agencies:account_detail", args=[ref])}
        return render(request, "agencies/administration/account_remove.html", page)
    postings.remove_leaver(actor=request.actor, user=user)
    messages.success(request, _("All functions in your agency are over for that person."))
    return redirect(LIST)


@require_safe
@login_required
def rights(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    held = _ours(request).in_force(today)
    people: dict[str, set[str]] = {}
    for each in held:
        people.setdefault(each.function, set()).add(each.user.name)
    record(actor, "rights.read")
    page = {
        "current": "rights",
        "functions": [
            {
                "label": Function(function).label,
                "people": sorted(people.get(function, ())),
                "rights": rights_of([function]),
            }
            for function in Function
            if function != Function.FIGURES
        ],
    }
    return render(request, "agencies/administration/rights.html", page)
