"""What the exit worker, and whoever else follows up, finds first on Min dag.

The follow-ups come first and always; the other blocks only when they have something in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.ledger import record_list
from agencies.scoping import Actor
from offers import handovers, reminders
from offers.models import Case, Intake
from offers.policies import is_exit_side
from offers.views.workload import unmet_row

Block = dict[str, Any]


def blocks(actor: Actor, today: date, rows: int) -> Iterator[Block]:
    """Follow-ups of today, mine and those I stand in for; then what is new and what is missing."""
    yield _follow_ups(actor, today, rows)
    if is_exit_side(actor):
        found = (_handed_over(actor, rows), _to_meet(actor, rows), _without_plan(actor, rows))
        yield from (block for block in found if block["rows"])


def _follow_ups(actor: Actor, today: date, rows: int) -> Block:
    found = reminders.due_today(actor, today, rows)
    record_list(actor, "followup.listed", [due.follow_up for due in found], context="day")
    return {
        "title": _("Follow-ups today"),
        "rows": [due.as_row(reverse("desk:day")) for due in found],
        "empty": _("No follow-up waits for you today."),
        "more_url": f"{reverse('offers:offer_list')}?visa=mina",
        "lead": _("You have been reminded of this today.")
        if any(due.follow_up.reminded for due in found)
        else "",
    }


def _handed_over(actor: Actor, rows: int) -> Block:
    found = list(handovers.waiting_for(actor)[:rows])
    if found:
        record_list(actor, "handover.listed", found, context="day")
    return {
        "title": _("Handed over to me"),
        "rows": [handovers.as_row(each) for each in found],
        "more_url": "",
    }


def _to_meet(actor: Actor, rows: int) -> Block:
    found: list[Intake] = list(reminders.to_meet(actor)[:rows])
    if found:
        record_list(actor, "intake.listed", found, context="day")
    return {
        "title": _("Contacts to meet today"),
        "rows": [unmet_row(each) for each in found],
        "more_url": reverse("offers:intake_list"),
    }


def _without_plan(actor: Actor, rows: int) -> Block:
    found: list[Case] = list(reminders.without_plan(actor)[:rows])
    if found:
        record_list(actor, "case.listed", found, context="day")
    return {
        "title": _("Cases without a plan"),
        "rows": [
            {
                "verb": pgettext("verb", "Plan"),
                "what": reminders.name_of(case),
                "url": case.get_absolute_url(),
                "mark": {"kind": "own"},
                "action": {"label": _("Open"), "url": case.get_absolute_url()},
            }
            for case in found
        ],
        "more_url": reverse("offers:case_list"),
    }
