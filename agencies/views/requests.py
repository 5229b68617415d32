"""Requests: the two queues, one request, and its answer when it is no."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from agencies import actions, policies, printing
from agencies.forms import AskForm, NothingForm, RefuseForm
from agencies.forms.requests import CONTACT_PARTS
from agencies.ledger import record, record_list
from agencies.models import Answer, Request
from agencies.pages import crossing_tabs, form_page
from agencies.scoping import Actor
from gvi.core.paging import page_of

COLUMNS = [
    {"label": gettext_lazy("Purpose")},
    {"label": gettext_lazy("Agency")},
    {"label": gettext_lazy("Answer needed by")},
    {"label": gettext_lazy("State")},
]


@require_safe
@login_required
def request_list(request: HttpRequest) -> HttpResponse:
    """`?ko=mina` are those one's own agency has made; otherwise those it is to decide on."""
    actor = request.actor
    policies.require_work(actor)
    is_mine = request.GET.get("ko") == "mina"
    rows = Request.objects.visible_to(actor).select_related(
        "scope__agency", "receiver__participation__agency"
    )
    page = page_of(request, rows.asked_by(actor) if is_mine else rows.put_to(actor).waiting(actor))
    record_list(actor, "request.listed", page)
    answers = answers_to(actor, page)
    context = {
        "page": page,
        "tabs": crossing_tabs(actor, "mine" if is_mine else "asked"),
        "columns": COLUMNS,
        "rows": [cells(each, answers.get(each.pk), is_mine=is_mine) for each in page],
        "is_mine": is_mine,
        "new_url": reverse("desk:request_new") if actor.has(policies.DECIDING) else "",
        "contact_url": contact_url(actor),
    }
    return render(request, "agencies/request_list.html", context)


def contact_url(actor: Actor) -> str:
    """Where those whom the law lets ask for contact details do it."""
    may_ask = actor.has(policies.DECIDING) and actor.legal_home in policies.LAW_ENFORCING
    return reverse("agencies:contact_new") if may_ask else ""


def answers_to(actor: Actor, requests: Any) -> dict[int, Answer]:
    """The answers the actor is told of, by the request's id."""
    told = Answer.objects.visible_to(actor).filter(request__in=[each.pk for each in requests])
    return {each.request_id: each for each in told}


def cells(asked: Request, answer: Answer | None, *, is_mine: bool) -> list[Any]:
    """A request as the table takes it."""
    other = asked.receiver.participation.agency if is_mine else asked.scope.agency
    is_open = answer is None and asked.withdrawn_at is None
    return [
        {"text": asked.purpose, "url": asked.get_absolute_url()},
        str(other),
        {"due": asked.answer_by} if is_open else asked.answer_by,
        state_of(asked, answer),
    ]


def state_of(asked: Request, answer: Answer | None) -> str:
    """What has come of it. In part says nothing of what was held back."""
    if asked.withdrawn_at:
        return _("Taken back")
    if answer is None:
        return _("Not answered")
    return {
        Answer.Outcome.YES: pgettext("request", "Disclosed"),
        Answer.Outcome.PARTLY: pgettext("request", "Disclosed in part"),
        Answer.Outcome.NO: pgettext("request", "Refused"),
    }[answer.outcome]


@require_safe
@login_required
def request_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Request.objects.visible_to(actor).select_related(
        "scope__agency", "receiver__participation__agency", "ground", "asked_by"
    )
    asked = get_object_or_404(rows, ref=ref)
    record(actor, "request.read", asked)
    answer = answers_to(actor, [asked]).get(asked.pk)
    is_mine = asked.scope_id == actor.scope
    is_open = answer is None and asked.withdrawn_at is None and actor.has(policies.DECIDING)
    context = {
        "asked": asked,
        "answer": answer,
        "is_mine": is_mine,
        "is_open": is_open,
        "is_contact": asked.kind == Request.Kind.CONTACT,
        "state": state_of(asked, answer),
        "rows": facts(asked, is_mine=is_mine),
        "appeal": printing.appeal(),
        "begin_url": reverse("desk:request_begin", args=[asked.ref]),
        "back": reverse("agencies:request_list"),
    }
    return render(request, "agencies/request_detail.html", context)


def fact(label: str, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value}


def facts(asked: Request, *, is_mine: bool) -> list[dict[str, Any]]:
    """All that was asked. Contact details name the agency and never who decides there."""
    is_contact = asked.kind == Request.Kind.CONTACT
    put_to = asked.receiver.participation.agency if is_contact else asked.receiver
    duty = _("A duty to disclose") if asked.is_duty else _("A possibility, no duty")
    names = CONTACT_PARTS if is_contact else {}
    parts = [str(names.get(each) or pgettext("part", each)) for each in asked.parts]
    told = [
        fact(_("Asked by"), asked.asked_by.name if is_mine else str(asked.scope.agency)),
        fact(_("Put to"), str(put_to)),
        fact(_("Whom it concerns, in words"), asked.who),
        fact(_("What is asked for"), "\n".join(parts)),
        fact(_("What it is for"), asked.purpose),
        fact(_("Why it is needed"), asked.need),
        fact(_("Ground given by those who ask"), str(asked.ground or _("Not known"))),
        fact(_("Duty or possibility"), duty if asked.ground else _("Not known")),
        fact(_("Needed until"), asked.until),
        fact(_("Answer needed by"), asked.answer_by),
        fact(_("Asked"), asked.asked_at),
    ]
    return [*told, fact(_("Why it is urgent"), asked.urgency)] if asked.urgency else told


def request_page(
    request: HttpRequest,
    *,
    parts: Mapping[str, str | Promise],
    about: UUID | None = None,
    label: str = "",
    back: str = "",
) -> HttpResponse:
    """The page that asks, about a row the actor sees or about somebody in words."""
    actor: Actor = request.actor
    policies.require_decide(actor)
    form = AskForm(request.POST or None, actor=actor, parts=parts, is_known=about is not None)
    return form_page(
        request,
        form,
        lambda form: actions.ask(
            actor=actor,
            kind=Request.Kind.PARTS,
            about=about,
            **({"who": label} if about else {}) | form.asked(),
        ),
        heading=_("Ask another agency"),
        lead=_("The agency asked decides itself, and answers here."),
        submit=_("Send the request"),
        done=_("The request is sent."),
        then=Request.get_absolute_url,
        back=back or reverse("agencies:request_list") + "?ko=mina",
        saved_for={"audience": _("your agency, and the function you ask")},
    )


@require_http_methods(["GET", "POST"])
@login_required
def request_refuse(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Request.objects.visible_to(actor).put_to(actor).exclude(kind=Request.Kind.CONTACT)
    asked = get_object_or_404(rows, ref=ref)
    policies.require_decide(actor)
    record(actor, "request.read", asked)
    return form_page(
        request,
        RefuseForm(request.POST or None),
        lambda form: actions.answer_request(
            actor=actor, request=asked, outcome=Answer.Outcome.NO, **form.cleaned_data
        ),
        heading=_("Refuse the request"),
        lead=printing.appeal(),
        submit=_("Refuse"),
        done=_("The refusal is told to those who asked."),
        then=asked.get_absolute_url(),
        back=asked.get_absolute_url(),
        saved_for={"audience": _("your agency, and those who asked")},
    )


@require_http_methods(["GET", "POST"])
@login_required
def request_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    asked = get_object_or_404(Request.objects.writable_by(actor), ref=ref)
    return form_page(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        lambda form: actions.withdraw_request(actor=actor, request=asked),
        heading=_("Take the request back"),
        lead=_("The agency asked sees it no more."),
        submit=_("Take back"),
        done=_("The request is taken back."),
        then=asked.get_absolute_url(),
        back=asked.get_absolute_url(),
        warn=True,
    )


@require_safe
@login_required
def request_pdf(request: HttpRequest, ref: UUID) -> HttpResponse:
    """A refusal on paper, for those who asked and those who refused."""
    actor = request.actor
    rows = Request.objects.visible_to(actor).select_related(
        "scope__agency", "receiver__participation__agency", "ground", "asked_by"
    )
    asked = get_object_or_404(rows, ref=ref)
    refused = Answer.objects.visible_to(actor).filter(outcome=Answer.Outcome.NO)
    answer = get_object_or_404(refused, request=asked)
    file = printing.as_pdf(asked, answer, facts(asked, is_mine=asked.scope_id == actor.scope))
    record(actor, "request.downloaded", asked)
    named = {"Content-Disposition": 'attachment; filename="avslag.pdf"'}
    return HttpResponse(file, content_type="application/pdf", headers=named)
