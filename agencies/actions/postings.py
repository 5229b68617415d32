"""What can be done to accounts and postings: by an agency's own administration, about its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.ledger import record
from agencies.models import Posting, User
from agencies.scoping import TWO_PERSONS, Actor, Function
from gvi.core.refusals import Refused

YEAR = timedelta(days=365)


class PostingNotOpen(Refused):
    """The posting is over, or approved already."""


@transaction.atomic
def invite(*, actor: Actor, email: str, name: str) -> User:
    """An account for somebody; found again if there is one. It gives nothing by itself."""
    policies.require_administration(actor)
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user
    user = User(email=email.lower(), name=name)
    user.set_unusable_password()
    user.full_clean()
    user.save(force_insert=True)
    record(actor, "account.invited", user)
    return user


@transaction.atomic
def welcome(*, actor: Actor, email: str, name: str, **posting: Any) -> Posting:
    """An account and its first posting together: neither without the other."""
    user = invite(actor=actor, email=email, name=name)
    return propose_posting(actor=actor, user=user, **posting)


@transaction.atomic
def propose_posting(
    *,
    actor: Actor,
    user: User,
    function: str,
    need: str,
    from_on: date,
    to_on: date,
    trained_on: date | None = None,
) -> Posting:
    """Give a user a function for a year at most; at once, where one administrator is enough.

    Nobody approves their own, and administration and decision take two persons; such a posting
    waits for someone else.
    """
    policies.require_administration(actor)
    today = timezone.localdate()
    if function == Function.FIGURES or user.is_system:
        raise Refused(_("Only the operator gives the system its function."), field="function")
    if not today <= from_on <= to_on <= from_on + YEAR:
        raise Refused(_("A posting begins today or later and lasts a year at most."), field="to_on")
    posting = Posting(
        user=user,
        participation_id=actor.scope,
        function=function,
        need=need,
        trained_on=trained_on,
        from_on=from_on,
        to_on=to_on,
        proposed_by_id=actor.user_id,
    )
    _require_free(posting)
    return _add(actor, posting)


def _require_free(posting: Posting) -> None:
    same = Posting.objects.filter(
        user_id=posting.user_id,
        participation_id=posting.participation_id,
        function=posting.function,
        from_on__lte=posting.to_on,
        to_on__gte=posting.from_on,
    )
    if same.exists():
        raise Refused(
            _("That function is given to the same person in that time already. Renew it instead."),
            field="function",
        )


def _add(actor: Actor, posting: Posting) -> Posting:
    if posting.function not in TWO_PERSONS and posting.user_id != actor.user_id:
        posting.approved_by_id, posting.approved_at = actor.user_id, timezone.now()
    posting.full_clean()
    posting.save(force_insert=True)
    record(actor, "posting.proposed", posting)
    if posting.is_approved:
        record(actor, "posting.approved", posting)
    return posting


@transaction.atomic
def approve_posting(*, actor: Actor, posting: Posting) -> Posting:
    """Someone other than the holder, and other than the proposer where two are needed."""
    policies.require_administration(actor)
    posting = _locked(actor, posting)
    if posting.is_approved:
        raise PostingNotOpen(_("The posting is approved already."))
    if posting.to_on < timezone.localdate():
        raise PostingNotOpen(_("The posting is over. Propose a new one."))
    if actor.user_id == posting.user_id:
        raise Refused(_("Someone else must approve a posting."))
    if posting.function in TWO_PERSONS and actor.user_id == posting.proposed_by_id:
        raise Refused(_("This function takes two: someone else must approve it."))
    posting.approved_by_id, posting.approved_at = actor.user_id, timezone.now()
    posting.save(update_fields=["approved_by", "approved_at"])
    record(actor, "posting.approved", posting)
    return posting


@transaction.atomic
def renew_posting(*, actor: Actor, posting: Posting) -> Posting:
    """One more year from the day the old one ends, in one step. Not by the holder."""
    policies.require_administration(actor)
    posting = _locked(actor, posting)
    today = timezone.localdate()
    if actor.user_id == posting.user_id:
        raise Refused(_("Someone else must renew your posting."))
    if not posting.is_approved or posting.ended_on is not None:
        raise PostingNotOpen(_("Only a posting that has been in force is renewed."))
    from_on = max(today, posting.to_on + timedelta(days=1))
    if from_on > today + YEAR:
        raise PostingNotOpen(_("The posting lasts more than a year from now already."))
    renewed = Posting(
        user_id=posting.user_id,
        participation_id=actor.scope,
        function=posting.function,
        need=posting.need,
        trained_on=posting.trained_on,
        from_on=from_on,
        to_on=from_on + YEAR,
        proposed_by_id=actor.user_id,
    )
    _require_free(renewed)
    return _add(actor, renewed)


@transaction.atomic
def end_posting(*, actor: Actor, posting: Posting) -> Posting:
    """Over at once. What was read and done stays in the ledger."""
    policies.require_administration(actor)
    posting = _locked(actor, posting)
    if posting.to_on < timezone.localdate():
        raise PostingNotOpen(_("The posting is over already."))
    if posting.user_id == actor.user_id:
        raise Refused(_("Someone else must end your own posting."))
    return _end(actor, posting)


@transaction.atomic
def remove_leaver(*, actor: Actor, user: User) -> int:
    """End everything a user has in the actor's own agency, today: one step (BDF 3:6)."""
    policies.require_administration(actor)
    if user.pk == actor.user_id:
        raise Refused(_("Someone else must end your own posting."))
    rows = Posting.objects.writable_by(actor).filter(
        user=user, to_on__gte=timezone.localdate(), user__is_system=False
    )
    ended = [_end(actor, posting) for posting in rows.select_for_update(of=("self",))]
    record(actor, "account.removed", user)
    return len(ended)


def _end(actor: Actor, posting: Posting) -> Posting:
    today = timezone.localdate()
    posting.to_on = today - timedelta(days=1)  # over at once, not tonight
    posting.ended_on, posting.ended_by_id = today, actor.user_id
    posting.save(update_fields=["to_on", "ended_on", "ended_by"])
    record(actor, "posting.ended", posting)
    return posting


def _locked(actor: Actor, posting: Posting) -> Posting:
    rows = Posting.objects.writable_by(actor).filter(user__is_system=False)
    found: Posting = rows.select_for_update(of=("self",)).get(pk=posting.pk)
    return found
