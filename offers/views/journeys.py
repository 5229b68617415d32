"""The way of a case: steps, how far the person has come, pausing, taking up and opening again."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from offers import actions, guards, policies
from offers.forms import PauseForm, ReopenCaseForm, ResumeForm, StageForm, StepForm
from offers.models import Case
from offers.views.case_pages import case_form, own_case


def own(request: HttpRequest, ref: UUID) -> Case:
    policies.require_exit_side(request.actor)
    return own_case(request.actor, ref)


@require_http_methods(["GET", "POST"])
@login_required
def case_step(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Record a step; what is missing before it is said with the way to each thing."""
    actor = request.actor
    case = own(request, ref)
    standing = guards.standing_of(actor, case)
    wanted = request.POST.get("kind") or request.GET.get("steg", "")
    if wanted not in guards.RECORDED:
        wanted = guards.next_step(case, standing.steps)
    return case_form(
        request,
        case,
        StepForm(request.POST or None, initial={"kind": wanted}),
        lambda form: actions.record_step(actor=actor, case=case, **form.cleaned_data),
        heading=_("Record a step"),
        submit=_("Save the step"),
        done=_("The step is saved."),
        template="offers/case_form.html",
        missing=guards.lacks(case, wanted, standing) if wanted else [],
        missing_for=guards.label(wanted),
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_stage(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(request, ref)
    return case_form(
        request,
        case,
        StageForm(request.POST or None),
        lambda form: actions.judge_stage(actor=actor, case=case, **form.cleaned_data),
        heading=_("How far the person has come in leaving"),
        submit=_("Save the judgement"),
        done=_("The judgement is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_pause(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(request, ref)
    return case_form(
        request,
        case,
        PauseForm(request.POST or None),
        lambda form: actions.pause_case(actor=actor, case=case, **form.cleaned_data),
        heading=_("Pause the case"),
        submit=_("Pause the case"),
        done=_("The case is paused, and the day to look in is planned."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_resume(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(request, ref)
    return case_form(
        request,
        case,
        ResumeForm(request.POST or None),
        lambda form: actions.resume_case(actor=actor, case=case, **form.cleaned_data),
        heading=_("Take the case up again"),
        submit=_("Take the case up again"),
        done=_("The case goes on, and the next follow-up is planned."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_reopen(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own(request, ref)
    return case_form(
        request,
        case,
        ReopenCaseForm(request.POST or None, actor=actor),
        lambda form: actions.reopen_case(
            actor=actor,
            case=case,
            **{name: value for name, value in form.cleaned_data.items() if name != "key"},
        ),
        heading=_("Open the case again"),
        submit=_("Open the case again"),
        done=_("The case is open again, and the first follow-up is planned."),
    )
