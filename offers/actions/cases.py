"""Exit cases: opening, changing and closing them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actions.tenants import require_exit_open
from agencies.ledger import record
from agencies.models import User
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, policies
from offers.actions.followups import carry_over, plan
from offers.actions.intakes import locked as locked_intake
from offers.actions.once import made_before, next_number, own_new, wait_for
from offers.models import Case, FollowUp, Intake, Measure, Offer, OfferAnswer

TOMORROW = timedelta(days=1)


class NobodyInTheCase(Refused):
    """A case is about someone: it would be counted as help accepted."""


class CaseAlreadyClosed(Refused):
    """Nothing is added to a closed case but after-care."""


class MeasuresStillOpen(Refused):
    """A case is closed when its measures have ended."""


def locked(actor: Actor, case: Case) -> Case:
    """The case as it is now, held until the transaction ends."""
    rows = Case.objects.writable_by(actor).select_for_update(of=("self",))
    found: Case = rows.get(pk=case.pk)
    return found


def locked_open(actor: Actor, case: Case) -> Case:
    case = locked(actor, case)
    if case.closed_on is not None:
        day = case.closed_on.isoformat()
        raise CaseAlreadyClosed(_("This case was closed on %(day)s.") % {"day": day})
    return case


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    responsible: User,
    called: str = "",
    intake: Intake | None = None,
    offer: Offer | None = None,
    opened_on: date | None = None,
    next_on: date | None = None,
    rhythm_days: int = 7,
    police_status: str = Case.PoliceStatus.NONE,
    social_status: str = Case.SocialStatus.NONE,
    key: UUID | None = None,
) -> Case:
    """Open a case from an intake, from a yes to an offer, or by itself.

    It keeps its own identity part. What waited on the intake or the offer waits on it.
    """
    policies.require_exit_side(actor)
    require_exit_open(actor)
    before = made_before(actor, Case, key)
    if before is not None:
        return before
    if intake is not None and offer is not None:
        raise Refused(_("Open the case from a contact or from an offer, not both."), field="offer")
    if not called and intake is None and offer is None:
        raise NobodyInTheCase(_("Say what the person is called."), field="called")
    days.require(days.has_come, opened_on, "opened_on")
    days.require(days.is_within_reach, next_on, "next_on")
    if intake is not None:
        intake = locked_intake(actor, intake)
    if offer is not None:
        _require_yes(actor, offer)
    today = timezone.localdate()
    case = Case(
        number=next_number(actor, Case, today),
        called=called or (intake.called if intake else ""),
        person=offer.person if offer else None,
        offer=offer,
        intake=intake,
        opened_on=opened_on or today,
        rhythm_days=rhythm_days,
        police_status=police_status,
        social_status=social_status,
        responsible=responsible,
    )
    own_new(actor, case, key, exclude=("person", "offer"))
    if intake is not None:
        intake.state = Intake.State.CASE_OPENED
        intake.save(update_fields=["state"])
        carry_over(actor, intake, case)
    if offer is not None:
        carry_over(actor, offer, case)
    plan(actor, case, due_on=next_on or today + TOMORROW, responsible=responsible)
    record(actor, "case.opened", case)
    return case


def _require_yes(actor: Actor, offer: Offer) -> None:
    """One case from one yes, however many press at once."""
    wait_for(f"offers.case/{actor.scope}/{offer.pk}")
    if Case.objects.writable_by(actor).filter(offer=offer).exists():
        raise Refused(_("A case has already been opened from this offer."))
    answers = OfferAnswer.objects.writable_by(actor).filter(offer=offer)
    last = answers.order_by("-answered_on", "-pk").first()
    if last is None or last.answer != OfferAnswer.Answer.YES:
        raise Refused(_("Record a yes before you open a case from this offer."))


@transaction.atomic
def change_case(
    *,
    actor: Actor,
    case: Case,
    called: str,
    police_status: str,
    social_status: str,
    responsible: User,
    rhythm_days: int,
) -> Case:
    """Change a case. The two statuses never depend on one another."""
    policies.require_exit_side(actor)
    case = locked_open(actor, case)
    if not called and case.intake_id is None and case.offer_id is None:
        raise NobodyInTheCase(_("Say what the person is called."), field="called")
    case.called, case.responsible, case.rhythm_days = called, responsible, rhythm_days
    case.police_status, case.social_status = police_status, social_status
    case.full_clean(exclude=["scope", "person", "offer", "intake"])
    case.save()
    waiting = FollowUp.objects.writable_by(actor).waiting().on(case).first()
    latest = timezone.localdate() + timedelta(days=rhythm_days)
    due_on = min(waiting.due_on, latest) if waiting else latest
    plan(actor, case, due_on=due_on, responsible=responsible)
    record(actor, "case.changed", case)
    return case


@transaction.atomic
def close_case(*, actor: Actor, case: Case, ending: str, closed_on: date, next_on: date) -> Case:
    """Close a case with its ending, and say when to look in on the person again."""
    policies.require_exit_side(actor)
    case = locked_open(actor, case)
    days.require(days.has_come, closed_on, "closed_on")
    days.require(days.is_within_reach, next_on, "next_on")
    if closed_on < case.opened_on:
        raise Refused(_("A case cannot close before it opened."), field="closed_on")
    lasting = Measure.objects.writable_by(actor).filter(case=case, ends_on__isnull=True)
    if lasting:
        kinds = ", ".join(str(measure) for measure in lasting)
        raise MeasuresStillOpen(_("End these measures first: %(kinds)s.") % {"kinds": kinds})
    case.ending, case.closed_on = ending, closed_on
    case.full_clean(exclude=["scope", "person", "offer", "intake"])
    case.save(update_fields=["ending", "closed_on", "updated_at"])
    plan(actor, case, due_on=next_on, responsible=case.responsible)
    record(actor, "case.closed", case)
    return case
