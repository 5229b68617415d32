"""The register of providers: list, one, new, change, control."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.forms.comparing import Shown
from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import readers_of, saved_for
from agencies.scoping import Actor
from gvi.core.paging import page_of
from offers import actions, policies
from offers.forms import ChangeProviderForm, CheckForm, ProviderForm
from offers.models import Measure, Provider, ProviderCheck
from offers.providers import with_last_check
from offers.reminders import name_of
from offers.views.plans import without_key
from offers.views.shared import fact, tabs

COLUMNS = [
    {"label": gettext_lazy("Provider")},
    {"label": gettext_lazy("Org. number")},
    {"label": gettext_lazy("Permit")},
    {"label": gettext_lazy("Last control")},
    {"label": gettext_lazy("How it stands")},
]
UNDER_WAY = [
    {"label": gettext_lazy("Measure")},
    {"label": gettext_lazy("Case")},
    {"label": gettext_lazy("From")},
]
KINDS = {
    ProviderCheck.Outcome.GOOD: "ok",
    ProviderCheck.Outcome.REMARK: "attention",
    ProviderCheck.Outcome.STOP: "late",
}


@require_safe
@login_required
def provider_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    page = page_of(request, with_last_check(actor, Provider.objects.visible_to(actor)))
    record_list(actor, "provider.listed", page)
    context = {
        "page": page,
        "columns": COLUMNS,
        "lines": [cells(each) for each in page],
        "tabs": tabs(actor, "offers:provider_list"),
    }
    return render(request, "offers/provider_list.html", context)


def cells(provider: Any) -> list[Any]:
    """A provider with its last control, as the table takes it."""
    return [
        {"text": provider.name, "url": reverse("offers:provider_detail", args=[provider.ref])},
        provider.organisation_number or "–",
        provider.permit or "–",
        provider.last_checked_on or _("Never"),
        standing(provider.is_in_use, provider.last_outcome),
    ]


def standing(is_in_use: bool, outcome: str | None) -> dict[str, str]:
    """Whether a provider can be chosen, in words."""
    if not is_in_use:
        return {"tag": _("No longer in use"), "kind": "neutral"}
    if not outcome:
        return {"tag": _("Not controlled"), "kind": "attention"}
    said = ProviderCheck.Outcome(outcome)
    return {"tag": str(said.label), "kind": KINDS[said]}


@require_safe
@login_required
def provider_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    provider = own(actor, ref)
    record(actor, "provider.read", provider)
    checks = list(
        ProviderCheck.objects.visible_to(actor)
        .filter(provider=provider)
        .select_related("recorded_by")
    )
    lasting = (
        Measure.objects.visible_to(actor)
        .filter(provider=provider, ends_on__isnull=True)
        .select_related("case")
    )
    state = standing(provider.is_in_use, checks[0].outcome if checks else None)
    context = {
        "provider": provider,
        "facts": [fact(_("How it stands"), state["tag"])],
        "rows": [
            fact(_("Organisation number"), provider.organisation_number),
            fact(_("Permit"), provider.permit),
            fact(_("Still in use"), _("Yes") if provider.is_in_use else _("No")),
        ],
        "mark": {"kind": "own"},
        "is_stopped": bool(checks) and checks[0].outcome == ProviderCheck.Outcome.STOP,
        "checks": [told(each) for each in checks],
        "columns": UNDER_WAY,
        "lines": [measure_cells(each) for each in lasting],
        "readers": readers_of(actor, provider, policies.PROVIDER),
        "back": reverse("offers:provider_list"),
    }
    record_list(actor, "measure.listed", lasting)
    return render(request, "offers/provider_detail.html", context)


def own(actor: Actor, ref: UUID) -> Provider:
    """A provider in the register of the actor's own agency."""
    policies.require_exit_side(actor)
    return get_object_or_404(Provider.objects.visible_to(actor).writable_by(actor), ref=ref)


def told(check: ProviderCheck) -> dict[str, Any]:
    """A control as the timeline takes it."""
    return {
        "title": _("Control"),
        "at": check.checked_on,
        "by": check.recorded_by.name,
        "text": check.note,
        "tag": check.get_outcome_display(),
        "kind": KINDS[ProviderCheck.Outcome(check.outcome)],
    }


def measure_cells(measure: Measure) -> list[Any]:
    """What the provider carries out now, and for whom."""
    return [
        {
            "text": measure.get_kind_display(),
            "url": reverse("offers:measure_detail", args=[measure.ref]),
        },
        name_of(measure.case),
        measure.starts_on,
    ]


@require_http_methods(["GET", "POST"])
@login_required
def provider_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_exit_side(actor)
    return form_page(
        request,
        ProviderForm(request.POST or None),
        lambda form: actions.add_provider(actor=actor, **form.cleaned_data),
        heading=_("New provider"),
        submit=_("Save the provider"),
        done=_("The provider is in the register."),
        then=there,
        back=reverse("offers:provider_list"),
        saved_for=saved_for(actor, policies.PROVIDER),
    )


def there(provider: Provider) -> str:
    return reverse("offers:provider_detail", args=[provider.ref])


@require_http_methods(["GET", "POST"])
@login_required
def provider_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    provider = own(actor, ref)
    record(actor, "provider.read", provider)
    return form_page(
        request,
        ChangeProviderForm(request.POST or None, initial=as_shown(provider)),
        lambda form: actions.change_provider(actor=actor, provider=provider, **without_key(form)),
        shown=Shown(provider, as_shown),
        heading=_("Change the provider"),
        submit=_("Save the change"),
        done=_("The provider is changed."),
        then=there(provider),
        back=there(provider),
        saved_for=saved_for(actor, policies.PROVIDER),
    )


def as_shown(provider: Provider) -> dict[str, Any]:
    """A provider as its form shows it."""
    names = ("name", "organisation_number", "permit", "is_in_use")
    return {name: getattr(provider, name) for name in names}


@require_http_methods(["GET", "POST"])
@login_required
def provider_check(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    provider = own(actor, ref)
    record(actor, "provider.read", provider)
    return form_page(
        request,
        CheckForm(request.POST or None),
        lambda form: actions.check_provider(actor=actor, provider=provider, **form.cleaned_data),
        heading=_("New control: %(provider)s") % {"provider": provider},
        lead=_("It is kept as it is written. A later control is added beside it."),
        submit=_("Save the control"),
        done=_("The control is saved."),
        then=there(provider),
        back=there(provider),
        saved_for=saved_for(actor, policies.PROVIDER),
    )
