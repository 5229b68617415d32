"""Coordination meetings of a case: who took part, what was agreed, and what each had disclosed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record, record_list
from agencies.models import Disclosure
from agencies.readers import saved_for
from agencies.scoping import Actor
from gvi.core.paging import page_of
from offers import actions, brought, policies
from offers.actions.meetings import version_of
from offers.forms.meetings import CaseMeetingForm
from offers.models import Case, Meeting
from offers.views.case_pages import case_form, case_page, own_case
from offers.views.notes import without_key
from offers.views.seeing import as_seen


@require_safe
@login_required
def case_meetings(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own_case(actor, ref)
    rows = Meeting.objects.visible_to(actor).filter(case=case).select_related("recorded_by")
    page = page_of(request, rows)
    record_list(actor, "meeting.listed", page)
    meetings = shown(actor, page)
    if shown_papers := on_the_table(meetings):
        record_list(actor, "disclosure.listed", shown_papers)
    return case_page(
        request,
        case,
        "case_meetings",
        "offers/case_meetings.html",
        page=page,
        meetings=meetings,
    )


def shown(actor: Actor, meetings: Iterable[Any]) -> list[dict[str, Any]]:
    """Meetings as the page takes them: what was read there is told agency by agency."""
    found = list(meetings)
    brought.lay_out(actor, found)
    return [
        {
            "meeting": each,
            "functions": sorted(map(str, each.functions)),
            "agencies": by_agency(actor, each.read),
            "is_less": each.is_less,
            "change_url": reverse("offers:meeting_change", args=[each.ref]),
        }
        for each in found
    ]


def by_agency(actor: Actor, decisions: Iterable[Disclosure]) -> list[dict[str, Any]]:
    """Decisions under the agency that made them, one's own first."""
    ordered = sorted(
        decisions,
        key=lambda each: (each.scope_id != actor.scope, each.scope.agency.name, each.decided_at),
    )
    return [
        {"agency": agency, "decisions": list(made)}
        for agency, made in groupby(ordered, key=lambda each: each.scope.agency)
    ]


def on_the_table(meetings: Iterable[dict[str, Any]]) -> list[Disclosure]:
    """Every decision the page names."""
    agencies = [each for meeting in meetings for each in meeting["agencies"]]
    return [decision for agency in agencies for decision in agency["decisions"]]


@require_http_methods(["GET", "POST"])
@login_required
def meeting_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own_case(actor, ref)
    return case_form(
        request,
        case,
        CaseMeetingForm(request.POST or None, actor=actor, case=case),
        lambda form: actions.record_meeting(actor=actor, case=case, **without_version(form)),
        heading=_("New coordination meeting"),
        submit=_("Save the meeting"),
        done=_("The meeting is saved."),
        **round_about(actor, case),
    )


def without_version(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def round_about(actor: Actor, case: Case) -> dict[str, Any]:
    """Where a form about a meeting leads, and for whom it is saved."""
    back = meetings_of(case)
    return {"then": back, "back": back, "saved_for": saved_for(actor, policies.CASE_PART)}


def meetings_of(case: Case) -> str:
    return reverse("offers:case_meetings", args=[case.ref])


@require_http_methods(["GET", "POST"])
@login_required
def meeting_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Meeting.objects.visible_to(actor).writable_by(actor)
    about = ("case__responsible", "case__scope__agency")
    meeting = get_object_or_404(rows.select_related(*about), ref=ref)
    record(actor, "meeting.read", meeting)
    start = partial(as_it_is, actor)
    form = CaseMeetingForm(
        request.POST or None,
        actor=actor,
        case=meeting.case,
        meeting=meeting,
        initial=start(meeting),
    )
    return case_form(
        request,
        meeting.case,
        form,
        as_seen(
            form,
            lambda form: actions.change_meeting(actor=actor, meeting=meeting, **without_key(form)),
            start,
            joins="agreed",
        ),
        template="offers/note_change.html",
        heading=_("Change the meeting"),
        submit=_("Save the meeting"),
        done=_("The meeting is saved."),
        **round_about(actor, meeting.case),
    )


def as_it_is(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """What stands about a meeting now, as far as the actor can read it, and the mark of it."""
    return {
        "held_on": meeting.held_on,
        "receivers": meeting.receivers,
        "agreed": meeting.agreed,
        "papers": [each.ref for each in brought.of(actor, meeting.papers)],
        "version": version_of(meeting),
    }
