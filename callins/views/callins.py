"""Call-ins: list, plan, change, one, next state."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import mark, readers_of, saved_for
from agencies.scoping import Actor
from callins import actions, conflicts, figures, policies
from callins.actions.attendance import is_open
from callins.forms import CallinForm
from callins.models import Callin, ConflictPlan, TargetedGroup
from callins.views import steps
from gvi.core.folding import swedish_order
from gvi.core.paging import page_of


@require_safe
@login_required
def callin_list(request: HttpRequest) -> HttpResponse:
    rows = Callin.objects.visible_to(request.actor)
    today = timezone.localdate()
    coming, past = list(rows.coming(today)), page_of(request, rows.past(today))
    record_list(request.actor, "callin.listed", [*coming, *past])
    mark(request.actor, [*coming, *past], policies.CALLIN)
    context = {"coming": coming, "past": past, "may_plan": policies.may_plan(request.actor)}
    return render(request, "callins/callin_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def callin_new(request: HttpRequest) -> HttpResponse:
    policies.require_planning(request.actor)
    return form_page(
        request,
        CallinForm(request.POST or None, actor=request.actor),
        lambda form: actions.plan_callin(actor=request.actor, **form.choices()),
        heading=_("New call-in"),
        submit=_("Save the call-in"),
        done=_("The call-in is saved."),
        then=Callin.get_absolute_url,
        template="callins/callin_form.html",
        back=reverse("callins:callin_list"),
        saved_for=saved_for(request.actor, policies.CALLIN),
        plan_saved_for=saved_for(request.actor, policies.CONFLICT_PLAN),
    )


@require_http_methods(["GET", "POST"])
@login_required
def callin_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    callin = planned_by(actor, ref)
    return form_page(
        request,
        CallinForm(request.POST or None, actor=actor, callin=callin, initial=_as_typed(callin)),
        lambda form: actions.change_callin(actor=actor, callin=callin, **form.choices()),
        heading=_("Change the call-in"),
        submit=_("Save the changes"),
        done=_("The changes are saved."),
        then=Callin.get_absolute_url,
        template="callins/callin_form.html",
        back=callin.get_absolute_url(),
        saved_for=saved_for(actor, policies.CALLIN),
        plan_saved_for=saved_for(actor, policies.CONFLICT_PLAN),
    )


@require_safe
@login_required
def callin_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    callins = Callin.objects.visible_to(actor).select_related("scope__agency")
    callin = get_object_or_404(callins, ref=ref)
    invitees = figures.invitees(actor, callin)
    record(actor, "callin.read", callin)
    record_list(actor, "invitation.listed", [each.invitation for each in invitees])
    is_own = policies.may_plan(actor) and callin.scope_id == actor.scope
    context = {
        "callin": callin,
        "groups": _groups(actor, callin),
        "invitees": invitees,
        "turnout": figures.turnout(invitees),
        "plans": ConflictPlan.objects.visible_to(actor)
        .filter(callin=callin)
        .select_related("group_a", "group_b"),
        "stages": steps.stages(callin),
        "moves": steps.moves(callin) if is_own else [],
        "tasks": steps.tasks(
            callin, invitees, conflicts.unplanned(actor, callin) if is_own else None
        ),
        "readers": readers_of(actor, callin, policies.CALLIN),
        "may_change": is_own and callin.state in steps.AHEAD,
        "may_mark": policies.may_meet(actor) and is_open(callin),
        "back": reverse("callins:callin_list"),
    }
    return render(request, "callins/callin_detail.html", context)


@require_POST
@login_required
def callin_advance(request: HttpRequest, ref: UUID) -> HttpResponse:
    callin = planned_by(request.actor, ref)
    state = request.POST.get("state", "")
    callin = actions.advance_callin(actor=request.actor, callin=callin, state=state)
    now = {"state": callin.get_state_display()}
    messages.success(request, _("The call-in is now: %(state)s.") % now)
    return redirect(callin)


def planned_by(actor: Actor, ref: UUID) -> Callin:
    """A call-in for its planner's pages: 404 when hidden, 403 when it is another agency's."""
    policies.require_planning(actor)
    callin = get_object_or_404(Callin.objects.visible_to(actor), ref=ref)
    policies.require_own(actor, callin.scope_id)
    return callin


def _groups(actor: Actor, callin: Callin) -> list:
    """The targeted groups that the actor may see."""
    targets = TargetedGroup.objects.visible_to(actor).filter(callin=callin)
    rows = targets.select_related("street_group").order_by(swedish_order("street_group__name"))
    return [target.street_group for target in rows if target.street_group]


def _as_typed(callin: Callin) -> dict:
    targets = callin.targets.filter(street_group__isnull=False)
    return {
        "held_on": callin.held_on,
        "starts_at": callin.starts_at,
        "venue": callin.venue,
        "street_groups": list(targets.values_list("street_group__ref", flat=True)),
    }
