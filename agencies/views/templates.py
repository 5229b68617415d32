"""Templates of decisions: list, read, approve, retire. They are written on the desk's page."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from agencies import actions, papers, policies
from agencies.forms import ApproveTemplateForm, NothingForm
from agencies.ledger import record, record_list
from agencies.models import DisclosureTemplate, Receiver
from agencies.pages import crossing_tabs, form_page
from agencies.readers import saved_for
from agencies.scoping import Actor, Function
from gvi.core.paging import page_of


@require_safe
@login_required
def template_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_decide(actor)
    rows = DisclosureTemplate.objects.visible_to(actor).select_related("made_by")
    page = page_of(request, rows.order_by("retired_at", "name", "pk"))
    record_list(actor, "template.listed", page)
    context = {
        "page": page,
        "tabs": crossing_tabs(actor, "templates"),
        "new_url": reverse("desk:template_new"),
    }
    return render(request, "agencies/template_list.html", context)


@require_safe
@login_required
def template_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = DisclosureTemplate.objects.visible_to(actor).select_related("made_by", "approved_by")
    template = get_object_or_404(rows, ref=ref)
    record(actor, "template.read", template)
    receivers = Receiver.objects.filter(pk__in=template.receivers)
    context = {
        "template": template,
        "facts": facts(template, list(receivers.select_related("participation__agency"))),
        "weighed": papers.weighed_in(template),
        "back": reverse("agencies:template_list"),
        **doors(actor, template),
    }
    return render(request, "agencies/template_detail.html", context)


def facts(template: DisclosureTemplate, receivers: list[Receiver]) -> list[dict[str, Any]]:
    """What the template decides, row by row."""
    found = [
        (_("What is disclosed"), "\n".join(pgettext("part", part) for part in template.parts)),
        (_("Who may read"), "\n".join(str(each) for each in receivers)),
        (_("Purpose"), template.purpose),
        (_("Why it is needed"), template.need),
        (_("How many months they may read"), template.months),
        (_("Conditions"), template.conditions or _("No conditions")),
    ]
    return [{"label": label, "value": value} for label, value in found]


def doors(actor: Actor, template: DisclosureTemplate) -> dict[str, str]:
    """What can be done from the page, as addresses; empty where it cannot."""
    decides, is_new = actor.has(policies.DECIDING), template.approved_at is None
    is_other = template.made_by_id != actor.user_id
    may = {
        "agencies:template_approve": actor.has({Function.DECISION}) and is_new and is_other,
        "agencies:template_retire": decides and template.retired_at is None,
        "desk:template_renew": decides,
    }
    return {
        f"{page.partition('_')[2]}_url": reverse(page, args=[template.ref]) if allowed else ""
        for page, allowed in may.items()
    }


@require_http_methods(["GET", "POST"])
@login_required
def template_approve(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    template = get_object_or_404(DisclosureTemplate.objects.writable_by(actor), ref=ref)
    policies.require_approve(actor)
    record(actor, "template.read", template)
    return form_page(
        request,
        ApproveTemplateForm(request.POST or None),
        lambda form: actions.approve_template(actor=actor, template=template, **form.cleaned_data),
        heading=_("Approve the template"),
        lead=_("Approved, it can be used by everyone in your agency who decides."),
        submit=_("Approve"),
        done=_("The template is approved and can be used."),
        then=template.get_absolute_url(),
        back=template.get_absolute_url(),
        saved_for=saved_for(actor, policies.WEIGHED),
    )


@require_http_methods(["GET", "POST"])
@login_required
def template_retire(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    template = get_object_or_404(DisclosureTemplate.objects.writable_by(actor), ref=ref)
    record(actor, "template.read", template)
    return form_page(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        lambda form: actions.retire_template(actor=actor, template=template),
        heading=_("Retire the template"),
        lead=_("Nothing new can be decided by it. What has been decided stays as it is."),
        submit=_("Retire"),
        done=_("The template is retired."),
        then=template.get_absolute_url(),
        back=template.get_absolute_url(),
        warn=True,
    )
