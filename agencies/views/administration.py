"""The partnership and one's own agency's place in it: state, need, interest, decisions, leaving."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import policies
from agencies.actions import tenants
from agencies.actors import live_scopes
from agencies.forms.administration import (
    KINDS,
    DeciderForm,
    DutyForm,
    InterestForm,
    LeaveForm,
    NeedForm,
    StandingForm,
    StateForm,
)
from agencies.founding import SHARED_KINDS
from agencies.ledger import record, record_list
from agencies.models import (
    Interest,
    Participation,
    Partnership,
    StandingDecision,
)
from agencies.pages import form_page

HOME = "agencies:administration"
FORM = "agencies/administration/form.html"


def _own(request: HttpRequest) -> Participation:
    rows = Participation.objects.select_related("agency", "partnership", "contact_decider")
    return rows.get(pk=request.actor.scope)


@require_safe
@login_required
def partnership(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    own = _own(request)
    taking_part = Participation.objects.filter(partnership_id=actor.partnership_id)
    answers = {each.scope_id: each for each in Interest.objects.visible_to(actor)}
    parties = [
        {"participation": each, "interest": answers.get(each.pk)}
        for each in taking_part.select_related("agency").order_by("agency__name")
    ]
    record(actor, "partnership.read", own.partnership)
    page = {
        "current": "partnership",
        "own": own,
        "partnership": own.partnership,
        "allows": _allows(own, today),
        "parties": parties,
        "is_inquiry": own.partnership.state == Partnership.State.INQUIRY,
        "may_lead": policies.may_lead(actor),
        "may_administer": policies.may_administer(actor),
        "may_leave": policies.may_administer(actor) and not own.is_coordinating,
        "needs_duty": not policies.is_exit_open(actor),
    }
    return render(request, "agencies/administration/partnership.html", page)


def _allows(own: Participation, today: object) -> str:
    """What crosses today, in words."""
    state = own.partnership.state
    if state not in policies.CROSSING:
        return _("Nothing is shared between the agencies in this state. Each keeps its own.")
    if not live_scopes(own, today):
        return _("No agreement in force binds your agency. Nothing is shared until one does.")
    if state not in policies.SHARING:
        return _("What has been disclosed is still read. Nothing new is disclosed.")
    return _("The agencies read what each of them has decided to share or disclose.")


@require_http_methods(["GET", "POST"])
@login_required
def state_change(request: HttpRequest) -> HttpResponse:
    policies.require_leading(request.actor)
    own = _own(request)
    return form_page(
        request,
        StateForm(request.POST or None, partnership=own.partnership),
        lambda form: tenants.move_partnership(actor=request.actor, **form.cleaned_data),
        heading=_("Change the state of the partnership"),
        lead=_(
            "Under inquiry, decided and ended: nothing is shared. Paused: what has been disclosed "
            "is read, nothing new. An agency's own rows are never touched."
        ),
        submit=_("Change the state"),
        done=_("The state is changed."),
        then=reverse(HOME),
        back=reverse(HOME),
    )


@require_http_methods(["GET", "POST"])
@login_required
def need_change(request: HttpRequest) -> HttpResponse:
    policies.require_leading(request.actor)
    own = _own(request)
    return form_page(
        request,
        NeedForm(request.POST or None, initial={"need": own.partnership.need}),
        lambda form: tenants.describe_need(actor=request.actor, **form.cleaned_data),
        heading=_("Describe the need"),
        submit=_("Save the need"),
        done=_("The need is saved."),
        then=reverse(HOME),
        back=reverse(HOME),
        saved_for=_for_the_partnership(),
    )


def _for_the_partnership() -> dict[str, object]:
    return {"audience": _("all agencies in the partnership"), "people": None}


@require_http_methods(["GET", "POST"])
@login_required
def interest_answer(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_administration(actor)
    given = Interest.objects.writable_by(actor).values("interest", "answer").first()
    return form_page(
        request,
        InterestForm(request.POST or None, initial=given),
        lambda form: tenants.answer_interest(actor=actor, **form.cleaned_data),
        heading=_("Your agency's interest"),
        submit=_("Save the answer"),
        done=_("The answer is saved."),
        then=reverse(HOME),
        back=reverse(HOME),
        saved_for=_for_the_partnership(),
    )


@require_http_methods(["GET", "POST"])
@login_required
def contact_decider(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_administration(actor)
    return form_page(
        request,
        DeciderForm(request.POST or None, actor=actor),
        lambda form: tenants.name_contact_decider(actor=actor, **form.cleaned_data),
        heading=_("Requests for contact details"),
        submit=_("Save who decides"),
        done=_("It is saved who decides."),
        then=reverse(HOME),
        back=reverse(HOME),
    )


@require_http_methods(["GET", "POST"])
@login_required
def duty_decision(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_administration(actor)
    return form_page(
        request,
        DutyForm(request.POST or None),
        lambda form: tenants.record_duty_decision(actor=actor, **form.cleaned_data),
        heading=_("The lawyer's decision on the duty to hand over"),
        submit=_("Save the decision"),
        done=_("The decision is saved."),
        then=reverse(HOME),
        back=reverse(HOME),
        saved_for=_for_the_partnership(),
    )


@require_http_methods(["GET", "POST"])
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_administration(actor)
    return form_page(
        request,
        LeaveForm(request.POST or None),
        lambda form: tenants.leave_partnership(actor=actor, to_on=form.cleaned_data["to_on"]),
        heading=_("Leave the partnership"),
        submit=_("Leave on that day"),
        done=_("It is saved when your agency leaves."),
        then=reverse(HOME),
        back=reverse(HOME),
        template="agencies/administration/leave.html",
        **_what_stops(actor.scope),
    )


def _what_stops(scope: int) -> dict[str, object]:
    """Counted among the agency's own decisions alone: that they exist, and nothing of them."""
    today = timezone.localdate()
    shared = StandingDecision.objects.in_force(today).filter(participation_id=scope)
    return {"kinds": [KINDS[kind] for kind in shared.values_list("kind", flat=True).distinct()]}


@require_safe
@login_required
def decision_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_administration(actor)
    today = timezone.localdate()
    rows = list(StandingDecision.objects.writable_by(actor).select_related("decided_by"))
    in_force = {each.pk for each in rows if each.is_in_force(today)}
    covered = {each.kind for each in rows if each.pk in in_force}
    record_list(actor, "standing_decision.listed", rows)
    page = {
        "current": "decisions",
        "decisions": [
            {"row": each, "kind": KINDS.get(each.kind, each.kind), "in_force": each.pk in in_force}
            for each in rows
        ],
        "missing": [KINDS[kind] for kind in SHARED_KINDS if kind not in covered],
    }
    return render(request, "agencies/administration/decisions.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def decision_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_administration(actor)
    today = timezone.localdate()
    return form_page(
        request,
        StandingForm(
            request.POST or None,
            actor=actor,
            initial={"kind": request.GET.get("kind", ""), "from_on": today},
        ),
        lambda form: tenants.decide_standing(actor=actor, **form.cleaned_data),
        heading=_("New standing decision"),
        submit=_("Save the decision"),
        done=_("The decision is saved."),
        then=reverse("agencies:decision_list"),
        back=reverse("agencies:decision_list"),
        saved_for=_for_the_partnership(),
    )


@require_POST
@login_required
def decision_revoke(request: HttpRequest, ref: UUID) -> HttpResponse:
    decision = get_object_or_404(StandingDecision.objects.writable_by(request.actor), ref=ref)
    tenants.revoke_standing(actor=request.actor, decision=decision)
    messages.success(request, _("The decision is revoked. Partners no longer read by it."))
    return redirect("agencies:decision_list")
