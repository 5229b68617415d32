"""The queues of cases: mine, nobody's, all, paused, in after-care, late and closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from agencies.ledger import record_list
from agencies.readers import mark
from agencies.scoping import Actor
from gvi.core.paging import page_of
from offers import guards, policies, reminders
from offers.actions.disclosing import with_telling
from offers.models import Case, FollowUp, Intake, Step
from offers.views.shared import empty, tabs

NAME = {"label": gettext_lazy("Case")}
STATUSES = [
    {"label": gettext_lazy("The police's exit case")},
    {"label": gettext_lazy("Social services' case")},
]
NEXT = {"label": gettext_lazy("Next follow-up")}
RESPONSIBLE = {"label": gettext_lazy("Responsible")}
SEEN_BY = {"label": gettext_lazy("Who can see this")}
OWN = [
    NAME,
    {"label": gettext_lazy("Step")},
    NEXT,
    RESPONSIBLE,
    SEEN_BY,
    {"label": gettext_lazy("Action"), "hidden": True},
]
GIVEN = [NAME, *STATUSES, {"label": gettext_lazy("Opened on")}, SEEN_BY]
ENDED = [
    NAME,
    {"label": gettext_lazy("How it ended")},
    {"label": gettext_lazy("Closed on")},
    {"label": gettext_lazy("After-care until")},
    {"label": gettext_lazy("Look in on the person")},
    RESPONSIBLE,
    {"label": gettext_lazy("Action"), "hidden": True},
]
CONTACTS = [
    {"label": gettext_lazy("Contact")},
    {"label": gettext_lazy("First contact")},
    RESPONSIBLE,
]
MANY = 10


@dataclass(frozen=True)
class Queue:
    """One queue: which cases, and what it says when there are none."""

    label: Any
    caption: Any
    rows: Callable[[Actor], QuerySet[Case]]
    empty: Any
    columns: Any = None


def all_open(actor: Actor) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).open()


def own_open(actor: Actor) -> QuerySet[Case]:
    return all_open(actor).filter(scope_id=actor.scope)


def mine(actor: Actor) -> QuerySet[Case]:
    return own_open(actor).filter(responsible_id=actor.user_id)


def nobodys(actor: Actor) -> QuerySet[Case]:
    """Those whose responsible is away or no longer works here."""
    here = reminders.in_service(actor, timezone.localdate()).order_by().values("pk")
    return own_open(actor).exclude(responsible_id__in=here)


def paused(actor: Actor) -> QuerySet[Case]:
    return own_open(actor).filter(paused_on__isnull=False)


def late(actor: Actor) -> QuerySet[Case]:
    waiting = FollowUp.objects.visible_to(actor).overdue(timezone.localdate())
    return Case.objects.visible_to(actor).filter(pk__in=waiting.values("case_id"))


def in_after_care(actor: Actor) -> QuerySet[Case]:
    """Closed, and still looked in on."""
    waiting = FollowUp.objects.visible_to(actor).waiting().values("case_id")
    return Case.objects.visible_to(actor).closed().filter(pk__in=waiting)


def closed(actor: Actor) -> QuerySet[Case]:
    rows = Case.objects.visible_to(actor).closed().filter(scope_id=actor.scope)
    return rows.order_by("-closed_on", "-pk")


QUEUES = {
    "mina": Queue(
        gettext_lazy("Mine"),
        gettext_lazy("Your open cases"),
        mine,
        gettext_lazy("You are responsible for no open case."),
    ),
    "otilldelade": Queue(
        gettext_lazy("Unassigned"),
        gettext_lazy("Open cases whose responsible is away or has left"),
        nobodys,
        gettext_lazy("Every open case has somebody in service."),
    ),
    "alla": Queue(gettext_lazy("All open"), gettext_lazy("Open cases"), all_open, ""),
    "pausade": Queue(
        pgettext_lazy("list of cases", "Paused"),
        gettext_lazy("Paused cases"),
        paused,
        gettext_lazy("No case is paused."),
    ),
    "eftervard": Queue(
        gettext_lazy("After-care"),
        gettext_lazy("Closed cases that are looked in on"),
        in_after_care,
        gettext_lazy("Nobody is in after-care."),
        ENDED,
    ),
    "forfallna": Queue(
        gettext_lazy("Overdue"),
        gettext_lazy("Cases with a late follow-up"),
        late,
        gettext_lazy("No follow-up in a case is late."),
    ),
    "avslutade": Queue(
        pgettext_lazy("list of cases", "Closed"),
        gettext_lazy("Closed cases"),
        closed,
        gettext_lazy("No case has been closed."),
        ENDED,
    ),
}
FIRST = "alla"


@require_safe
@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """One queue of cases. Those to whom cases were only given have the open ones."""
    actor = request.actor
    policies.require_reading(actor)
    name = asked_for(request)
    queue = QUEUES[name]
    rows = with_step(actor, queue.rows(actor)).select_related("responsible", "scope__agency")
    page = page_of(request, rows)
    record_list(actor, "case.listed", page, context=name)
    mark(actor, page, policies.CASE)
    contacts = new_contacts(actor) if name == "otilldelade" else []
    is_exit_side = policies.is_exit_side(actor)
    own = queue.columns or OWN
    context = {
        "page": page,
        "caption": queue.caption,
        "columns": own if is_exit_side else GIVEN,
        "lines": [line(request, case, queue) for case in page],
        "tabs": tabs(actor, "offers:case_list"),
        "queues": ways(name) if is_exit_side else [],
        "empty": queue.empty or empty(actor),
        "is_exit_side": is_exit_side,
        "contacts": contacts,
        "contact_columns": CONTACTS,
        "all_contacts": reverse("offers:intake_list"),
    }
    return render(request, "offers/case_list.html", context)


def asked_for(request: HttpRequest) -> str:
    """The queue wanted; a queue that is not there, or not one's own, was never there."""
    wanted: str = request.GET.get("ko", FIRST)
    may_all = policies.is_exit_side(request.actor)
    if wanted not in QUEUES or not (may_all or wanted == FIRST):
        raise Http404
    return wanted


def ways(current: str) -> list[dict[str, Any]]:
    start = reverse("offers:case_list")
    return [
        {"label": queue.label, "url": f"{start}?ko={name}", "current": name == current}
        for name, queue in QUEUES.items()
    ]


def with_step(actor: Actor, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases, each with its latest step and what waits on it."""
    steps = Step.objects.visible_to(actor).filter(case=OuterRef("pk"))
    waiting = FollowUp.objects.visible_to(actor).waiting().filter(case=OuterRef("pk"))
    return with_telling(actor, cases).annotate(
        step=Subquery(steps.values("kind")[:1]),
        next_on=Subquery(waiting.values("due_on")[:1]),
        next_ref=Subquery(waiting.values("ref")[:1]),
    )


def line(request: HttpRequest, case: Any, queue: Queue) -> list[Any]:
    """A case as the table takes it."""
    actor = request.actor
    name = reminders.case_name(actor, case)
    head = {"text": name, "url": case.get_absolute_url()}
    if not policies.is_exit_side(actor):
        statuses = [case.get_police_status_display(), case.get_social_status_display()]
        told = statuses if case.tells_statuses else ["", ""]
        return [head, *told, case.opened_on, {"mark": case.mark}]
    worker = case.responsible.name if case.scope_id == actor.scope else ""
    due, log = {"due": case.next_on} if case.next_on else "", log_of(request, case, name)
    if queue.columns is ENDED:
        until = case.aftercare_until or ""
        ended = [case.get_ending_display(), case.closed_on, until]
        return [head, *ended, due, worker, log]
    step = guards.label(case.step or "")
    return [head, step, due, worker, {"mark": case.mark}, log]


def log_of(request: HttpRequest, case: Any, name: str) -> Any:
    """The way to log what waits on one of the actor's own cases, and back to the queue."""
    if not case.next_ref:
        return ""
    url = reverse("offers:followup_log", args=[case.next_ref])
    back = reminders.with_way_back(url, request.get_full_path())
    return {"text": _("Log"), "what": name, "url": back}


def new_contacts(actor: Actor) -> list[Any]:
    """The longest waiting of the contacts that nobody has begun with."""
    rows = Intake.objects.visible_to(actor).filter(state=Intake.State.NEW)
    found = list(rows.select_related("responsible").order_by("first_contact_at", "pk")[:MANY])
    record_list(actor, "intake.listed", found, context="otilldelade")
    return [
        [
            {"text": reminders.name_of(each), "url": each.get_absolute_url()},
            timezone.localdate(each.first_contact_at),
            each.responsible.name,
        ]
        for each in found
    ]
