"""Contact details on request (lag 2025:170 4 §): ask, and the named decision-maker's answer."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies import actions, policies
from agencies.forms import ContactAnswerForm, ContactForm
from agencies.ledger import record
from agencies.models import Answer, Request
from agencies.pages import form_page
from agencies.scoping import Actor
from agencies.views.requests import facts


@require_http_methods(["GET", "POST"])
@login_required
def contact_new(request: HttpRequest) -> HttpResponse:
    """The same page, the same words and the same answer, whoever is asked about."""
    actor = request.actor
    policies.require_decide(actor)
    actions.contact_ground(actor.legal_home)
    return form_page(
        request,
        ContactForm(request.POST or None, actor=actor),
        lambda form: actions.ask(actor=actor, kind=Request.Kind.CONTACT, **form.asked()),
        heading=_("Ask for contact details"),
        lead=_(
            "Act 2025:170, section 4. One named decision-maker at the agency answers. You are told"
            " that the request has been received, and nothing else until it is decided."
        ),
        submit=_("Send the request"),
        done=_("The request is sent."),
        then=Request.get_absolute_url,
        back=reverse("agencies:request_list") + "?ko=mina",
        saved_for={"audience": _("your agency, and one decision-maker at the agency you ask")},
    )


@require_http_methods(["GET", "POST"])
@login_required
def contact_answer(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Request.objects.visible_to(actor).put_to(actor).filter(decider_id=actor.user_id)
    asked = get_object_or_404(
        rows.select_related("scope__agency", "receiver__participation__agency", "ground"), ref=ref
    )
    return deciding(request, asked)


@reauthentication_required
def deciding(request: HttpRequest, asked: Request) -> HttpResponse:
    """Step-up: whoever decides says again who they are."""
    actor = request.actor
    record(actor, "request.read", asked)
    return form_page(
        request,
        ContactAnswerForm(request.POST or None),
        lambda form: answer(actor, asked, form),
        heading=_("Decide on contact details"),
        submit=_("Decide and answer"),
        done=_("The answer is told to those who asked."),
        then=asked.get_absolute_url(),
        back=asked.get_absolute_url(),
        template="agencies/contact_answer.html",
        rows=facts(asked, is_mine=False),
        saved_for={
            "audience": _("your decision function; what was given also for those who asked")
        },
    )


def answer(actor: Actor, asked: Request, form: Form) -> Answer:
    if form.is_given:
        return actions.give_contact(actor=actor, request=asked, **form.given())
    reasons = form.cleaned_data["special_reasons"]
    return actions.refuse_contact(actor=actor, request=asked, special_reasons=reasons)
