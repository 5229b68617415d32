"""The pages of one case: what they all begin with, and the ways between them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.ledger import record
from agencies.pages import form_page
from agencies.readers import mark, saved_for
from agencies.scoping import Actor
from offers import policies, reminders
from offers.actions.disclosing import with_telling
from offers.models import Case
from offers.views.shared import fact, link, secrecy

OVERVIEW, READERS = "case_detail", "case_readers"
PAGES = (
    (OVERVIEW, gettext_lazy("Overview")),
    ("case_assessments", gettext_lazy("Assessment")),
    ("case_plan", pgettext_lazy("page of a case", "Plan")),
    ("case_followups", gettext_lazy("Follow-ups")),
    ("case_notes", gettext_lazy("Notes")),
    ("case_meetings", gettext_lazy("Meetings")),
    (READERS, gettext_lazy("Who sees")),
    ("case_history", gettext_lazy("History")),
)
GIVEN = (OVERVIEW, READERS)  # all that is open to those a case was only given to
DECIDED = ("case_disclose", "case_threat_check", "case_transfer")  # pages of the desk
# What can be done besides: while the case is open, and once it has closed.
WHEN_OPEN = (
    ("case_change", gettext_lazy("Change")),
    ("case_step", gettext_lazy("Record a step")),
    ("case_stage", gettext_lazy("Judge how far")),
    ("consent_new", gettext_lazy("Register a consent")),
    ("handover_case", gettext_lazy("Hand over")),
    ("case_pause", gettext_lazy("Pause the case")),
    ("case_disclose", gettext_lazy("Disclose")),
    ("case_threat_check", gettext_lazy("Threat check")),
    ("case_transfer", gettext_lazy("Hand over to another exit service")),
    ("case_close", gettext_lazy("Close the case")),
)
WHEN_PAUSED = (
    ("case_change", gettext_lazy("Change")),
    ("case_stage", gettext_lazy("Judge how far")),
    ("consent_new", gettext_lazy("Register a consent")),
    ("handover_case", gettext_lazy("Hand over")),
    ("case_resume", gettext_lazy("Take the case up again")),
    ("case_disclose", gettext_lazy("Disclose")),
    ("case_threat_check", gettext_lazy("Threat check")),
    ("case_transfer", gettext_lazy("Hand over to another exit service")),
    ("case_close", gettext_lazy("Close the case")),
)
WHEN_CLOSED = (
    ("case_stage", gettext_lazy("Judge how far")),
    ("case_reopen", gettext_lazy("Open the case again")),
)


def own_case(actor: Actor, ref: UUID) -> Case:
    """A case of the actor's own exit group; any other was never there."""
    cases = Case.objects.visible_to(actor).writable_by(actor)
    return get_object_or_404(cases.select_related("responsible", "scope__agency"), ref=ref)


def seen_case(actor: Actor, ref: UUID) -> Case:
    """A case the actor sees: their own, or one that was given to them."""
    cases = with_telling(actor, Case.objects.visible_to(actor))
    return get_object_or_404(cases.select_related("responsible", "scope__agency"), ref=ref)


def may_change(actor: Actor, case: Case) -> bool:
    """Whether the actor works in the case."""
    return case.scope_id == actor.scope and policies.is_exit_side(actor)


def case_page(
    request: HttpRequest, ref: UUID | Case, current: str, template: str, **context: Any
) -> HttpResponse:
    """One page of a case, read and recorded: who it is about, the ways on, and what is shown.

    `current` is the name of the page's address. All but the overview and the page of readers are
    the exit group's own. A view that needs the case first fetches it by `own_case` and hands it
    over in place of its reference.
    """
    actor: Actor = request.actor
    if isinstance(ref, Case):
        case = ref
    else:
        case = seen_case(actor, ref) if current in GIVEN else own_case(actor, ref)
    if current not in GIVEN and not may_change(actor, case):
        raise Http404
    record(actor, "case.read", case)
    mark(actor, [case], policies.CASE)
    page = {
        "case": case,
        "is_own": case.scope_id == actor.scope,
        "may_change": may_change(actor, case) and case.is_open,
        "tab": dict(PAGES)[current],
        "pages": ways(actor, case, current),
        "back": reverse("offers:case_list"),
        **identity_of(actor, case),
    }
    return render(request, template, page | context)


def ways(actor: Actor, case: Case, current: str) -> list[dict[str, Any]]:
    """The pages of the case that the actor may open."""
    names = [each for each in PAGES if each[0] in GIVEN or may_change(actor, case)]
    return [
        {"label": label, "url": way_to(name, case), "current": name == current}
        for name, label in names
    ]


def way_to(name: str, case: Case) -> str:
    """The address of a page of the case: ours, or the desk's where it needs a decision."""
    app = "desk" if name in DECIDED else "offers"
    return reverse(f"{app}:{name}", args=[case.ref])


def identity_of(actor: Actor, case: Case) -> dict[str, Any]:
    """Who, since when, how it stands, and what can be done besides."""
    is_own = case.scope_id == actor.scope
    facts = facts_of(case) if is_own else [fact(_("Opened on"), case.opened_on.isoformat())]
    verbs = verbs_of(case) if may_change(actor, case) else ()
    return {
        "name": reminders.case_name(actor, case),
        "mark": case.mark,
        "facts": facts,
        "more": [link(label, way_to(name, case)) for name, label in verbs],
        "changed": {"at": case.updated_at, "agency": case.scope.agency} if is_own else None,
        "secrecy": secrecy(case.scope.agency, case.opened_on),
    }


def facts_of(case: Case) -> list[dict[str, Any]]:
    """What the exit group itself sees first. Who works in it is told to nobody else."""
    found = [
        fact(_("Number"), case.number),
        fact(_("Opened on"), case.opened_on.isoformat()),
        fact(_("Responsible"), case.responsible.name),
    ]
    if case.closed_on:
        found.append(fact(_("Closed on"), case.closed_on.isoformat()))
        found.append(fact(_("How it ended"), case.get_ending_display()))
    return found


def verbs_of(case: Case) -> tuple[tuple[str, Any], ...]:
    """What can be done in a case as it stands."""
    if case.is_paused:
        return WHEN_PAUSED
    if case.is_open:
        return WHEN_OPEN
    return WHEN_CLOSED if case.ending != Case.Ending.TAKEN_OVER else ()


def case_form(request: HttpRequest, case: Case, form: Form, act: Any, **page: Any) -> HttpResponse:
    """A form about a case, which leads back to the case unless `then` says otherwise."""
    record(request.actor, "case.read", case)
    start = {
        "then": case.get_absolute_url(),
        "back": case.get_absolute_url(),
        "saved_for": saved_for(request.actor, policies.CASE),
    }
    return form_page(request, form, act, **(start | page))
