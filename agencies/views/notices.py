"""Notices: what givers have told, until it is read; and a giver's word that a copy was wrong."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import actions, policies
from agencies.forms import CorrectForm
from agencies.ledger import record, record_list
from agencies.models import Acknowledgement, Disclosure, Notice
from agencies.pages import crossing_tabs, form_page
from agencies.scoping import Actor
from gvi.core.paging import page_of


@require_safe
@login_required
def notice_list(request: HttpRequest) -> HttpResponse:
    """By decision, the newest first. What is no longer in force keeps nothing of what it said."""
    actor = request.actor
    policies.require_work(actor)
    rows = Notice.objects.visible_to(actor).told_to(actor).select_related("scope__agency")
    page = page_of(request, rows)
    record_list(actor, "notice.listed", page)
    context = {
        "page": page,
        "tabs": crossing_tabs(actor, "notices"),
        "decisions": by_decision(actor, list(page)),
    }
    return render(request, "agencies/notice_list.html", context)


def by_decision(actor: Actor, notices: list[Notice]) -> list[dict[str, Any]]:
    """Notices with the decision they are about, where it still reads."""
    keys = [each.disclosure_id for each in notices]
    open_to = {each.pk: each for each in Disclosure.objects.visible_to(actor).filter(pk__in=keys)}
    receipts = Acknowledgement.objects.visible_to(actor).filter(
        notice__in=notices, read_by_id=actor.user_id
    )
    read = {each.notice_id: each.read_at for each in receipts}
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    ordered = sorted(notices, key=lambda each: (first[each.disclosure_id], each.pk in read))
    return [
        {
            "disclosure": open_to.get(key),
            "agency": told[0].scope.agency,
            "decided_on": told[0].decided_on,
            "notices": [
                {"notice": each, "read_at": read.get(each.pk), "text": text_of(each, open_to)}
                for each in told
            ],
        }
        for key, grouped in groupby(ordered, key=lambda each: each.disclosure_id)
        if (told := list(grouped))
    ]


def text_of(notice: Notice, open_to: Any) -> str:
    """What the giver wrote, while the decision is in force; a note of onward use is always told."""
    if notice.kind == Notice.Kind.PASSED_ON or notice.disclosure_id in open_to:
        return str(notice.text)
    return ""


@require_POST
@login_required
def notice_read(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    notice = get_object_or_404(Notice.objects.visible_to(actor).told_to(actor), ref=ref)
    actions.acknowledge(actor=actor, notice=notice)
    messages.success(request, _("The notice is marked as read."))
    target = Disclosure.objects.visible_to(actor).filter(pk=notice.disclosure_id).first()
    if request.POST.get("then") == "decision" and target is not None:
        return redirect(target.get_absolute_url())
    return redirect("agencies:notice_list")


@require_http_methods(["GET", "POST"])
@login_required
def disclosure_correct(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    disclosure = get_object_or_404(Disclosure.objects.writable_by(actor), ref=ref)
    record(actor, "disclosure.read", disclosure)
    return form_page(
        request,
        CorrectForm(request.POST or None),
        lambda form: actions.correct(actor=actor, disclosure=disclosure, **form.cleaned_data),
        heading=_("Say that something was wrong"),
        lead=_(
            "Everyone who received it is told at once. Their copy stays as it is: a new version"
            " needs a new decision."
        ),
        submit=_("Tell the receivers"),
        done=_("The receivers are told."),
        then=disclosure.get_absolute_url(),
        back=disclosure.get_absolute_url(),
        saved_for={"audience": _("your agency, and all who received it")},
    )
