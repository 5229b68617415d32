"""Min dag: what waits for the one who is signed in, by due date, five rows a block.

Every row comes from `visible_to`; a block shows no count of what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.ledger import in_one_statement, record, record_list
from agencies.models import Disclosure
from agencies.scoping import Actor, Function
from callins.models import Callin
from groups.models import Incident, Person
from groups.policies import may_map
from gvi.briefings.models import Issue
from gvi.briefings.policies import READERS
from gvi.desk import lapsing, watching
from gvi.desk import waiting as crossing
from gvi.desk.answering.day import as_row, waiting
from offers import reminders
from offers.policies import is_exit_side, may_follow_up, may_write_letters
from offers.views.shared import just_logged

ROWS = 5
Row = dict[str, object]
Block = dict[str, object]


@require_safe
@login_required
def my_day(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    if not actor.user_id:
        return render(request, "desk/no_posting.html")
    with in_one_statement():
        record(actor, "day.read")
        found = blocks(actor, today)
    page = {"today": today, "blocks": found, "just": just_logged(request)}
    return render(request, "desk/day.html", page)


def blocks(actor: Actor, today: date) -> list[Block]:
    """The blocks of this actor's functions, those about people and time first."""
    found: list[Block] = []
    if may_follow_up(actor):
        found += watching.blocks(actor, today, ROWS)
    if rounds := waiting(actor, ROWS):
        found.append(_rounds(actor, rounds))
    found += crossing.blocks(actor, today, ROWS)
    if is_exit_side(actor):
        found.append(_owed(actor))
    if may_map(actor):
        found.append(_to_confirm(actor))
        found.append(_to_review(actor))
    if actor.has({Function.COORDINATION, Function.ANALYSIS, Function.CASEWORK}):
        found.append(_next_callin(actor, today))
    if actor.has(READERS):
        found.append(_briefings(actor))
    ending = lapsing.rows(actor, today)
    if ending:
        found.append(_block(_("Functions and agreement"), ending, "", ""))
    if actor.has({Function.AUDIT}):
        found.append(_door(_("Audit"), _("What has been read and done"), "agencies:entry_list"))
    if actor.has({Function.ADMINISTRATION}):
        found.append(
            _door(_("Administration"), _("Functions and postings"), "agencies:administration")
        )
    if may_write_letters(actor):
        what = _("Write them, change them, take them out of use")
        found.append(_door(_("Letters and cards"), what, "offers:letter_list"))
    return found


def _block(title: str, rows: Iterable[Row], empty: str, more_url: str) -> Block:
    return {"title": title, "rows": list(rows), "empty": empty, "more_url": more_url}


def _door(title: str, what: str, page: str) -> Block:
    """A block that only leads to a page, for those for whom nothing falls due."""
    action = {"label": _("Open"), "url": reverse(page)}
    return _block(title, [{"what": what, "url": reverse(page), "action": action}], "", "")


def _rounds(actor: Actor, rounds: list[Disclosure]) -> Block:
    record_list(actor, "disclosure.listed", rounds, context="day")
    return _block(
        _("Rounds to answer"),
        map(as_row, rounds),
        "",
        f"{reverse('agencies:disclosure_list')}?side=received",
    )


def _owed(actor: Actor) -> Block:
    people = list(reminders.owed_offers(actor)[:ROWS])
    record_list(actor, "person.listed", people, context="day")
    rows = [
        {
            "verb": _("Offer help"),
            "what": person.code_name,
            "url": person.get_absolute_url(),
            "action": {
                "label": _("Record an offer"),
                "url": f"{reverse('offers:offer_new')}?person={person.ref}",
            },
        }
        for person in people
    ]
    return _block(
        _("Offers owed"),
        rows,
        _("Everyone on the map has been offered help."),
        reverse("offers:offer_list"),
    )


def _to_confirm(actor: Actor) -> Block:
    proposed = Person.objects.writable_by(actor).filter(state=Person.State.PROPOSED)
    people = list(proposed.exclude(proposed_by_id=actor.user_id)[:ROWS])
    record_list(actor, "person.listed", people, context="day")
    rows = [
        {
            "verb": _("Confirm the mapping"),
            "what": person.code_name,
            "url": person.get_absolute_url(),
            "action": {
                "label": _("Review"),
                "url": reverse("desk:person_confirm", args=[person.ref]),
            },
        }
        for person in people
    ]
    return _block(
        _("Mappings to confirm"),
        rows,
        _("No mapping waits for a second officer."),
        reverse("groups:person_list"),
    )


def _to_review(actor: Actor) -> Block:
    incidents = Incident.objects.writable_by(actor).filter(
        confirmation=Incident.Confirmation.UNCONFIRMED
    )
    rows = [
        {
            "verb": _("Review the incident"),
            "what": f"{incident.get_kind_display()} {incident.occurred_on}",
            "url": incident.get_absolute_url(),
            "action": {
                "label": _("Review"),
                "url": reverse("groups:incident_review", args=[incident.ref]),
            },
        }
        for incident in incidents[:ROWS]
    ]
    return _block(
        _("Incidents to review"),
        rows,
        _("No incident waits for review."),
        reverse("groups:incident_list"),
    )


def _next_callin(actor: Actor, today: date) -> Block:
    rows = [
        {
            "verb": callin.get_state_display(),
            "what": str(callin),
            "url": callin.get_absolute_url(),
            "due": callin.held_on,
            "action": {"label": _("Open"), "url": callin.get_absolute_url()},
        }
        for callin in Callin.objects.visible_to(actor).coming(today).order_by("held_on")[:ROWS]
    ]
    return _block(
        _("Coming call-ins"), rows, _("No call-in is planned."), reverse("callins:callin_list")
    )


def _briefings(actor: Actor) -> Block:
    issues = Issue.objects.visible_to(actor).issued().defer("pdf", "content", "narrative")
    rows = [
        {
            "verb": issue.get_audience_display(),
            "what": str(issue),
            "url": issue.get_absolute_url(),
            "action": {"label": _("Open"), "url": issue.get_absolute_url()},
        }
        for issue in issues[:3]
    ]
    return _block(
        _("Latest briefings"),
        rows,
        _("No briefing has been issued yet."),
        reverse("briefings:issue_list"),
    )
