"""The agreement the partnership rests on, its reviews, and who sits where."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import policies
from agencies.actions import agreements
from agencies.forms.administration import (
    AgreementForm,
    CloseReviewForm,
    OfficeForm,
    ReviewForm,
    SignForm,
)
from agencies.ledger import record, record_list
from agencies.models import Agreement, AgreementParty, AgreementReview, Office
from agencies.pages import form_page

LIST = "agencies:agreement_list"


def _of_ours(request: HttpRequest):
    return Agreement.objects.filter(partnership_id=request.actor.partnership_id)


@require_safe
@login_required
def agreement_list(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    rows = list(_of_ours(request).prefetch_related("parties__participation__agency"))
    in_force = set(_of_ours(request).in_force(today).values_list("pk", flat=True))
    reviews = AgreementReview.objects.visible_to(actor).filter(agreement__in=rows)
    record_list(actor, "agreement.listed", rows)
    page = {
        "current": "agreements",
        "may_administer": policies.may_administer(actor),
        "agreements": [{"row": each, "in_force": each.pk in in_force} for each in rows],
        "reviews": reviews,
        "lapsed": not in_force,
        "may_draw_up": policies.may_lead(actor),
        "may_review": policies.may_review(actor),
    }
    return render(request, "agencies/administration/agreements.html", page)


@require_safe
@login_required
def agreement_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    agreement = get_object_or_404(_of_ours(request), ref=ref)
    parties = agreement.parties.select_related("participation__agency")
    record(actor, "agreement.read", agreement)
    page = {
        "current": "agreements",
        "may_administer": policies.may_administer(actor),
        "agreement": agreement,
        "parties": [
            {
                "row": each,
                "may_sign": policies.may_sign(actor)
                and each.participation_id == actor.scope
                and each.signed_on is None,
            }
            for each in parties
        ],
        "in_force": _of_ours(request).in_force(today).filter(pk=agreement.pk).exists(),
        "reviews": AgreementReview.objects.visible_to(actor).filter(agreement=agreement),
        "may_review": policies.may_review(actor),
        "back": reverse(LIST),
    }
    return render(request, "agencies/administration/agreement.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def agreement_new(request: HttpRequest) -> HttpResponse:
    policies.require_leading(request.actor)
    return form_page(
        request,
        AgreementForm(request.POST or None),
        lambda form: agreements.draw_up(actor=request.actor, **form.cleaned_data),
        heading=_("Draw up the next version"),
        lead=_(
            "It is put to every agency that takes part, and is in force when all have signed. "
            "Until then the version before it goes on."
        ),
        submit=_("Put it to the parties"),
        done=_("The agreement waits for the parties to sign."),
        then=Agreement.get_absolute_url,
        back=reverse(LIST),
        saved_for={"audience": _("all agencies in the partnership"), "people": None},
    )


@require_http_methods(["GET", "POST"])
@login_required
def agreement_sign(request: HttpRequest, ref: UUID) -> HttpResponse:
    rows = AgreementParty.objects.writable_by(request.actor).select_related("agreement")
    party = get_object_or_404(rows, ref=ref)
    return form_page(
        request,
        SignForm(request.POST or None),
        lambda form: agreements.sign(actor=request.actor, party=party, **form.cleaned_data),
        heading=_("Sign for your agency"),
        lead=_("You sign today, once. The agreement is in force when every party has signed."),
        submit=_("Sign"),
        done=_("Your agency has signed."),
        then=party.agreement.get_absolute_url(),
        back=party.agreement.get_absolute_url(),
        saved_for={"audience": _("all agencies in the partnership"), "people": None},
    )


@require_http_methods(["GET", "POST"])
@login_required
def review_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    agreement = get_object_or_404(_of_ours(request), ref=ref)
    policies.require_reviewing(request.actor)
    return form_page(
        request,
        ReviewForm(request.POST or None),
        lambda form: agreements.plan_review(
            actor=request.actor, agreement=agreement, **form.cleaned_data
        ),
        heading=_("Plan a review"),
        submit=_("Save the day"),
        done=_("The review is planned."),
        then=agreement.get_absolute_url(),
        back=agreement.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@login_required
def review_close(request: HttpRequest, ref: UUID) -> HttpResponse:
    rows = AgreementReview.objects.writable_by(request.actor).select_related("agreement")
    review = get_object_or_404(rows, ref=ref)
    return form_page(
        request,
        CloseReviewForm(request.POST or None, initial={"done_on": timezone.localdate()}),
        lambda form: agreements.close_review(
            actor=request.actor, review=review, **form.cleaned_data
        ),
        heading=_("Close the review"),
        submit=_("Save what it led to"),
        done=_("The review is closed."),
        then=review.agreement.get_absolute_url(),
        back=review.agreement.get_absolute_url(),
        saved_for={"audience": _("all agencies in the partnership"), "people": None},
    )


@require_safe
@login_required
def office_list(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    offices = Office.objects.visible_to(actor).select_related("scope__agency", "holder", "deputy")
    rows = list(offices.order_by("kind", "scope__agency__name", "-from_on"))
    record_list(actor, "office.listed", rows)
    page = {
        "current": "offices",
        "may_administer": policies.may_administer(actor),
        "offices": [each for each in rows if not each.is_over(today)],
        "former": [each for each in rows if each.is_over(today)],
        "scope": actor.scope,
    }
    return render(request, "agencies/administration/offices.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def office_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_administration(actor)
    return form_page(
        request,
        OfficeForm(request.POST or None, actor=actor, initial={"from_on": timezone.localdate()}),
        lambda form: agreements.fill_office(actor=actor, **form.cleaned_data),
        heading=_("Fill an office"),
        lead=_("First the mandate, then the signature, then the staffing."),
        submit=_("Save who sits there"),
        done=_("The office is filled."),
        then=reverse("agencies:office_list"),
        back=reverse("agencies:office_list"),
        saved_for={"audience": _("all agencies in the partnership"), "people": None},
    )


@require_POST
@login_required
def office_vacate(request: HttpRequest, ref: UUID) -> HttpResponse:
    office = get_object_or_404(Office.objects.writable_by(request.actor), ref=ref)
    agreements.vacate_office(actor=request.actor, office=office)
    messages.success(request, _("The office is vacated from tomorrow."))
    return redirect("agencies:office_list")
