"""Whom a call-in invites."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.ledger import record_list
from agencies.pages import form_page
from agencies.readers import saved_for
from agencies.scoping import Actor
from callins import actions, figures, policies
from callins.forms import InviteForm
from callins.models import Callin, Invitation
from callins.views.callins import planned_by


@require_http_methods(["GET", "POST"])
@login_required
def callin_invite(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    callin = planned_by(actor, ref)
    form = InviteForm(request.POST or None, actor=actor, callin=callin)
    invitees = figures.invitees(actor, callin)
    record_list(actor, "person.listed", form.proposed(), context="invite")
    record_list(actor, "invitation.listed", [each.invitation for each in invitees])
    return form_page(
        request,
        form,
        lambda form: actions.invite(actor=actor, callin=callin, **form.choices()),
        heading=_("Invite people"),
        submit=_("Invite those chosen"),
        done=_("Those chosen are invited."),
        then=request.path,
        template="callins/callin_invite.html",
        back=callin.get_absolute_url(),
        callin=callin,
        invitees=invitees,
        saved_for=saved_for(actor, policies.INVITATION),
        plan_saved_for=saved_for(actor, policies.CONFLICT_PLAN),
    )


@require_POST
@login_required
def invitation_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    invitation, callin = _invitation(request.actor, ref)
    actions.withdraw_invitation(actor=request.actor, invitation=invitation)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("callins:callin_invite", ref=callin.ref)


@require_POST
@login_required
def invitation_serve(request: HttpRequest, ref: UUID) -> HttpResponse:
    invitation, callin = _invitation(request.actor, ref)
    today = timezone.localdate()
    actions.serve_invitation(actor=request.actor, invitation=invitation, served_on=today)
    messages.success(request, _("The invitation is recorded as received today."))
    return redirect("callins:callin_invite", ref=callin.ref)


def _invitation(actor: Actor, ref: UUID) -> tuple[Invitation, Callin]:
    policies.require_planning(actor)
    invitation = get_object_or_404(Invitation.objects.visible_to(actor), ref=ref)
    callin = get_object_or_404(Callin.objects.visible_to(actor), pk=invitation.callin_id)
    return invitation, callin
