"""Who is away and who stands in; and when one wants to be reminded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.ledger import record_list
from agencies.pages import form_page
from agencies.scoping import Actor
from offers import actions, policies, reminders
from offers.forms import AbsenceForm, AbsencePeriodForm, ReminderSettingForm
from offers.models import Absence, ReminderSetting


@require_safe
@login_required
def absence_list(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    policies.require_following_up(actor)
    rows = list(reminders.absences(actor, today))
    record_list(actor, "absence.listed", rows)
    page = {"rows": [as_row(row) for row in rows], "back": reverse("offers:followup_rollup")}
    return render(request, "offers/absence_list.html", page)


def as_row(absence: Absence) -> dict[str, Any]:
    return {
        "absence": absence,
        "is_now": absence.from_on <= timezone.localdate(),
        "change_url": reverse("offers:absence_change", args=[absence.ref]),
        "end_url": reverse("offers:absence_end", args=[absence.ref]),
    }


@require_http_methods(["GET", "POST"])
@login_required
def absence_new(request: HttpRequest) -> HttpResponse:
    policies.require_following_up(request.actor)
    return form_page(
        request,
        AbsenceForm(
            request.POST or None,
            actor=request.actor,
            initial={"from_on": timezone.localdate()},
        ),
        lambda form: actions.register_absence(actor=request.actor, **form.cleaned_data),
        heading=_("Register absence"),
        submit=_("Save the absence"),
        done=_("The absence is saved. It ends by itself."),
        then=reverse("offers:absence_list"),
        back=reverse("offers:absence_list"),
    )


@require_http_methods(["GET", "POST"])
@login_required
def absence_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    policies.require_following_up(request.actor)
    absence = own(request.actor, ref)
    initial = {
        "deputy": absence.deputy.ref,
        "from_on": absence.from_on,
        "to_on": absence.to_on,
    }
    form = AbsencePeriodForm(request.POST or None, actor=request.actor, initial=initial)
    return form_page(
        request,
        form,
        lambda form: actions.change_absence(
            actor=request.actor,
            absence=absence,
            **{name: form.cleaned_data[name] for name in ("deputy", "from_on", "to_on")},
        ),
        heading=_("Change the absence"),
        lead=absence.user.name,
        submit=_("Save the absence"),
        done=_("The absence is saved. It ends by itself."),
        then=reverse("offers:absence_list"),
        back=reverse("offers:absence_list"),
    )


def own(actor: Actor, ref: UUID) -> Absence:
    rows = Absence.objects.visible_to(actor).select_related("user", "deputy")
    return get_object_or_404(rows, ref=ref)


@require_POST
@login_required
def absence_end(request: HttpRequest, ref: UUID) -> HttpResponse:
    policies.require_following_up(request.actor)
    actions.end_absence(actor=request.actor, absence=own(request.actor, ref))
    messages.success(request, _("The absence has ended."))
    return redirect("offers:absence_list")


@require_http_methods(["GET", "POST"])
@login_required
def reminder_settings(request: HttpRequest) -> HttpResponse:
    """One's own, and nobody else's."""
    actor = request.actor
    policies.require_following_up(actor)
    now = mine(actor)
    initial = {
        "by_mail": now.by_mail,
        "quiet_from": now.quiet_from,
        "quiet_to": now.quiet_to,
        "on_weekends": now.on_weekends,
    }
    return form_page(
        request,
        ReminderSettingForm(request.POST or None, initial=initial),
        lambda form: actions.set_reminders(actor=actor, **form.cleaned_data),
        heading=_("Reminders"),
        lead=_("Once a day when something is due, here and by mail."),
        submit=_("Save"),
        done=_("Your reminders are set."),
        then=reverse("offers:followup_rollup"),
        back=reverse("offers:followup_rollup"),
    )


def mine(actor: Actor) -> ReminderSetting:
    rows = ReminderSetting.objects.visible_to(actor).filter(user_id=actor.user_id)
    return rows.first() or ReminderSetting()
