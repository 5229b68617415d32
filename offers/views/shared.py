"""What several of the pages need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.models import Agency
from agencies.scoping import Actor
from offers import policies, reminders
from offers.models import FollowUp

TABS = (
    ("mina", gettext_lazy("Mine"), policies.may_follow_up),
    ("alla", gettext_lazy("All open"), policies.may_follow_up),
    ("forfallna", gettext_lazy("Overdue"), policies.may_follow_up),
    ("att-lamna", gettext_lazy("Offers to make"), policies.may_read),
    ("utan-svar", gettext_lazy("Without an answer"), policies.is_exit_side),
    ("lamnade", pgettext_lazy("list of offers", "Made"), policies.may_read),
)
PAGES = (
    ("offers:intake_list", gettext_lazy("Contacts"), policies.is_exit_side),
    ("offers:intake_waiting", pgettext_lazy("contacts", "Waiting"), policies.is_exit_side),
    ("offers:case_list", gettext_lazy("Cases"), policies.is_exit_side),
    ("offers:provider_list", gettext_lazy("Providers"), policies.is_exit_side),
    ("offers:direct_contacts", gettext_lazy("Direct contacts"), policies.may_count),
    ("offers:followup_rollup", gettext_lazy("How it stands with us"), policies.may_follow_up),
    ("offers:letter_list", gettext_lazy("Letters and cards"), policies.may_read_letters),
)


# Lists that belong together stand under one heading. What is named nowhere stands by itself.
AREAS = (
    (gettext_lazy("Follow-ups"), ("mina", "alla", "forfallna", "offers:followup_rollup")),
    (gettext_lazy("Offers"), ("att-lamna", "utan-svar", "lamnade")),
    (gettext_lazy("Contacts"), ("offers:intake_list", "offers:intake_waiting")),
)


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The ways between the pages of support, those that belong together under one heading.

    What one may not open is absent.
    """
    found = {
        name: {"label": label, "url": address_of(name), "current": name == current}
        for name, label, may in (*TABS, *PAGES)
        if may(actor)
    }
    areas = []
    for heading, names in AREAS:
        under = [found.pop(name) for name in names if name in found]
        if len(under) > 1:
            here = any(each["current"] for each in under)
            areas.append({"label": heading, "url": under[0]["url"], "here": here, "under": under})
        else:
            areas += under
    return [*areas, *found.values()]


def address_of(name: str) -> str:
    """Where a list or a page of support is."""
    if ":" in name:
        return reverse(name)
    if name == "forfallna":
        return reverse("offers:followup_overdue")
    return f"{reverse('offers:offer_list')}?visa={name}"


def way_back(request: HttpRequest) -> str:
    """The list the page was reached from; the start page when none of ours is named."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else settings.LOGIN_REDIRECT_URL


def ref_asked_for(request: HttpRequest, name: str) -> UUID | None:
    """A reference in the address; one that could not be a reference was never there."""
    given = request.GET.get(name)
    try:
        return UUID(given) if given else None
    except ValueError as fault:
        raise Http404 from fault


def told(rows: Iterable[FollowUp]) -> list[dict[str, Any]]:
    """Logged follow-ups as the timeline takes them."""
    return [
        {
            "title": row.get_outcome_display(),
            "text": row.note,
            "at": row.done_at,
            "by": row.done_by.name if row.done_by else "",
            "tag": row.get_channel_display(),
        }
        for row in rows
    ]


def just_logged(request: HttpRequest) -> list[dict[str, str]]:
    """What can still be undone, with the ways to do it and back to this list."""
    actor, here = request.actor, request.get_full_path()
    if not policies.may_follow_up(actor):
        return []
    return [saved_line(due, here) for due in reminders.just_logged(actor)]


def saved_line(due: reminders.Due, back: str) -> dict[str, Any]:
    """One log, who it is about, and the ways to undo it or add to it."""
    note = reverse("offers:followup_note", args=[due.follow_up.ref])
    return {
        "what": due.what,
        "outcome": due.follow_up.get_outcome_display(),
        "at": due.follow_up.logged_at,
        "undo_url": due.undo_url(back),
        "more": {"url": reminders.with_way_back(note, back), "label": _("Add a note")},
    }


def fact(label: Any, value: Any) -> dict[str, Any]:
    return {"label": label, "value": value}


def link(label: Any, url: str) -> dict[str, Any]:
    return {"label": label, "url": url}


def ways_on(follow_up: FollowUp | None, back: str) -> dict[str, str]:
    """Where a waiting follow-up is logged and, where that is allowed, let go."""
    if follow_up is None:
        return {}
    stop = reverse("offers:followup_stop", args=[follow_up.ref])
    return {
        "log_url": reminders.with_way_back(follow_up.get_absolute_url(), back),
        "stop_url": reminders.with_way_back(stop, back),
    }


def secrecy(agency: Agency, day: date) -> str:
    """The line of secrecy on a record: on what ground, from when, whose."""
    return f"{agency.get_legal_home_display()}, {day.isoformat()}, {agency}"


def empty(actor: Actor) -> str:
    """What a list of cases says when there are none."""
    if policies.is_exit_side(actor):
        return _("No open cases.")
    return _("No case is shared with you.")
