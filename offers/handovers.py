"""What has been handed to whom, and what the new one has not seen yet."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from offers import reminders
from offers.models import Case, HandOver, Intake

STILL_THEIRS = Q(intake__responsible=F("handed_to")) | Q(case__responsible=F("handed_to"))


def with_things(rows: QuerySet[HandOver]) -> QuerySet[HandOver]:
    return rows.select_related("intake", "case", "handed_by", "handed_to")


def waiting_for(actor: Actor) -> QuerySet[HandOver]:
    """What was handed to the actor, is still theirs and has not been seen, the latest first."""
    mine = HandOver.objects.visible_to(actor).filter(
        STILL_THEIRS, handed_to_id=actor.user_id, seen_at__isnull=True
    )
    return with_things(mine)


def thing_of(hand_over: HandOver) -> Intake | Case | None:
    return hand_over.case or hand_over.intake


def as_row(hand_over: HandOver) -> dict[str, Any]:
    """The line as the work list of Min dag takes it."""
    url = reverse("offers:handover_detail", args=[hand_over.ref])
    return {
        "verb": _("Handed over by %(name)s") % {"name": hand_over.handed_by},
        "what": reminders.name_of(thing_of(hand_over)),
        "url": url,
        "mark": {"kind": "own"},
        "action": {"label": _("Open"), "url": url},
    }


def told(actor: Actor, thing: Intake | Case) -> list[dict[str, Any]]:
    """The hand-overs of one thing, as the timeline takes them, the latest first."""
    rows = HandOver.objects.visible_to(actor).filter(**{str(thing._meta.model_name): thing})
    return [
        {
            "title": _("Handed over to %(name)s") % {"name": row.handed_to},
            "text": row.note,
            "at": row.handed_at,
            "by": row.handed_by.name,
            "tag": _("Seen") if row.seen_at else _("Not seen yet"),
        }
        for row in with_things(rows)
    ]
