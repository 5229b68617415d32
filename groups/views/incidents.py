"""Incidents: register, one, new, review."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import mark, readers_of, saved_for
from groups import actions, policies
from groups.forms import IncidentFilterForm, IncidentForm, IncidentReviewForm
from groups.models import Incident, IncidentDetail
from gvi.core.paging import page_of


@require_safe
@login_required
def incident_list(request: HttpRequest) -> HttpResponse:
    form = IncidentFilterForm(request.GET or None)
    rows = Incident.objects.visible_to(request.actor).select_related("street_group")
    if form.is_valid():
        wanted = {name: value for name, value in form.cleaned_data.items() if value}
        rows = rows.filter(**wanted)
    page = page_of(request, rows)
    record_list(request.actor, "incident.listed", page)
    mark(request.actor, page, policies.INCIDENT)
    context = {"page": page, "filter": form, "may_map": policies.may_map(request.actor)}
    return render(request, "groups/incident_list.html", context)


@require_safe
@login_required
def incident_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    incidents = Incident.objects.visible_to(actor).select_related("street_group", "scope__agency")
    incident = get_object_or_404(incidents, ref=ref)
    record(actor, "incident.read", incident)
    context = {
        "incident": incident,
        "detail": IncidentDetail.objects.visible_to(actor).filter(incident=incident).first(),
        "readers": readers_of(actor, incident, policies.INCIDENT),
        "may_review": policies.may_map(actor) and incident.scope_id == actor.scope,
    }
    return render(request, "groups/incident_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def incident_new(request: HttpRequest) -> HttpResponse:
    policies.require_mapping(request.actor)
    return form_page(
        request,
        IncidentForm(request.POST or None),
        lambda form: actions.record_incident(actor=request.actor, **form.cleaned_data),
        heading=_("New incident"),
        submit=_("Save the incident"),
        done=_("The incident is saved as unconfirmed."),
        then=Incident.get_absolute_url,
        back=reverse("groups:incident_list"),
        saved_for=saved_for(request.actor, policies.INCIDENT),
    )


@require_http_methods(["GET", "POST"])
@login_required
def incident_review(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    incident = get_object_or_404(Incident.objects.writable_by(actor), ref=ref)
    start = {
        "confirmation": incident.confirmation,
        "street_group": incident.street_group.ref if incident.street_group else None,
        "link": incident.link,
    }
    return form_page(
        request,
        IncidentReviewForm(request.POST or None, actor=actor, initial=start),
        lambda form: actions.review_incident(actor=actor, incident=incident, **form.cleaned_data),
        heading=_("Review the incident"),
        submit=_("Save the review"),
        done=_("The review is saved."),
        then=incident.get_absolute_url(),
        back=incident.get_absolute_url(),
    )
