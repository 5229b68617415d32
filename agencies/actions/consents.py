"""A person's yes: take it, and take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.actions.disclosures import withdraw
from agencies.grounds import Ages
from agencies.ledger import record
from agencies.models import Consent, Disclosure, Notice, Receiver
from agencies.scoping import Actor
from gvi.core.refusals import Refused

LONGEST = timedelta(days=366)  # a consent is to be current: ask again every year
GUARDIANS = {Consent.Giver.GUARDIAN_1, Consent.Giver.GUARDIAN_2}


class ConsentAlreadyWithdrawn(Refused):
    """Nothing more rests on it, and what rested on it has been told."""


@transaction.atomic
def take_consent(
    *,
    actor: Actor,
    about_kind: str,
    about: UUID,
    label: str,
    ages: Ages,
    data: str,
    parts: Sequence[str],
    receivers: Sequence[Receiver],
    purpose: str,
    form: str,
    given_on: date,
    expires_on: date,
    given_by: Sequence[str] = (Consent.Giver.SELF,),
    maturity: str = "",
    guardian_harm: str = "",
) -> Consent:
    """Record that a person lets certain things be told to certain functions, until a day.

    The row it concerns is the actor's own: whoever calls has fetched it so. Unknown age counts as
    a child's, about whom is asked who consented, how mature, and what harm a guardian may do.
    """
    policies.require_decide(actor)
    _require_days(given_on, expires_on)
    _require_givers(ages, given_by, maturity, guardian_harm)
    if not receivers:
        raise Refused(_("Choose whom the consent lets you tell."), field="receivers")
    consent = Consent(
        scope_id=actor.scope,
        ring=policies.ring_of(actor),
        about_kind=about_kind,
        about=about,
        label=label,
        data=data,
        parts=list(parts),
        receivers=sorted(each.pk for each in receivers),
        purpose=purpose,
        form=form,
        given_by=list(given_by),
        maturity=maturity,
        guardian_harm=guardian_harm,
        given_to_id=actor.user_id,
        given_on=given_on,
        expires_on=expires_on,
    )
    consent.full_clean(validate_unique=False, exclude=["scope", "given_to"])
    consent.save(force_insert=True)
    record(actor, "consent.taken", consent)
    return consent


def _require_days(given_on: date, expires_on: date) -> None:
    today = timezone.localdate()
    if given_on > today:
        raise Refused(_("The day cannot lie ahead."), field="given_on")
    if not today <= expires_on <= given_on + LONGEST:
        raise Refused(
            _("A consent lasts a year at most, and ends ahead. Ask again after that."),
            field="expires_on",
        )


def _require_givers(ages: Ages, given_by: Sequence[str], maturity: str, guardian_harm: str) -> None:
    if not given_by:
        raise Refused(_("Say who has consented."), field="given_by")
    if not ages.may_be_child:
        if set(given_by) != {Consent.Giver.SELF}:
            raise Refused(_("An adult consents themselves."), field="given_by")
        return
    for field, text in (("maturity", maturity), ("guardian_harm", guardian_harm)):
        if not text.strip():
            raise Refused(
                _("The person is or may be under 18: write how you assessed this."), field=field
            )


def disclosures_resting_on(consent: Consent) -> QuerySet[Disclosure]:
    """Decisions that rest on a consent and have not been withdrawn."""
    return Disclosure.objects.filter(
        scope_id=consent.scope_id, consent=consent, withdrawn_at__isnull=True
    )


@transaction.atomic
def withdraw_consent(
    *, actor: Actor, consent: Consent, withdrawn_on: date | None = None
) -> Consent:
    """Let nothing new rest on it. What rests on it stops being readable, and each receiver is told.

    What has been read, printed or noted stays where it is.
    """
    policies.require_decide(actor)
    consent = Consent.objects.writable_by(actor).select_for_update(of=("self",)).get(pk=consent.pk)
    if consent.withdrawn_on is not None:
        raise ConsentAlreadyWithdrawn(_("This consent has already been withdrawn."))
    today = timezone.localdate()
    day = withdrawn_on or today
    if not consent.given_on <= day <= today:
        raise Refused(
            _("The day lies between the day it was given and today."), field="withdrawn_on"
        )
    consent.withdrawn_on, consent.withdrawn_to_id = day, actor.user_id
    consent.save(update_fields=["withdrawn_on", "withdrawn_to"])
    for disclosure in disclosures_resting_on(consent):
        reason = _("The consent was withdrawn.")
        withdraw(actor=actor, disclosure=disclosure, reason=reason, kind=Notice.Kind.CONSENT)
    record(actor, "consent.withdrawn", consent)
    return consent
