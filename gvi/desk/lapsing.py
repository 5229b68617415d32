"""What ends soon: one's own functions, what the administration has to see to, the agreement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.ledger import record_list
from agencies.models import Agreement, AgreementParty, AgreementReview, Posting
from agencies.models.staff import WARNING
from agencies.scoping import TWO_PERSONS, Actor
from gvi.core.templatetags.page import day

AHEAD = timedelta(days=60)
ROWS = 5
Row = dict[str, Any]


def rows(actor: Actor, today: date) -> list[Row]:
    """What waits for the actor in these matters, by due date."""
    found = [*_own_functions(actor, today), *_to_sign(actor)]
    if policies.may_administer(actor):
        found += _to_administer(actor, today)
    if policies.may_review(actor):
        found += _reviews(actor, today)
    return found[:ROWS]


def _own_functions(actor: Actor, today: date) -> list[Row]:
    """One's own functions that end within a fortnight and are not renewed yet."""
    held = Posting.objects.filter(participation_id=actor.scope, user_id=actor.user_id)
    later = held.filter(approved_by__isnull=False, from_on__gt=today).values("function")
    ending = held.in_force(today).filter(to_on__lte=today + WARNING).exclude(function__in=later)
    return [
        {
            "verb": _("Your function ends; ask your administrator to renew it"),
            "what": posting.get_function_display(),
            "due": posting.to_on,
        }
        for posting in ending.order_by("to_on")
    ]


def _to_administer(actor: Actor, today: date) -> list[Row]:
    ours = Posting.objects.writable_by(actor).filter(user__is_system=False).select_related("user")
    others = ours.exclude(user_id=actor.user_id)
    waiting = others.filter(approved_by__isnull=True, to_on__gte=today).exclude(
        proposed_by_id=actor.user_id, function__in=sorted(TWO_PERSONS)
    )
    later = [
        Q(user_id=user, function=function)
        for user, function in ours.filter(from_on__gt=today).values_list("user_id", "function")
    ]
    ending = others.in_force(today).filter(to_on__lte=today + WARNING).order_by("to_on")
    for renewed in later:
        ending = ending.exclude(renewed)
    shown = [*waiting[:ROWS], *ending[:ROWS]]
    record_list(actor, "posting.listed", shown, context="day")
    action = {"label": _("Open"), "url": reverse("agencies:account_list")}
    return [
        {
            "verb": _("Renew the function") if each.is_approved else _("Approve the function"),
            "what": f"{each.get_function_display()}, {each.user}",
            "due": each.to_on if each.is_approved else each.from_on,
            "action": action,
        }
        for each in shown
    ]


def _to_sign(actor: Actor) -> list[Row]:
    """Agreements that wait for the actor's own agency, for those who decide there."""
    waiting = AgreementParty.objects.writable_by(actor).filter(signed_on__isnull=True)
    return [
        {
            "verb": _("Sign for your agency"),
            "what": str(party.agreement),
            "url": party.agreement.get_absolute_url(),
            "due": party.agreement.from_on,
            "action": {
                "label": _("Sign"),
                "url": reverse("agencies:agreement_sign", args=[party.ref]),
            },
        }
        for party in waiting.select_related("agreement")
    ]


def _reviews(actor: Actor, today: date) -> list[Row]:
    due = AgreementReview.objects.writable_by(actor).filter(
        done_on__isnull=True, due_on__lte=today + WARNING
    )
    return [
        {
            "verb": _("Review of the agreement"),
            "what": str(review.agreement),
            "url": review.agreement.get_absolute_url(),
            "due": review.due_on,
            "action": {
                "label": _("Close the review"),
                "url": reverse("agencies:review_close", args=[review.ref]),
            },
        }
        for review in due.select_related("agreement")
    ]


def agreement_banner(actor: Actor) -> dict[str, str] | None:
    """What stands over every page when the agreement ends within sixty days, or has ended."""
    if actor.state not in policies.CROSSING:
        return None
    today = timezone.localdate()
    signed = Agreement.objects.signed().filter(partnership_id=actor.partnership_id)
    last = signed.aggregate(last=Max("valid_to"))["last"]
    if last is not None and last > today + AHEAD:
        return None
    if last is None or last < today:
        return {
            "title": _("No agreement is in force"),
            "text": _(
                "Nothing is shared between the agencies. "
                "Each agency keeps and reads its own as before."
            ),
        }
    return {
        "title": _("The agreement ends %(day)s") % {"day": day(last)},
        "text": _("After that nothing is shared between the agencies, until a new one is signed."),
    }
