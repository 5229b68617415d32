"""Individual talks: list, plan, one, what came of it."""

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
from agencies.scoping import Actor
from callins import actions, figures, policies
from callins.forms import TalkFilterForm, TalkForm, TalkOutcomeForm
from callins.models import Notification
from gvi.core.paging import page_of


@require_safe
@login_required
def notification_list(request: HttpRequest) -> HttpResponse:
    form = TalkFilterForm(request.GET or None)
    rows = Notification.objects.visible_to(request.actor)
    counted = figures.talks(rows)
    if form.is_valid() and form.cleaned_data["outcome"]:
        rows = rows.filter(outcome=form.cleaned_data["outcome"])
    page = page_of(request, rows.select_related("person", "street_group", "scope__agency"))
    record_list(request.actor, "notification.listed", page)
    mark(request.actor, page, policies.NOTIFICATION)
    context = {"page": page, "filter": form, "talks": counted}
    context["may_talk"] = policies.may_talk(request.actor)
    return render(request, "callins/notification_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def notification_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_talking(actor)
    form = TalkForm(
        request.POST or None, actor=actor, initial={"person": request.GET.get("person")}
    )
    record_list(actor, "person.listed", form.fields["person"].queryset)
    return form_page(
        request,
        form,
        lambda form: actions.plan_talk(actor=actor, **form.cleaned_data),
        heading=_("New individual talk"),
        submit=_("Save the talk"),
        done=_("The talk is saved."),
        then=Notification.get_absolute_url,
        back=reverse("callins:notification_list"),
        saved_for=saved_for(actor, policies.NOTIFICATION),
    )


@require_safe
@login_required
def notification_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    talk = _talk(actor, ref)
    record(actor, "notification.read", talk)
    is_own = policies.may_talk(actor) and talk.scope_id == actor.scope
    context = {
        "talk": talk,
        "readers": readers_of(actor, talk, policies.NOTIFICATION),
        "may_record": is_own and talk.outcome == Notification.Outcome.PLANNED,
        "may_try_again": policies.may_talk(actor)
        and talk.person is not None
        and talk.outcome in (Notification.Outcome.NOT_FOUND, Notification.Outcome.INTERRUPTED),
        "back": reverse("callins:notification_list"),
    }
    return render(request, "callins/notification_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def notification_record(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_talking(actor)
    talk = _talk(actor, ref)
    policies.require_own(actor, talk.scope_id)
    return form_page(
        request,
        TalkOutcomeForm(request.POST or None),
        lambda form: actions.record_talk(actor=actor, talk=talk, **form.cleaned_data),
        heading=_("What came of the talk"),
        lead=_("Only whether the talk took place. How the person answered is not recorded here."),
        submit=_("Save the outcome"),
        done=_("The outcome is saved."),
        then=talk.get_absolute_url(),
        back=talk.get_absolute_url(),
        saved_for=saved_for(actor, policies.NOTIFICATION),
    )


def _talk(actor: Actor, ref: UUID) -> Notification:
    rows = Notification.objects.visible_to(actor)
    return get_object_or_404(
        rows.select_related("person", "street_group", "scope__agency"), ref=ref
    )
