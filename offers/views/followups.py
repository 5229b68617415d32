"""Follow-ups: logging one in three taps, undoing it, and its note."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from agencies.ledger import record
from agencies.pages import forget_draft, form_page, written_in
from agencies.readers import saved_for
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from gvi.core.templatetags.page import clock
from offers import actions, policies, reminders
from offers.forms import FollowUpForm, NoteForm
from offers.forms.fields import this_minute
from offers.models import Case, FollowUp, Offer
from offers.views.shared import saved_line, told, way_back


def own(actor: Actor, ref: UUID) -> FollowUp:
    """One follow-up of the actor's agency, with what it is about."""
    rows = reminders.with_things(FollowUp.objects.visible_to(actor))
    return get_object_or_404(rows, ref=ref)


@require_http_methods(["GET", "POST"])
@login_required
def followup_log(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    follow_up = own(actor, ref)
    form = FollowUpForm(request.POST or None, actor=actor, initial=filled_in(follow_up))
    status = 200
    if form.is_valid():
        try:
            logged = actions.log_follow_up(actor=actor, follow_up=follow_up, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = 409
        else:
            forget_draft(request)
            return after_logging(request, logged)
    elif request.method == "GET" and not follow_up.is_waiting:
        return redirect("offers:followup_note", ref=ref)
    status = 422 if form.errors and status == 200 else status
    return render(
        request, "offers/followup_log.html", page_for(request, follow_up, form), status=status
    )


def filled_in(follow_up: FollowUp) -> dict[str, Any]:
    """What is known already: now, the channel as last time, the next day by the rhythm."""
    return {
        "channel": reminders.last_channel(follow_up),
        "done_at": this_minute(),
        "next_on": reminders.next_day(reminders.thing_of(follow_up), timezone.localdate()),
        "note": follow_up.note,
    }


def page_for(request: HttpRequest, follow_up: FollowUp, form: FollowUpForm) -> dict[str, Any]:
    record(request.actor, "followup.read", follow_up)
    due = reminders.as_due(follow_up, request.actor.user_id)
    writing = written_in(request, form)
    return {
        "writing": writing,
        "form": form,
        "due": due,
        "saved_for": saved_for(request.actor, policies.FOLLOW_UP),
        "readers_url": readers_url(due),
        "is_unfolded": bool(form.errors or follow_up.note or writing.draft),
        "way_back": way_back(request),
    }


def readers_url(due: reminders.Due) -> str:
    """Where it is told, and decided, who can read what the follow-up is about."""
    if isinstance(due.thing, Case):
        return reverse("offers:case_readers", args=[due.thing.ref])
    return due.url


def after_logging(request: HttpRequest, logged: FollowUp) -> HttpResponse:
    """Back on the list, which says what was saved and how to undo it."""
    coming = reminders.planned_after(request.actor, logged)
    back = way_back(request)
    line = saved_line(reminders.as_due(logged), back)
    words = _("Saved %(clock)s. Next %(day)s.") if coming else _("Saved %(clock)s. The last one.")
    said = words % {
        "clock": clock(logged.logged_at),
        "day": date_format(coming.due_on, "j b") if coming else "",
    }
    page = {"said": said, "line": line}
    messages.success(request, render_to_string("offers/_saved_line.html", page, request))
    return HttpResponseClientRedirect(back) if request.htmx else redirect(back)


@require_POST
@login_required
def followup_undo(request: HttpRequest, ref: UUID) -> HttpResponse:
    follow_up = own(request.actor, ref)
    actions.undo_follow_up(actor=request.actor, follow_up=follow_up)
    messages.success(request, _("Undone. The follow-up waits again."))
    return redirect(way_back(request))


@require_http_methods(["GET", "POST"])
@login_required
def followup_note(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    follow_up = own(actor, ref)
    record(actor, "followup.read", follow_up)
    return form_page(
        request,
        NoteForm(request.POST or None),
        lambda form: actions.add_note(actor=actor, follow_up=follow_up, **form.cleaned_data),
        heading=_("Add a note"),
        submit=_("Save the note"),
        done=_("The note is saved."),
        then=way_back(request),
        template="offers/followup_note.html",
        due=reminders.as_due(follow_up),
        logged=told([follow_up]) if not follow_up.is_waiting else [],
        is_mine=follow_up.done_by_id == actor.user_id,
        back=way_back(request),
        saved_for=saved_for(actor, policies.FOLLOW_UP),
    )


@require_POST
@login_required
def followup_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Begin follow-ups of one's own on an offer, and log the first at once."""
    offer = get_object_or_404(Offer.objects.visible_to(request.actor), ref=ref)
    follow_up = actions.start_following_up(actor=request.actor, offer=offer)
    back = offer.get_absolute_url()
    return redirect(reminders.with_way_back(follow_up.get_absolute_url(), back))


@require_POST
@login_required
def followup_stop(request: HttpRequest, ref: UUID) -> HttpResponse:
    follow_up = own(request.actor, ref)
    actions.stop_following_up(actor=request.actor, follow_up=follow_up)
    messages.success(request, _("Your agency no longer follows this up."))
    return redirect(way_back(request))


@require_POST
@login_required
def followup_taken_up(request: HttpRequest, ref: UUID) -> HttpResponse:
    follow_up = own(request.actor, ref)
    actions.take_up_with_team(actor=request.actor, follow_up=follow_up)
    messages.success(request, _("Taken up with the team."))
    return redirect("offers:followup_rollup")
