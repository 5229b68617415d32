"""The day: one row of large buttons for each person invited."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from agencies.ledger import record, record_list
from callins import actions, figures, policies
from callins.actions.attendance import is_open
from callins.figures import Invitee
from callins.models import Attendance, Callin, Invitation
from gvi.core.refusals import Refused
from gvi.core.templatetags.page import clock, moment

UNDO = {"value": Attendance.Outcome.UNDONE.value, "label": gettext_lazy("Undo")}
CHOICES = [
    {"value": outcome.value, "label": outcome.label}
    for outcome in Attendance.Outcome
    if outcome != Attendance.Outcome.UNDONE
]


@require_safe
@login_required
def callin_attendance(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    callin = get_object_or_404(Callin.objects.visible_to(actor), ref=ref)
    invitees = figures.invitees(actor, callin)
    record(actor, "callin.read", callin)
    record_list(actor, "invitation.listed", [each.invitation for each in invitees])
    context = {
        "callin": callin,
        "rows": [row_of(invitee) for invitee in invitees],
        "turnout": figures.turnout(invitees),
        "may_mark": policies.may_meet(actor) and is_open(callin),
        "back": callin.get_absolute_url(),
    }
    return render(request, "callins/callin_attendance.html", context)


@require_POST
@login_required
def attendance_mark(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Invitation.objects.visible_to(actor).of_people_seen_by(actor)
    invitation = get_object_or_404(rows, ref=ref)
    callin = get_object_or_404(Callin.objects.visible_to(actor), pk=invitation.callin_id)
    outcome = request.POST.get("outcome", "")
    try:
        actions.mark_attendance(actor=actor, invitation=invitation, outcome=outcome)
    except Refused as refusal:
        return _refused(request, refusal)
    if request.htmx:
        return _marked(request, callin, invitation)
    there = reverse("callins:callin_attendance", args=[callin.ref])
    return redirect(f"{there}#{_row_id(invitation)}")


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A whole page does not fit in a row: the list is loaded anew and says why."""
    if not request.htmx:
        raise refusal
    messages.error(request, str(refusal))
    return HttpResponseClientRefresh()


def _marked(request: HttpRequest, callin: Callin, invitation: Invitation) -> HttpResponse:
    """The one row anew, and the counter beside it."""
    invitees = figures.invitees(request.actor, callin)
    found = next(each for each in invitees if each.invitation == invitation)
    row = row_of(found)
    context = {"row": row, "turnout": figures.turnout(invitees)}
    answer = render(request, "callins/_attendance_marked.html", context)
    return trigger_client_event(answer, "gvi:say", row["stamped"])


def row_of(invitee: Invitee) -> dict:
    """What one person's row shows. Earlier marks stay in sight as the trail."""
    invitation, chosen = invitee.invitation, invitee.last
    *earlier, newest = invitee.marks or (None,)
    return {
        "id": _row_id(invitation),
        "name": str(invitation.person),
        "group": str(invitation.street_group or ""),
        "url": reverse("callins:attendance_mark", args=[invitation.ref]),
        "facts": [invitation.get_route_display()],
        "choices": [*CHOICES, UNDO] if chosen else CHOICES,
        "chosen": invitee.outcome,
        "answer": chosen.get_outcome_display() if chosen else "",
        "stamped": _stamp(newest) if newest else "",
        "note": _("Before: %(marks)s") % {"marks": "; ".join(map(_told, earlier))}
        if earlier
        else "",
    }


def _row_id(invitation: Invitation) -> str:
    return f"invited-{invitation.ref}"


def _stamp(mark: Attendance) -> str:
    told = {"what": mark.get_outcome_display(), "when": _when(mark.marked_at)}
    return _("Saved %(when)s: %(what)s (%(agency)s).") % (told | {"agency": mark.scope.agency})


def _told(mark: Attendance) -> str:
    return f"{mark.get_outcome_display()} {_when(mark.marked_at)}, {mark.scope.agency}"


def _when(at: datetime) -> str:
    is_today = timezone.localtime(at).date() == timezone.localdate()
    return clock(at) if is_today else moment(at)
