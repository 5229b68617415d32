"""Street groups: list, one, new, and ties between them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import mark, readers_of, saved_for
from groups import actions, policies
from groups.forms import GroupTieForm, StreetGroupForm
from groups.models import Affiliation, GroupTie, Incident, StreetGroup
from gvi.core.folding import swedish_order
from gvi.core.paging import page_of


@require_safe
@login_required
def group_list(request: HttpRequest) -> HttpResponse:
    rows = StreetGroup.objects.visible_to(request.actor).order_by(swedish_order("name"), "pk")
    page = page_of(request, rows)
    record_list(request.actor, "street_group.listed", page)
    mark(request.actor, page, policies.STREET_GROUP)
    context = {"page": page, "may_map": policies.may_map(request.actor)}
    return render(request, "groups/group_list.html", context)


@require_safe
@login_required
def group_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    group = get_object_or_404(StreetGroup.objects.visible_to(actor), ref=ref)
    record(actor, "street_group.read", group)
    ties = GroupTie.objects.visible_to(actor).joining(group)
    affiliations = (
        Affiliation.objects.visible_to(actor)
        .filter(street_group=group)
        .on(timezone.localdate())
        .select_related("person")
    )
    record_list(actor, "affiliation.listed", affiliations)
    context = {
        "group": group,
        "ties": [{"tie": tie, "other": tie.other_than(group)} for tie in ties],
        "affiliations": affiliations,
        "incidents": Incident.objects.visible_to(actor).filter(street_group=group)[:10],
        "readers": readers_of(actor, group, policies.STREET_GROUP),
        "may_map": policies.may_map(actor),
        "may_seal": policies.may_map(actor) and group.scope_id == actor.scope,
    }
    return render(request, "groups/group_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def group_new(request: HttpRequest) -> HttpResponse:
    policies.require_mapping(request.actor)
    return form_page(
        request,
        StreetGroupForm(request.POST or None),
        lambda form: actions.add_street_group(actor=request.actor, **form.cleaned_data),
        heading=_("New group"),
        submit=_("Save the group"),
        done=_("The group is saved."),
        then=StreetGroup.get_absolute_url,
        back=reverse("groups:group_list"),
        saved_for=saved_for(request.actor, policies.STREET_GROUP),
    )


@require_http_methods(["GET", "POST"])
@login_required
def group_tie(request: HttpRequest, ref: UUID) -> HttpResponse:
    policies.require_mapping(request.actor)
    group = get_object_or_404(StreetGroup.objects.visible_to(request.actor), ref=ref)
    return form_page(
        request,
        GroupTieForm(request.POST or None, actor=request.actor, group=group),
        lambda form: actions.tie_groups(
            actor=request.actor,
            group_a=group,
            group_b=form.cleaned_data["other"],
            kind=form.cleaned_data["kind"],
            since=form.cleaned_data["since"],
        ),
        heading=_("New relation between groups"),
        submit=_("Save the relation"),
        done=_("The relation is saved."),
        then=group.get_absolute_url(),
        back=group.get_absolute_url(),
        saved_for=saved_for(request.actor, policies.GROUP_TIE),
    )
