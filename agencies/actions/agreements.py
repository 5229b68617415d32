"""What can be done to agreements, their reviews, and the offices that rest on them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.ledger import record
from agencies.models import (
    Agreement,
    AgreementParty,
    AgreementReview,
    Office,
    Participation,
    User,
)
from agencies.scoping import Actor
from gvi.core.refusals import Refused


class NotSignedYet(Refused):
    """Mandate, signature, staffing: in that order."""


@transaction.atomic
def draw_up(
    *, actor: Actor, kind: str, purpose: str, covers: str, from_on: date, valid_to: date
) -> Agreement:
    """The next version, put to every agency that takes part; in force when all have signed."""
    policies.require_leading(actor)
    versions = Agreement.objects.filter(partnership_id=actor.partnership_id)
    before = versions.order_by("-version", "-pk").first()
    agreement = Agreement(
        partnership_id=actor.partnership_id,
        replaces=before,
        version=before.version + 1 if before else 1,
        kind=kind,
        purpose=purpose,
        covers=covers,
        from_on=from_on,
        valid_to=valid_to,
    )
    if valid_to <= timezone.localdate():
        raise Refused(_("The agreement must last beyond today."), field="valid_to")
    agreement.full_clean()
    agreement.save(force_insert=True)
    taking_part = Participation.objects.in_force(timezone.localdate())
    for participation in taking_part.filter(partnership_id=actor.partnership_id):
        AgreementParty.objects.create(agreement=agreement, participation=participation)
    record(actor, "agreement.drawn_up", agreement)
    return agreement


@transaction.atomic
def sign(
    *, actor: Actor, party: AgreementParty, signatory_name: str, signatory_title: str
) -> AgreementParty:
    """Sign for one's own agency, today: a decision, and made once."""
    policies.require_signing(actor)
    rows = AgreementParty.objects.writable_by(actor).select_for_update(of=("self",))
    party = rows.get(pk=party.pk)
    if party.signed_on is not None:
        raise Refused(_("Your agency has signed already."))
    party.signatory_name, party.signatory_title = signatory_name, signatory_title
    party.signed_on, party.signed_by_id = timezone.localdate(), actor.user_id
    party.full_clean()
    party.save(update_fields=["signatory_name", "signatory_title", "signed_on", "signed_by"])
    record(actor, "agreement.signed", party)
    return party


@transaction.atomic
def plan_review(*, actor: Actor, agreement: Agreement, due_on: date) -> AgreementReview:
    """A day for the parties to take stock."""
    policies.require_reviewing(actor)
    if due_on < timezone.localdate():
        raise Refused(_("The day must lie ahead."), field="due_on")
    review = AgreementReview(scope_id=actor.scope, agreement=agreement, due_on=due_on)
    review.full_clean()
    review.save(force_insert=True)
    record(actor, "agreement_review.planned", review)
    return review


@transaction.atomic
def close_review(
    *, actor: Actor, review: AgreementReview, done_on: date, outcome: str
) -> AgreementReview:
    """What the review led to, in words without people in them."""
    policies.require_reviewing(actor)
    rows = AgreementReview.objects.writable_by(actor).select_for_update(of=("self",))
    review = rows.get(pk=review.pk)
    if review.done_on is not None:
        raise Refused(_("The review is closed already."))
    if done_on > timezone.localdate():
        raise Refused(_("The day has not come yet."), field="done_on")
    review.done_on, review.outcome = done_on, outcome
    review.full_clean()
    review.save(update_fields=["done_on", "outcome"])
    record(actor, "agreement_review.closed", review)
    return review


def has_signed(actor: Actor, today: date) -> bool:
    """Whether an agreement in force binds the actor's own agency."""
    agreed = Agreement.objects.in_force(today).filter(partnership_id=actor.partnership_id)
    bound = agreed.filter(parties__participation_id=actor.scope)
    return agreed.filter(signed_on__isnull=False).exists() or bound.exists()


@transaction.atomic
def fill_office(
    *,
    actor: Actor,
    kind: str,
    holder: User,
    from_on: date,
    deputy: User | None = None,
    mandate: str = "",
    to_on: date | None = None,
) -> Office:
    """Say who sits where for the actor's own agency. First mandate, then signature, then staff."""
    policies.require_administration(actor)
    steering = Office.Kind.STEERING
    if kind != steering and not has_signed(actor, timezone.localdate()):
        raise NotSignedYet(
            _("Your agency has not signed an agreement in force. It is signed before staffing."),
            field="kind",
        )
    if to_on is not None and to_on < from_on:
        raise Refused(_("The last day comes after the first."), field="to_on")
    office = Office(
        scope_id=actor.scope,
        kind=kind,
        holder=holder,
        deputy=deputy,
        mandate=mandate,
        from_on=from_on,
        to_on=to_on,
    )
    office.full_clean()
    office.save(force_insert=True)
    record(actor, "office.filled", office)
    return office


@transaction.atomic
def vacate_office(*, actor: Actor, office: Office) -> Office:
    """Today is the last day. Who sat there before is kept."""
    policies.require_administration(actor)
    rows = Office.objects.writable_by(actor).select_for_update(of=("self",))
    office = rows.get(pk=office.pk)
    today = timezone.localdate()
    if office.to_on is not None and office.to_on <= today:
        raise Refused(_("The office is vacated already."))
    office.to_on = max(today, office.from_on)
    office.save(update_fields=["to_on"])
    record(actor, "office.vacated", office)
    return office
