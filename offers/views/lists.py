"""The lists of support: what waits, what is owed, what has been offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agencies.ledger import record_list
from agencies.readers import mark
from agencies.scoping import Actor
from callins.models import Callin
from groups.models import Person
from gvi.core.folding import swedish_order
from gvi.core.paging import page_of
from offers import policies, reminders
from offers.models import Offer
from offers.views.shared import TABS, just_logged, tabs


@dataclass(frozen=True)
class Listing:
    """One list: its rows, how a row is told, and what it says when there are none.

    A list without columns is a work list: a line and one large action each.
    """

    rows: Callable[[Actor], QuerySet]
    caption: Any
    columns: tuple[Any, ...]
    cells: Callable[[Any, HttpRequest], Any]
    empty: Any


def own_line(row: Any, request: HttpRequest) -> dict[str, Any]:
    return reminders.as_due(row, request.actor.user_id).as_row(request.get_full_path())


def waiting_cells(row: Any, request: HttpRequest) -> list[Any]:
    due = reminders.as_due(row)
    log = {"text": _("Log"), "what": due.what, "url": due.log_url(request.get_full_path())}
    return [
        {"text": due.what, "url": due.url},
        {"due": due.due_on},
        row.responsible.name,
        log if policies.may_follow_up(request.actor) else "",
    ]


def owed_cells(person: Person, request: HttpRequest) -> list[Any]:
    offer = f"{reverse('offers:offer_new')}?person={person.ref}"
    may = policies.may_offer(request.actor)
    return [
        person.code_name,
        {"agency": {"kind": person.scope.agency.kind, "name": person.scope.agency.name}},
        {"mark": person.mark},
        {"text": _("Record an offer"), "what": person.code_name, "url": offer} if may else "",
    ]


def offer_cells(offer: Offer, request: HttpRequest) -> list[Any]:
    agency = offer.scope.agency
    return [
        {"text": reminders.name_of(offer), "url": offer.get_absolute_url()},
        offer.get_occasion_display(),
        offer.made_on,
        {"agency": {"kind": agency.kind, "name": agency.name}},
        {"mark": offer.mark},
    ]


def unanswered_cells(offer: Offer, request: HttpRequest) -> list[Any]:
    answer = reverse("offers:offer_answer", args=[offer.ref])
    name = reminders.name_of(offer)
    return [
        *offer_cells(offer, request),
        {"text": _("Record the answer"), "what": name, "url": answer},
    ]


def own_waiting(actor: Actor) -> QuerySet:
    return reminders.answered_by(actor, timezone.localdate())


def owed(actor: Actor) -> QuerySet[Person]:
    rows = reminders.owed_offers(actor).select_related("scope__agency")
    return rows.order_by(swedish_order("code_name"), "pk")


def made(actor: Actor) -> QuerySet[Offer]:
    return Offer.objects.visible_to(actor).select_related("person", "scope__agency")


def column(label: Any, **values: Any) -> dict[str, Any]:
    return {"label": label, **values}


ACTION = column(gettext_lazy("Action"), hidden=True)
SEEN_BY = column(gettext_lazy("Who can see this"))
WAITING = (
    column(gettext_lazy("Who")),
    column(gettext_lazy("Next follow-up")),
    column(gettext_lazy("Responsible")),
    ACTION,
)
OWED = (column(gettext_lazy("Person")), column(gettext_lazy("Mapped by")), SEEN_BY, ACTION)
OFFERED = (
    column(gettext_lazy("Who")),
    column(gettext_lazy("Occasion")),
    column(gettext_lazy("Offered on")),
    column(gettext_lazy("Offered by")),
    SEEN_BY,
)
LISTINGS = {
    "mina": Listing(
        own_waiting,
        gettext_lazy("Your follow-ups"),
        (),
        own_line,
        gettext_lazy("Nothing waits for you."),
    ),
    "alla": Listing(
        reminders.waiting,
        gettext_lazy("All follow-ups that wait"),
        WAITING,
        waiting_cells,
        gettext_lazy("Nothing waits."),
    ),
    "att-lamna": Listing(
        owed,
        gettext_lazy("People without an offer of help"),
        OWED,
        owed_cells,
        gettext_lazy("Everyone you see on the map has been offered help."),
    ),
    "utan-svar": Listing(
        reminders.unanswered,
        gettext_lazy("Offers without an answer"),
        (*OFFERED, ACTION),
        unanswered_cells,
        gettext_lazy("Every offer has an answer."),
    ),
    "lamnade": Listing(
        made,
        gettext_lazy("Offers made"),
        OFFERED,
        offer_cells,
        gettext_lazy("No offers have been made yet."),
    ),
}


def asked_for(request: HttpRequest) -> str:
    """The list wanted, when the actor may open it; the first one otherwise."""
    default = "mina" if policies.is_exit_side(request.actor) else "att-lamna"
    wanted = request.GET.get("visa", default)
    may = {name: allowed for name, _label, allowed in TABS if name in LISTINGS}
    if wanted not in may or not may[wanted](request.actor):
        raise Http404
    return wanted


def callins_behind(request: HttpRequest, name: str) -> Iterable[Callin]:
    """Call-ins to record offers from, beside the list of offers to make."""
    if name != "att-lamna" or not policies.may_offer(request.actor):
        return []
    return reminders.held_lately(request.actor, timezone.localdate(), 3)


@require_safe
@login_required
def offer_list(request: HttpRequest) -> HttpResponse:
    policies.require_reading(request.actor)
    name = asked_for(request)
    listing = LISTINGS[name]
    rows = listing.rows(request.actor)
    page = page_of(request, rows)
    record_list(request.actor, f"{rows.model._meta.model_name}.listed", page, context=name)
    mark(request.actor, page, rows.rule)
    context = {
        "page": page,
        "listing": listing,
        "lines": [listing.cells(row, request) for row in page],
        "tabs": tabs(request.actor, name),
        "just": just_logged(request),
        "callins": callins_behind(request, name),
        "is_exit_side": policies.is_exit_side(request.actor),
    }
    return render(request, "offers/offer_list.html", context)
