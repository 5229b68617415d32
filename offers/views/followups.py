"""Follow-ups: logging one in three taps, undoing it, its note, and those that are late."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import saved_for
from agencies.scoping import Actor
from gvi.core.paging import page_of
from gvi.core.refusals import Refused
from gvi.core.templatetags.page import clock
from offers import actions, policies, reminders
from offers.forms import FollowUpForm, HandOutForm, NoteForm
from offers.models import FollowUp, Offer
from offers.views.shared import just_logged, saved_line, tabs, told, way_back

ON_A_PAGE = 50


def own(actor: Actor, ref: UUID) -> FollowUp:
    """One follow-up of the actor's agency, with what it is about."""
    rows = reminders.with_things(FollowUp.objects.visible_to(actor))
    return get_object_or_404(rows, ref=ref)


@require_http_methods(["GET", "POST"])
@login_required
def followup_log(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    follow_up = own(actor, ref)
    form = FollowUpForm(request.POST or None, initial=filled_in(follow_up))
    status = 200
    if form.is_valid():
        try:
            actions.log_follow_up(actor=actor, follow_up=follow_up, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            return after_logging(request, follow_up)
    elif request.method == "GET" and not follow_up.is_waiting:
        return redirect("offers:followup_note", ref=ref)
    status = 422 if form.errors and status == 200 else status
    return render(
        request, "offers/followup_log.html", page_for(request, follow_up, form), status=status
    )


def filled_in(follow_up: FollowUp) -> dict[str, Any]:
    """What is known already: the channel as last time, the next day by the rhythm."""
    rhythm = reminders.rhythm(reminders.thing_of(follow_up))
    return {
        "channel": reminders.last_channel(follow_up),
        "next_on": timezone.localdate() + rhythm,
        "note": follow_up.note,
    }


def page_for(request: HttpRequest, follow_up: FollowUp, form: FollowUpForm) -> dict[str, Any]:
    record(request.actor, "followup.read", follow_up)
    return {
        "form": form,
        "due": reminders.as_due(follow_up),
        "saved_for": saved_for(request.actor, policies.FOLLOW_UP),
        "is_unfolded": bool(form.errors) or bool(follow_up.note),
        "way_back": way_back(request),
    }


def after_logging(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    """Back on the list, which says what was saved and how to undo it."""
    logged = own(request.actor, follow_up.ref)
    coming = reminders.planned_after(request.actor, logged)
    back = way_back(request)
    line = saved_line(reminders.as_due(logged), back)
    said = _("Saved %(clock)s. Next %(day)s.") % {
        "clock": clock(logged.done_at),
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


@require_http_methods(["GET", "POST"])
@login_required
def followup_overdue(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_following_up(actor)
    form = HandOutForm(request.POST or None, actor=actor)
    if form.is_valid():
        return hand_out(request, form)
    page = page_of(request, reminders.overdue(actor, timezone.localdate()), ON_A_PAGE)
    record_list(actor, "followup.listed", page, context="overdue")
    context = {
        "form": form,
        "page": page,
        "groups": grouped(request, page),
        "tabs": tabs(actor, "forfallna"),
        "just": just_logged(request),
    }
    status = 422 if form.errors else 200
    return render(request, "offers/followup_overdue.html", context, status=status)


def grouped(request: HttpRequest, page: Any) -> list[dict[str, Any]]:
    """The page's rows under the name of who answers for them."""
    here = request.get_full_path()
    return [
        {
            "name": name,
            "rows": [
                {"due": due, "log_url": due.log_url(here), "last": last_contact(due)}
                for due in dues
            ],
        }
        for name, dues in reminders.by_answering(page)
    ]


def last_contact(due: reminders.Due) -> Any:
    before = due.follow_up.follows
    return before.done_at if before else None


def hand_out(request: HttpRequest, form: HandOutForm) -> HttpResponse:
    given = actions.hand_out(
        actor=request.actor,
        follow_ups=form.cleaned_data["chosen"],
        responsible=form.cleaned_data["responsible"],
    )
    said = ngettext(
        "%(given)d follow-up has a new responsible.",
        "%(given)d follow-ups have a new responsible.",
        given,
    )
    messages.success(request, said % {"given": given})
    return redirect("offers:followup_overdue")
