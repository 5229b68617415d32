"""What is assessed in a case: the page of it, and its forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record_list
from offers import actions
from offers.forms import AssessForm, ConditionForm, MeetNeedForm, NeedForm, ThreatForm
from offers.models import CaseAssessment, Condition, Need
from offers.views.case_pages import case_page
from offers.views.parts import own, own_part, part_form

HERE = "case_assessments"
NEEDS = [
    {"label": gettext_lazy("Part of life")},
    {"label": gettext_lazy("What is needed")},
    {"label": gettext_lazy("Noticed on")},
    {"label": gettext_lazy("Fulfilled on")},
]
SERIOUS = {
    CaseAssessment.Level.NONE: "neutral",
    CaseAssessment.Level.LATENT: "attention",
    CaseAssessment.Level.CONCRETE: "late",
    CaseAssessment.Level.ACUTE: "late",
}


@require_safe
@login_required
def case_assessments(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    made = CaseAssessment.objects.visible_to(actor).filter(case=case).select_related("recorded_by")
    needs = Need.objects.visible_to(actor).filter(case=case)
    signed = Condition.objects.visible_to(actor).filter(case=case).select_related("recorded_by")
    record_list(actor, "caseassessment.listed", made)
    threats = [each for each in made if each.kind == CaseAssessment.Kind.THREAT]
    return case_page(
        request,
        case,
        HERE,
        "offers/case_assessments.html",
        threats=[told(each) for each in threats],
        assessments=[told(each) for each in made if each not in threats],
        columns=NEEDS,
        needs=[need_cells(each, may_meet=case.is_open) for each in needs],
        signed=[
            {
                "title": _("Signed conditions"),
                "at": each.signed_on,
                "by": each.recorded_by.name,
                "text": each.text,
                "tag": kept(each),
            }
            for each in signed
        ],
    )


def told(row: CaseAssessment) -> dict[str, Any]:
    """An assessment as the timeline takes it: what it says, and who wrote it down."""
    parts = [row.summary]
    if row.threat_from:
        parts.append(_("From: %(whom)s") % {"whom": row.threat_from})
    if row.relatives:
        parts.append(_("Relatives at risk: %(whom)s") % {"whom": row.relatives})
    return {
        "title": row.get_kind_display(),
        "at": row.assessed_on,
        "by": row.recorded_by.name,
        "text": "\n\n".join(parts),
        "tag": row.get_level_display() if row.level else "",
        "kind": SERIOUS.get(row.level, ""),
    }


def kept(condition: Condition) -> str:
    """Where the paper is."""
    if condition.kept_at:
        return _("The paper is kept: %(where)s") % {"where": condition.kept_at}
    return _("Not said where the paper is kept")


def need_cells(need: Need, *, may_meet: bool) -> list[Any]:
    """A need as the table takes it; one that is left can be met."""
    met: Any = need.met_on or _("Not fulfilled")
    if need.met_on is None and may_meet:
        url = reverse("offers:need_met", args=[need.ref])
        met = {"text": _("Mark as fulfilled"), "what": need.get_area_display(), "url": url}
    return [need.get_area_display(), need.text or _("Not described"), need.seen_on, met]


@require_http_methods(["GET", "POST"])
@login_required
def case_assess(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    return part_form(
        request,
        case,
        AssessForm(request.POST or None),
        lambda form: actions.assess(actor=actor, case=case, **form.cleaned_data),
        page=HERE,
        heading=_("New assessment"),
        lead=_("It is kept as it is today. A later one is added beside it; none is changed."),
        submit=_("Save the assessment"),
        done=_("The assessment is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_threat(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    return part_form(
        request,
        case,
        ThreatForm(request.POST or None),
        lambda form: actions.assess_threat(actor=actor, case=case, **form.cleaned_data),
        page=HERE,
        heading=_("Assess threat and risk"),
        lead=_("It is kept as it is today. A later one is added beside it; none is changed."),
        submit=_("Save the assessment"),
        done=_("The assessment is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_need(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    return part_form(
        request,
        case,
        NeedForm(request.POST or None),
        lambda form: actions.add_need(actor=actor, case=case, **form.cleaned_data),
        page=HERE,
        heading=_("New need"),
        submit=_("Save the need"),
        done=_("The need is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def need_met(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    need = own_part(actor, Need, ref)
    return part_form(
        request,
        need.case,
        MeetNeedForm(request.POST or None),
        lambda form: actions.meet_need(actor=actor, need=need, **form.cleaned_data),
        page=HERE,
        heading=_("Mark as fulfilled: %(need)s") % {"need": need},
        lead=need.text,
        submit=_("Save"),
        done=_("The need is marked as fulfilled."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_condition(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(actor, ref)
    return part_form(
        request,
        case,
        ConditionForm(request.POST or None),
        lambda form: actions.sign_conditions(actor=actor, case=case, **form.cleaned_data),
        page=HERE,
        heading=_("Signed conditions"),
        lead=_("Write what was signed, and where the signed paper is. It is never changed here."),
        submit=_("Save the conditions"),
        done=_("The signed conditions are saved."),
    )
