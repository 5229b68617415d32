"""Not a second journal: which text somebody saw, what stays of it here, what is still to carry."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Case as Choice
from django.db.models import F, QuerySet, Value, When

from agencies.scoping import Actor
from offers.models import FollowUp, Note
from offers.reminders import with_things

KEPT = 120  # of a text that has been carried, when nobody writes a summary
SUMMARY = 200
MINE, OTHERS = 0, 1


def version_of(*written: object) -> str:
    """What somebody saw when they began to write, so that nobody overwrites in silence."""
    return hashlib.sha256("\x1f".join(map(str, written)).encode()).hexdigest()[:16]


def shortened(text: str) -> str:
    """What stays here once the whole stands in the agency's own record."""
    return text if len(text) <= KEPT else f"{text[:KEPT].rstrip()}…"


def text_of(row: Note | FollowUp) -> str:
    return row.text if isinstance(row, Note) else row.note


def written_by(row: Note | FollowUp) -> int | None:
    return row.written_by_id if isinstance(row, Note) else row.done_by_id


def to_carry(actor: Actor) -> QuerySet[Any]:
    """Signed notes and logged follow-ups still to be carried: mine first, the oldest first.

    Each is a dict of its `model` and `pk`, so that two tables make one list.
    """
    notes = Note.objects.visible_to(actor).filter(signed_at__isnull=False, carried_on__isnull=True)
    logged = FollowUp.objects.visible_to(actor).done()
    logged = logged.filter(carried_on__isnull=True).exclude(note="")
    mine = Choice(When(who=actor.user_id, then=Value(MINE)), default=Value(OTHERS))
    found = [
        rows.annotate(model=Value(model), who=F(who), at=F(at))
        .annotate(whose=mine)
        .order_by()
        .values("model", "pk", "whose", "at")
        for rows, model, who, at in (
            (notes, "note", "written_by_id", "written_at"),
            (logged, "followup", "done_by_id", "done_at"),
        )
    ]
    return found[0].union(found[1], all=True).order_by("whose", "at", "pk")


def fetched(actor: Actor, found: list[dict[str, Any]]) -> list[Note | FollowUp]:
    """The rows of one page of that list, with what they are about, in its order."""
    notes = Note.objects.visible_to(actor).select_related("case", "written_by")
    logged = with_things(FollowUp.objects.visible_to(actor)).select_related("done_by")
    rows = {
        name: kind.in_bulk([each["pk"] for each in found if each["model"] == name])
        for name, kind in (("note", notes), ("followup", logged))
    }
    both = (rows[each["model"]].get(each["pk"]) for each in found)
    return [row for row in both if row is not None]
