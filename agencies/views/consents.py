"""Consents: list, one, take, withdraw. What a consent is about lives upstairs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies import actions, policies
from agencies.forms import ConsentForm, WithdrawConsentForm
from agencies.grounds import Ages
from agencies.ledger import record, record_list
from agencies.models import Consent, Disclosure, Receiver
from agencies.pages import crossing_tabs, form_page
from agencies.readers import readers_of, saved_for
from agencies.scoping import Actor
from gvi.core.paging import page_of

COLUMNS = [
    {"label": gettext_lazy("Concerns")},
    {"label": gettext_lazy("Purpose")},
    {"label": gettext_lazy("Given on")},
    {"label": gettext_lazy("Lasts until")},
    {"label": gettext_lazy("State")},
]
DECISIONS = [
    {"label": gettext_lazy("Decision")},
    {"label": gettext_lazy("Purpose")},
    {"label": gettext_lazy("Ends on")},
]


@require_safe
@login_required
def consent_list(request: HttpRequest) -> HttpResponse:
    policies.require_decide(request.actor)
    page = page_of(request, Consent.objects.visible_to(request.actor))
    record_list(request.actor, "consent.listed", page)
    context = {
        "page": page,
        "columns": COLUMNS,
        "lines": [cells(each) for each in page],
        "tabs": crossing_tabs(request.actor, "consents"),
    }
    return render(request, "agencies/consent_list.html", context)


def cells(consent: Consent) -> list[Any]:
    """A consent as the table takes it."""
    return [
        {"text": consent.label, "url": consent.get_absolute_url()},
        consent.purpose,
        consent.given_on,
        consent.expires_on,
        state_of(consent),
    ]


def state_of(consent: Consent) -> str:
    """Whether something new can rest on it."""
    if consent.withdrawn_on:
        return _("Withdrawn")
    return _("In force") if consent.in_force(timezone.localdate()) else _("No longer in force")


@require_safe
@login_required
def consent_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = Consent.objects.visible_to(actor).select_related("given_to", "withdrawn_to")
    consent = get_object_or_404(rows, ref=ref)
    record(actor, "consent.read", consent)
    resting = Disclosure.objects.visible_to(actor).filter(consent=consent)
    context = {
        "consent": consent,
        "facts": [
            fact(_("State"), state_of(consent)),
            fact(_("Given on"), consent.given_on.isoformat()),
        ],
        "rows": facts(consent),
        "columns": DECISIONS,
        "lines": [
            [{"text": each.number, "url": each.get_absolute_url()}, each.purpose, each.last_day]
            for each in resting
        ],
        "limits": limits(),
        "mark": {"kind": "own"},
        "readers": readers_of(actor, consent, policies.CONSENT),
        "back": reverse("agencies:consent_list"),
    }
    return render(request, "agencies/consent_detail.html", context)


def fact(label: str, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value}


def facts(consent: Consent) -> list[dict[str, Any]]:
    """All that is kept of a consent, in the order it was asked."""
    named = Receiver.objects.filter(pk__in=consent.receivers).select_related(
        "participation__agency"
    )
    told = [
        fact(_("Whom you may tell"), "\n".join(str(each) for each in named)),
        fact(_("What the person has said yes to, in words"), consent.data),
        fact(_("What it is for"), consent.purpose),
        fact(_("How it was given"), consent.get_form_display()),
        fact(_("Who has said yes"), ", ".join(consent.givers)),
        fact(_("Given to"), consent.given_to.name),
        fact(_("Lasts until"), consent.expires_on),
    ]
    if consent.maturity:
        told.append(
            fact(_("How mature the young person is, and how you assessed it"), consent.maturity)
        )
        harm = _("Whether the young person could be harmed if a guardian knows")
        told.append(fact(harm, consent.guardian_harm))
    if consent.withdrawn_on:
        told.append(fact(_("Withdrawn on"), consent.withdrawn_on))
        told.append(fact(_("Withdrawn to"), consent.withdrawn_to.name))
    return told


@require_http_methods(["GET", "POST"])
@login_required
def consent_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.writable_by(request.actor), ref=ref)
    record(request.actor, "consent.read", consent)
    return form_page(
        request,
        WithdrawConsentForm(request.POST or None),
        lambda form: actions.withdraw_consent(
            actor=request.actor, consent=consent, **form.cleaned_data
        ),
        heading=_("Withdraw the consent"),
        lead=_(
            "Nothing new can rest on it. Decisions that rest on it stop at once, and the receivers"
            " are told. What has been read, printed or noted cannot be taken back."
        ),
        submit=_("Withdraw the consent"),
        done=_("The consent is withdrawn."),
        then=consent.get_absolute_url(),
        back=consent.get_absolute_url(),
        warn=True,
    )


def consent_page(
    request: HttpRequest,
    row: Model,
    *,
    label: str,
    ages: Ages,
    parts: Mapping[str, str | Promise],
    back: str,
) -> HttpResponse:
    """The page that takes a consent about one of the actor's own rows."""
    actor: Actor = request.actor
    policies.require_decide(actor)
    about_kind = str(row._meta.model_name)
    record(actor, f"{about_kind}.read", row)
    form = ConsentForm(request.POST or None, actor=actor, parts=parts, ages=ages)
    return form_page(
        request,
        form,
        lambda form: actions.take_consent(
            actor=actor,
            about_kind=about_kind,
            about=row.ref,
            label=label,
            **form.consent(),
        ),
        heading=_("Register a consent"),
        lead=_("What the person has said yes to, whom it lets you tell, and until when."),
        warning=limits(),
        submit=_("Save the consent"),
        done=_("The consent is registered."),
        then=Consent.get_absolute_url,
        back=back,
        saved_for=kept_for(actor),
    )


def limits() -> str:
    return _(
        "A consent lifts only the person's own secrecy. It never lifts the secrecy of police work"
        " (OSL chapter 18), nor what concerns somebody else."
    )


def kept_for(actor: Actor) -> dict[str, object]:
    """An exit group's consent is its own, inside its agency too."""
    ring = policies.ring_of(actor)
    rule = policies.CONSENT
    return saved_for(actor, replace(rule, read=frozenset({ring})) if ring else rule)
