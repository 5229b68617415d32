"""The pages: a threat check, offering a case to another exit service, taking one over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.grounds import Ages
from agencies.ledger import record, record_list
from agencies.models import Consent, DisclosedItem, Disclosure, Round
from agencies.pages import copy_of, form_page
from agencies.policies import DISCLOSURE, ROUND
from agencies.provisions import provisions_for
from agencies.readers import saved_for
from agencies.scoping import Actor
from gvi.desk.answering.words import TAKEOVER, THREAT
from gvi.desk.exits import actions
from gvi.desk.exits.forms import NoForm, TakeOverForm, ThreatCheckForm, TransferForm
from gvi.desk.giving.forms import homes_of
from offers.actions.disclosing import called, decisions_about
from offers.actions.threats import register_threat
from offers.actions.transfers import opened_from, take_over_case
from offers.models import Case, Intake
from offers.policies import CASE, require_exit_side


@require_http_methods(["GET", "POST"])
@login_required
def case_threat_check(request: HttpRequest, ref: UUID) -> HttpResponse:
    require_exit_side(request.actor)
    cases = Case.objects.visible_to(request.actor).writable_by(request.actor).open()
    case = get_object_or_404(cases.select_related("intake"), ref=ref)
    record(request.actor, "case.read", case)
    return _threat_check(request, case, called(case))


@require_http_methods(["GET", "POST"])
@login_required
def intake_threat_check(request: HttpRequest, ref: UUID) -> HttpResponse:
    require_exit_side(request.actor)
    intakes = Intake.objects.visible_to(request.actor).open()
    intake = get_object_or_404(intakes, ref=ref)
    record(request.actor, "intake.read", intake)
    return _threat_check(request, intake, intake.called)


def _threat_check(request: HttpRequest, thing: Case | Intake, name: str) -> HttpResponse:
    actor = request.actor
    groups = actions.police_exit_groups(actor)
    consents = Consent.objects.visible_to(actor).in_force(timezone.localdate())
    consents = consents.filter(about=thing.ref, parts__contains=[actions.THREAT_CHECK])
    record_list(actor, "consent.listed", consents)
    form = ThreatCheckForm(
        request.POST or None,
        actor=actor,
        consents=consents,
        called=name,
        provisions=provisions_for(actor.legal_home),
        homes=homes_of(groups),
        ages=_ages_typed(request),
        on=timezone.localdate(),
        is_emergency=False,
        has_consent=consents.exists(),
    )
    return form_page(
        request,
        form,
        lambda form: actions.ask_about_threat(
            actor=actor, thing=thing, **form.told([actions.THREAT_CHECK])
        ),
        heading=_("Threat check"),
        lead=_(
            "Only the police's exit group reads it, and answers in fixed words. Nobody else in the"
            " police learns that you have asked."
        ),
        submit=_("Decide and ask"),
        done=_("The police's exit group is asked. The answer shows here when it has come."),
        then=Disclosure.get_absolute_url,
        back=thing.get_absolute_url(),
        template="desk/exits/threat_check.html",
        is_possible=groups.exists(),
        asked=[each for each in decisions_about(actor, thing) if each.question == THREAT],
        saved_for=saved_for(actor, DISCLOSURE),
    )


def _ages_typed(request: HttpRequest) -> Ages:
    """As the birth year says that is being told; without one the person may be a child."""
    year = request.POST.get("birth_year", "").strip()
    return Ages.of_birth_year(int(year) if year.isdecimal() else None, timezone.localdate())


@require_http_methods(["POST"])
@login_required
def case_threat_register(request: HttpRequest, ref: UUID, answer: UUID) -> HttpResponse:
    """Make an assessment of an answer that has come about one's own case."""
    actor = request.actor
    require_exit_side(actor)
    cases = Case.objects.visible_to(actor).writable_by(actor)
    case = get_object_or_404(cases.select_related("intake"), ref=ref)
    item = get_object_or_404(answers_about(actor, case), disclosure__ref=answer)
    return form_page(
        request,
        NoForm(request.POST),
        lambda _form: register_threat(actor=actor, case=case, answer=item),
        heading=_("Register as an assessment"),
        submit=_("Register as an assessment"),
        done=_("The answer is registered as an assessment of threat and risk."),
        then=case.get_absolute_url(),
        back=case.get_absolute_url(),
        saved_for=saved_for(actor, CASE),
    )


def answers_about(actor: Actor, case: Case) -> Any:
    """What the police's exit group has answered about a case, or about the contact it came from."""
    asked = [each.pk for each in decisions_about(actor, case) if each.question == THREAT]
    items = DisclosedItem.objects.visible_to(actor).filter(kind="answer")
    return items.filter(disclosure__answers__in=asked).select_related(
        "disclosure__scope__agency", "disclosure__answers"
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_transfer(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Offer a case to another exit service: the decision itself is made on the decision page."""
    actor = request.actor
    require_exit_side(actor)
    cases = Case.objects.visible_to(actor).writable_by(actor).open()
    case = get_object_or_404(cases, ref=ref)
    record(actor, "case.read", case)
    return form_page(
        request,
        TransferForm(request.POST or None, actor=actor),
        lambda form: actions.offer_case(actor=actor, case=case, **form.cleaned_data),
        heading=_("Hand over to another exit service"),
        lead=_(
            "They are told what you choose, and answer whether they take over. Your case stays"
            " open until you close it."
        ),
        submit=_("Go on to the decision"),
        done=_("The draft is saved. Nothing has been disclosed yet."),
        then=Round.get_absolute_url,
        back=case.get_absolute_url(),
        template="desk/exits/transfer.html",
        is_possible=actions.other_exit_services(actor).exists(),
        saved_for=saved_for(actor, ROUND),
    )


@require_http_methods(["GET", "POST"])
@login_required
def case_take_over(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Open a case of one's own from a copy that was received, once it has been answered yes."""
    actor = request.actor
    rows = Disclosure.objects.visible_to(actor).received_by(actor).filter(question=TAKEOVER)
    disclosure = get_object_or_404(rows.select_related("scope__agency"), ref=ref)
    require_exit_side(actor)
    record(actor, "disclosure.read", disclosure)
    items = DisclosedItem.objects.visible_to(actor).shown_to(actor).filter(disclosure=disclosure)
    return form_page(
        request,
        TakeOverForm(request.POST or None, actor=actor),
        lambda form: take_over_case(actor=actor, disclosure=disclosure, **form.cleaned_data),
        heading=_("Take over the case"),
        lead=_("What the person is called and how it stands come from the copy you received."),
        submit=_("Open the case"),
        done=_("The case is open, and the first follow-up is planned."),
        then=Case.get_absolute_url,
        back=disclosure.get_absolute_url(),
        template="desk/exits/take_over.html",
        copy=copy_of("case", items.filter(kind="case")),
        opened=opened_from(actor, disclosure),
        saved_for=saved_for(actor, CASE),
    )
