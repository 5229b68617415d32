"""Disclosures given and received: list, one, withdraw."""

from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies import actions, papers, policies
from agencies.forms import WithdrawForm
from agencies.ledger import record, record_list
from agencies.models import (
    Acknowledgement,
    DisclosedItem,
    Disclosure,
    Notice,
    Round,
    Weighing,
)
from agencies.pages import copy_of, crossing_tabs, form_page
from agencies.readers import mark, readers_of, saved_for
from agencies.readings import readings
from agencies.scoping import Actor
from gvi.core.paging import page_of

SOON = timedelta(days=30)


@require_safe
@login_required
def disclosure_list(request: HttpRequest) -> HttpResponse:
    """`?side=received` for those received; `?ko=` for those that end soon or were taken back."""
    actor = request.actor
    rows = Disclosure.objects.visible_to(actor).select_related("scope__agency", "ground")
    queues = {
        "given": rows.given_by(actor),
        "received": rows.received_by(actor),
        "loper-ut": rows.ending_by(timezone.localdate() + SOON),
        "aterkallade": rows.given_by(actor).filter(withdrawn_at__isnull=False),
    }
    asked = request.GET.get("ko") or request.GET.get("side")
    here = asked if asked in queues else "given"
    page = page_of(request, queues[here])
    record_list(actor, "disclosure.listed", page)
    mark(actor, page, policies.DISCLOSURE)
    context = {
        "page": page,
        "tabs": crossing_tabs(actor, here),
        "ways": ways(actor) if here == "given" else [],
    }
    return render(request, "agencies/disclosure_list.html", context)


@require_safe
@login_required
def draft_list(request: HttpRequest) -> HttpResponse:
    """Decisions in the making, the last touched first."""
    actor = request.actor
    policies.require_decide(actor)
    drafts = Round.objects.visible_to(actor).drafts().select_related("made_by", "request")
    kept = Count("lines", filter=Q(lines__is_struck=False))
    page = page_of(request, drafts.annotate(rows=kept).order_by("-updated_at", "-pk"))
    record_list(actor, "round.listed", page)
    context = {"page": page, "tabs": crossing_tabs(actor, "drafts"), "ways": ways(actor)[:1]}
    return render(request, "agencies/draft_list.html", context)


def ways(actor: Actor) -> list[dict[str, str]]:
    """The ways in which something is given, the ordinary one first."""
    pages = [
        (_("Prepare a disclosure"), "desk:round_new"),
        (_("Give urgently"), "desk:urgent_new"),
        (_("Record what was said"), "desk:spoken_new"),
    ]
    found = pages if actor.has(policies.DECIDING) else []
    return [{"label": label, "url": reverse(page)} for label, page in found]


@require_safe
@login_required
def disclosure_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Disclosure.objects.visible_to(actor).select_related("scope__agency", "ground")
    disclosure = get_object_or_404(rows.select_related("decided_by"), ref=ref)
    is_giver = disclosure.scope_id == actor.scope
    is_archived = not is_giver and not reaches(actor, disclosure)
    if is_archived:
        record(actor, "archive.read", context=str(ref))  # its own: no giver hears of it
    else:
        record(actor, "disclosure.read", disclosure)
    context = {
        "disclosure": disclosure,
        "facts": facts(disclosure),
        "copies": copies(actor, disclosure),
        "deliveries": disclosure.deliveries.select_related("receiver__participation__agency"),
        "is_giver": is_giver,
        "is_archived": is_archived,
        "newer": Disclosure.objects.visible_to(actor).filter(corrects=disclosure).first(),
        "secrecy": papers.secrecy(disclosure),
        "weighed": papers.weighed(disclosure) if is_giver else [],
        "weighing": Weighing.objects.visible_to(actor).filter(disclosure=disclosure).first(),
        "readings": readings(disclosure) if is_giver else [],
        "readers": readers_of(actor, disclosure, policies.DISCLOSURE),
        "then_decision": {"then": "decision"},
        "unread": None if is_giver else unread_conditions(actor, disclosure),
        "receipts": receipts(actor, disclosure) if is_giver else [],
        **doors(actor, disclosure, is_giver=is_giver, is_archived=is_archived),
    }
    return render(request, "agencies/disclosure_detail.html", context)


def reaches(actor: Actor, disclosure: Disclosure) -> bool:
    """Whether it is read because it was delivered, and not out of the closed archive."""
    return Disclosure.objects.visible_to(actor).reaching(actor).filter(pk=disclosure.pk).exists()


def facts(disclosure: Disclosure) -> list[dict[str, Any]]:
    """How it was given, where that is more than a decision in this service."""
    found = []
    if disclosure.is_partial:
        found.append((_("Answer"), _("Disclosed in part")))
    if disclosure.occasion != Round.Occasion.OWN:
        found.append((_("Occasion"), Round.Occasion(disclosure.occasion).label))
    if disclosure.form != Round.Form.ELECTRONIC:
        found.append((_("How it was given"), Round.Form(disclosure.form).label))
        found.append((_("Day it was given"), disclosure.said_on))
    if disclosure.tell_onward:
        found.append((_("Passing on"), _("The giver must be told when it is passed on.")))
    return [{"label": label, "value": value} for label, value in found]


def copies(actor: Actor, disclosure: Disclosure) -> list[Any]:
    """The frozen parts, kind by kind; outside OSL none before the conditions are read."""
    items = DisclosedItem.objects.visible_to(actor).shown_to(actor).filter(disclosure=disclosure)
    ordered = items.order_by("kind", "pk")
    return [copy_of(kind, found) for kind, found in groupby(ordered, key=lambda each: each.kind)]


def unread_conditions(actor: Actor, disclosure: Disclosure) -> Notice | None:
    told = Notice.objects.visible_to(actor).unread_by(actor)
    return told.filter(disclosure=disclosure, kind=Notice.Kind.CONDITIONS).first()


def receipts(actor: Actor, disclosure: Disclosure) -> Any:
    """Who has read what was told about it, as far as receivers tell."""
    heard = Acknowledgement.objects.visible_to(actor).filter(notice__disclosure=disclosure)
    return heard.select_related("scope__agency", "notice").order_by("read_at")


def doors(
    actor: Actor, disclosure: Disclosure, *, is_giver: bool, is_archived: bool
) -> dict[str, str]:
    """What can be done from the page, as addresses; empty where it cannot."""
    decides = actor.has(policies.DECIDING)
    is_waiting = disclosure.complete_by is not None and disclosure.completed_at is None
    may = {
        "withdraw": is_giver and decides and disclosure.withdrawn_at is None,
        "correct": is_giver and decides,
        "complete": is_giver and decides and is_waiting,
        "renew": is_giver and decides and disclosure.round_id is not None,
        "decision": is_giver,
        "copy": not is_giver,
        "onward": not is_giver and decides and not is_archived,
        "answers": is_giver and bool(disclosure.question),
        "answer": not is_giver and decides and not is_archived and bool(disclosure.question),
    }
    pages = {
        "withdraw": "agencies:disclosure_withdraw",
        "correct": "agencies:disclosure_correct",
        "complete": "desk:urgent_complete",
        "renew": "desk:round_renew",
        "decision": "agencies:decision_pdf",
        "copy": "agencies:copy_pdf",
        "onward": "desk:onward",
        "answers": "desk:round_answers",
        "answer": "desk:round_answer",
    }
    return {
        f"{name}_url": reverse(page, args=[disclosure.ref]) if may[name] else ""
        for name, page in pages.items()
    }


@require_http_methods(["GET", "POST"])
@login_required
def disclosure_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    disclosure = get_object_or_404(Disclosure.objects.writable_by(actor), ref=ref)
    record(actor, "disclosure.read", disclosure)
    return form_page(
        request,
        WithdrawForm(request.POST or None),
        lambda form: actions.withdraw(
            actor=actor, disclosure=disclosure, reason=form.cleaned_data["reason"]
        ),
        heading=_("Withdraw the disclosure"),
        submit=_("Withdraw"),
        done=_("The disclosure is withdrawn."),
        then=disclosure.get_absolute_url(),
        back=disclosure.get_absolute_url(),
        template="agencies/disclosure_withdraw.html",
        warn=True,
        readings=readings(disclosure),
        saved_for=saved_for(actor, policies.WEIGHED),
    )
