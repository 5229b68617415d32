"""The archive, one issue to read, its file, and the coordinator's two acts."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import readers_of, saved_for
from gvi.briefings import actions, policies
from gvi.briefings.composing import draft
from gvi.briefings.files import issue_file
from gvi.briefings.forms import CapacityForm, IssueFilterForm, NarrativeForm
from gvi.briefings.models import Issue
from gvi.core.paging import page_of


@require_safe
@login_required
def issue_list(request: HttpRequest) -> HttpResponse:
    form = IssueFilterForm(request.GET or None)
    issues = Issue.objects.visible_to(request.actor).open_to(request.actor).listed()
    if form.is_valid():
        issues = issues.matching(**form.cleaned_data)
    page = page_of(request, issues)
    record_list(request.actor, "issue.listed", page)
    may_state = policies.may_state_capacity(request.actor)
    context = {"page": page, "filter": form, "may_state_capacity": may_state}
    return render(request, "briefings/issue_list.html", context)


@require_safe
@login_required
def issue_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    issues = Issue.objects.visible_to(actor).open_to(actor)
    issue = get_object_or_404(issues.defer("pdf"), ref=ref)
    record(actor, "issue.read", issue)
    context = {
        "issue": issue,
        "content": issue.content if issue.is_issued else draft(actor, issue),
        "versions": issues.versions_of(issue),
        "may_narrate": policies.may_narrate(actor) and issue.scope_id == actor.scope,
        "readers": readers_of(actor, issue, policies.ISSUE if issue.is_issued else policies.DRAFT),
        "back": reverse("briefings:issue_list"),
    }
    return render(request, "briefings/issue_detail.html", context)


@require_safe
@login_required
def issue_pdf(request: HttpRequest, ref: UUID) -> HttpResponse:
    issues = Issue.objects.visible_to(request.actor).open_to(request.actor)
    issue = get_object_or_404(issues, ref=ref)
    response = issue_file(issue)
    record(request.actor, "issue.downloaded", issue)
    return response


@require_http_methods(["GET", "POST"])
@login_required
def issue_narrate(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    issues = Issue.objects.visible_to(actor).open_to(actor)
    issue = get_object_or_404(issues.defer("pdf"), ref=ref)
    policies.require_narrating(actor, issue.scope_id)
    return form_page(
        request,
        NarrativeForm(request.POST or None, initial={"narrative": issue.narrative}),
        lambda form: actions.new_version(actor=actor, issue=issue, **form.cleaned_data),
        heading=_("Text of the briefing"),
        submit=_("Save the text"),
        done=_("The text is saved. The briefing is made anew in a moment."),
        then=Issue.get_absolute_url,
        back=issue.get_absolute_url(),
        lead=_("What has been issued stays as it is. Your text makes a new version."),
        saved_for=saved_for(actor, policies.ISSUE),
    )


@require_POST
@login_required
def issue_approve(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    issues = Issue.objects.visible_to(actor).open_to(actor)
    issue = get_object_or_404(issues.defer("pdf"), ref=ref)
    policies.require_narrating(actor, issue.scope_id)
    actions.approve(actor=actor, issue=issue)
    messages.success(request, _("Approved. The briefing is made and sent out in a moment."))
    return redirect(issue)


@require_http_methods(["GET", "POST"])
@login_required
def capacity(request: HttpRequest) -> HttpResponse:
    policies.require_stating_capacity(request.actor)
    return form_page(
        request,
        CapacityForm(request.POST or None),
        lambda form: actions.state_capacity(actor=request.actor, **form.cleaned_data),
        heading=_("What the exit service can take on"),
        submit=_("Save for the next briefing"),
        done=_("Saved. It stands in the next briefing."),
        then=lambda _row: reverse("briefings:issue_list"),
        back=reverse("briefings:issue_list"),
        saved_for=saved_for(request.actor, policies.FIGURES),
    )
