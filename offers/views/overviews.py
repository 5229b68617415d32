"""Where a case stands: its overview, its follow-ups and its history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.ledger import record_list
from agencies.models import Consent, Receiver
from agencies.pages import copy_of
from agencies.scoping import Actor
from gvi.core.paging import page_of
from offers import guards, reminders, timeline
from offers.actions.disclosing import copies_given
from offers.models import Case, CaseAssessment, FollowUp, LeavingStage, Measure, Step
from offers.views.case_pages import (
    OVERVIEW,
    case_page,
    may_change,
    own_case,
    seen_case,
)
from offers.views.shared import fact, link, told, ways_on

LATEST = 3
LEVELS = {
    CaseAssessment.Level.NONE: "neutral",
    CaseAssessment.Level.LATENT: "attention",
    CaseAssessment.Level.CONCRETE: "late",
    CaseAssessment.Level.ACUTE: "late",
}


@require_safe
@login_required
def case_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = seen_case(actor, ref)
    more = own_overview(actor, case) if may_change(actor, case) else given_overview(actor, case)
    more["summary"] = summary(actor, case)
    return case_page(request, case, OVERVIEW, "offers/case_detail.html", **more)


def given_overview(actor: Actor, case: Case) -> dict[str, Any]:
    """The latest copy, for those a case was given to."""
    copies = copies_given(actor, case)[:1]
    record_list(actor, "disclosure.listed", [each.disclosure for each in copies])
    return {"copy": copy_of("case", copies)} if copies else {}


def summary(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """How it stands: all that is told to those a case was only given to."""
    rows = [
        fact(_("The police's exit case"), case.get_police_status_display()),
        fact(_("Social services' case"), case.get_social_status_display()),
    ]
    if case.scope_id != actor.scope:
        return rows if case.tells_statuses else []
    lasting = Measure.objects.visible_to(actor).filter(case=case, ends_on__isnull=True)
    return [
        *rows,
        fact(_("What the person is leaving"), case.get_setting_display()),
        fact(_("Measures under way"), ", ".join(str(measure) for measure in lasting)),
        fact(_("Days between follow-ups"), case.rhythm_days),
        fact(_("Opened from"), origin_of(case)),
    ]


def origin_of(case: Case) -> str:
    """Where the case came from, as far as the reader may know."""
    if case.intake:
        return _("Contact %(number)s") % {"number": case.intake.number}
    return _("An offer of help") if case.offer_id else _("By itself")


def own_overview(actor: Actor, case: Case) -> dict[str, Any]:
    """What the exit group sees of its own case besides."""
    standing = guards.standing_of(actor, case)
    steps = list(Step.objects.visible_to(actor).filter(case=case))
    coming = guards.next_step(case, standing.steps)
    waiting = reminders.waiting_on(actor, case)
    log = ways_on(waiting, case.get_absolute_url()).get("log_url")
    follow_ups = reminders.history(actor, case)[:LATEST]
    stages = LeavingStage.objects.visible_to(actor).filter(case=case)
    return {
        "waiting": waiting,
        "latest": told(follow_ups),
        "steps": way(steps),
        "latest_step": steps[0] if steps else None,
        "stages": list(stages),
        "coming": guards.label(coming),
        "coming_url": f"{reverse('offers:case_step', args=[case.ref])}?steg={coming}",
        "missing": guards.lacks(case, coming, standing) if coming else [],
        "consent": consent_of(standing.consent),
        "safety": safety_of(actor, case),
        **standstill(case, waiting),
        "may_judge": case.ending != Case.Ending.TAKEN_OVER,
        "action": link(_("Log a follow-up"), log) if log else None,
    }


def standstill(case: Case, waiting: FollowUp | None) -> dict[str, Any]:
    """Since when a case rests or is closed, and the way to take it up again."""
    if case.is_paused:
        since, look = case.paused_on, waiting.due_on if waiting else ""
        title = _("Paused since %(day)s. Look in on %(look)s.") % {"day": since, "look": look}
        return {"paused_title": title, "resume_url": reverse("offers:case_resume", args=[case.ref])}
    if case.is_open:
        return {}
    taken = case.ending == Case.Ending.TAKEN_OVER
    reopen = "" if taken else reverse("offers:case_reopen", args=[case.ref])
    return {"ended_title": ended(case, is_waiting=waiting is not None), "reopen_url": reopen}


def ended(case: Case, *, is_waiting: bool) -> str:
    """When a case closed, and how long the person is looked in on."""
    if not is_waiting:
        return _("Closed %(day)s. No follow-up waits.") % {"day": case.closed_on}
    told = {"day": case.closed_on, "until": case.aftercare_until or _("further notice")}
    return _("Closed %(day)s. After-care until %(until)s.") % told


def way(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps in their ordinary order, each with the last day the case came to it."""
    reached: dict[str, Step] = {}
    for row in steps:
        reached.setdefault(row.kind, row)
    current = next((row.kind for row in reached.values() if row.kind in guards.WAY), "")
    return [
        {
            "label": kind.label,
            "on": reached[kind].came_on if kind in reached else None,
            "state": "current" if kind == current else "done" if kind in reached else "todo",
        }
        for kind in guards.WAY
    ]


def consent_of(consent: Consent | None) -> dict[str, Any] | None:
    """What the person has said yes to, whom it lets one tell, and until when."""
    if consent is None:
        return None
    named = Receiver.objects.filter(pk__in=consent.receivers)
    named = named.select_related("participation__agency")
    return {
        "scope": consent.data,
        "receivers": ", ".join(str(each) for each in named),
        "until": consent.expires_on,
        "url": consent.get_absolute_url(),
    }


def safety_of(actor: Actor, case: Case) -> dict[str, Any] | None:
    """The latest threat and risk assessment. It is the exit group's own."""
    rows = CaseAssessment.objects.visible_to(actor).filter(case=case)
    latest = rows.filter(kind=CaseAssessment.Kind.THREAT).first()
    if latest is None:
        return None
    return {
        "level": latest.get_level_display(),
        "kind": LEVELS[CaseAssessment.Level(latest.level)],
        "on": latest.assessed_on,
    }


@require_safe
@login_required
def case_followups(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own_case(actor, ref)
    waiting = reminders.waiting_on(actor, case)
    page = page_of(request, reminders.history(actor, case))
    return case_page(
        request,
        case,
        "case_followups",
        "offers/case_followups.html",
        waiting=waiting,
        page=page,
        items=told(page),
        **ways_on(waiting, request.get_full_path()),
    )


@require_safe
@login_required
def case_history(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own_case(actor, ref)
    page = page_of(request, timeline.events(actor, case))
    return case_page(request, case, "case_history", "offers/case_history.html", page=page)
