"""The register of providers: who may carry out measures, and what controls have shown."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, policies, providers
from offers.actions.once import made_before, own_new, wait_for
from offers.models import Provider, ProviderCheck


class ProviderNotFit(Refused):
    """A measure is not given to a provider that is stopped or no longer in use."""


@transaction.atomic
def add_provider(
    *,
    actor: Actor,
    name: str,
    organisation_number: str = "",
    permit: str = "",
    key: UUID | None = None,
) -> Provider:
    """Someone outside who can be given measures. The register is the agency's own."""
    policies.require_exit_side(actor)
    before = made_before(actor, Provider, key)
    if before is not None:
        return before
    row = Provider(name=name.strip(), permit=permit)
    row.organisation_number = _number(organisation_number)
    _require_new(actor, row)
    own_new(actor, row, key)
    record(actor, "provider.added", row)
    return row


@transaction.atomic
def change_provider(
    *,
    actor: Actor,
    provider: Provider,
    name: str,
    organisation_number: str,
    permit: str,
    is_in_use: bool,
) -> Provider:
    """Change what the register says. One no longer in use stays in the plans it has been in."""
    policies.require_exit_side(actor)
    rows = Provider.objects.writable_by(actor).select_for_update(of=("self",))
    provider = rows.get(pk=provider.pk)
    provider.name, provider.permit, provider.is_in_use = name.strip(), permit, is_in_use
    provider.organisation_number = _number(organisation_number)
    _require_new(actor, provider)
    provider.full_clean(exclude={"scope"}, validate_unique=False)
    provider.save()
    record(actor, "provider.changed", provider)
    return provider


@transaction.atomic
def check_provider(
    *,
    actor: Actor,
    provider: Provider,
    checked_on: date,
    outcome: str,
    note: str,
    key: UUID | None = None,
) -> ProviderCheck:
    """What a control showed on a day. The latest one says whether the provider can be chosen."""
    policies.require_exit_side(actor)
    before = made_before(actor, ProviderCheck, key)
    if before is not None:
        return before
    days.require(days.has_come, checked_on, "checked_on")
    row = ProviderCheck(
        provider=Provider.objects.writable_by(actor).get(pk=provider.pk),
        checked_on=checked_on,
        outcome=outcome,
        note=note,
        recorded_by_id=actor.user_id,
    )
    own_new(actor, row, key)
    record(actor, "provider.checked", row)
    return row


def require_fit(actor: Actor, provider: Provider) -> None:
    """Nobody is sent to a provider that a control has stopped, or that is out of use."""
    if not provider.is_in_use:
        raise ProviderNotFit(
            _("This provider is no longer in use. Choose another."), field="provider"
        )
    last = ProviderCheck.objects.writable_by(actor).filter(provider=provider).first()
    if last is not None and last.outcome == ProviderCheck.Outcome.STOP:
        raise ProviderNotFit(
            _("The control on %(day)s says that this provider is not to be used. Choose another.")
            % {"day": last.checked_on.isoformat()},
            field="provider",
        )


def _number(given: str) -> str:
    try:
        return providers.organisation_number(given)
    except ValidationError as fault:
        raise Refused(fault.messages[0], field="organisation_number") from fault


def _require_new(actor: Actor, row: Provider) -> None:
    """One row for one provider, however many add it at once."""
    wait_for(f"offers.provider/{actor.scope}")
    others = Provider.objects.writable_by(actor).exclude(pk=row.pk)
    if others.filter(name__iexact=row.name).exists():
        raise Refused(_("This provider is in the register already."), field="name")
    number = row.organisation_number
    same = others.filter(organisation_number=number).first() if number else None
    if same is not None:
        raise Refused(
            _("This organisation number is in the register already: %(name)s.") % {"name": same},
            field="organisation_number",
        )
