"""Everything dated about a case in one row of events, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Consent, DisclosedItem, Disclosure
from agencies.scoping import Actor
from offers.models import (
    Case,
    CaseAssessment,
    Condition,
    FollowUp,
    Goal,
    HandOver,
    LeavingStage,
    Measure,
    Meeting,
    Need,
    Note,
    Objection,
    Step,
)


@dataclass(frozen=True)
class Event:
    """One thing that happened in a case, as the timeline takes it."""

    at: date | datetime
    title: str
    tag: str
    text: str = ""
    by: str = ""
    url: str = ""

    @property
    def day(self) -> date:
        return timezone.localdate(self.at) if isinstance(self.at, datetime) else self.at


Told = Callable[[Any], Iterator[Event]]


def events(actor: Actor, case: Case) -> list[Event]:
    """What has happened in the case until today. The same few questions, however long it is."""
    today = timezone.localdate()
    found = [
        event
        for model, related, told in SOURCES
        for row in model.objects.visible_to(actor).filter(case=case).select_related(*related)
        for event in told(row)
    ]
    found += consents(actor, case)
    found += disclosures(actor, case)
    return sorted((each for each in found if each.day <= today), key=_when, reverse=True)


def _when(event: Event) -> tuple[date, bool, str]:
    """By day; within a day what has a time comes after what has none, by the clock."""
    if isinstance(event.at, datetime):
        return event.day, True, timezone.localtime(event.at).isoformat()
    return event.day, False, ""


def step(row: Step) -> Iterator[Event]:
    reference = _("Decision %(reference)s") % {"reference": row.decision_reference}
    told = [reference] if row.decision_reference else []
    text = "\n\n".join([*told, *([row.reason] if row.reason else [])])
    yield Event(row.came_on, str(row), _("Step"), text, row.recorded_by.name)


def stage(row: LeavingStage) -> Iterator[Event]:
    yield Event(row.judged_on, str(row), _("How far"), by=row.recorded_by.name)


def assessment(row: CaseAssessment) -> Iterator[Event]:
    title = f"{row}: {row.get_level_display()}" if row.level else str(row)
    yield Event(row.assessed_on, title, _("Assessment"), row.summary, row.recorded_by.name)


def need(row: Need) -> Iterator[Event]:
    yield Event(row.seen_on, str(row), _("Need"), row.text)
    if row.met_on:
        yield Event(row.met_on, str(row), _("Need met"))


def condition(row: Condition) -> Iterator[Event]:
    yield Event(row.signed_on, _("Conditions signed"), _("Conditions"), row.text)


def goal(row: Goal) -> Iterator[Event]:
    yield Event(row.starts_on, str(row), _("Goal"), row.text)
    if row.ended_on:
        yield Event(row.ended_on, f"{row}: {row.get_outcome_display()}", _("Goal"))


def measure(row: Measure) -> Iterator[Event]:
    yield Event(row.starts_on, str(row), _("Measure begins"))
    if row.ends_on:
        yield Event(row.ends_on, str(row), _("Measure ends"))


def meeting(row: Meeting) -> Iterator[Event]:
    title = _("Coordination meeting")
    yield Event(row.held_on, title, _("Meeting"), row.agreed, row.recorded_by.name)


def note(row: Note) -> Iterator[Event]:
    if row.signed_at:
        yield Event(row.signed_at, _("Note signed"), _("Note"), row.text, row.written_by.name)


def objection(row: Objection) -> Iterator[Event]:
    title = _("The person objects")
    yield Event(row.said_on, title, _("Objection"), row.text, row.recorded_by.name)


def follow_up(row: FollowUp) -> Iterator[Event]:
    if row.done_at:
        by = row.done_by.name if row.done_by else ""
        yield Event(row.done_at, row.get_outcome_display(), _("Follow-up"), row.note, by)


def hand_over(row: HandOver) -> Iterator[Event]:
    title = _("Handed over to %(name)s") % {"name": row.handed_to.name}
    yield Event(row.handed_at, title, _("Hand-over"), row.note, row.handed_by.name)


SOURCES: tuple[tuple[Any, tuple[str, ...], Told], ...] = (
    (Step, ("recorded_by",), step),
    (LeavingStage, ("recorded_by",), stage),
    (CaseAssessment, ("recorded_by",), assessment),
    (Need, (), need),
    (Condition, (), condition),
    (Goal, (), goal),
    (Measure, (), measure),
    (Meeting, ("recorded_by",), meeting),
    (Note, ("written_by",), note),
    (Objection, ("recorded_by",), objection),
    (FollowUp, ("done_by",), follow_up),
    (HandOver, ("handed_by", "handed_to"), hand_over),
)


def consents(actor: Actor, case: Case) -> Iterable[Event]:
    rows = Consent.objects.visible_to(actor).filter(about_kind="case", about=case.ref)
    for row in rows.select_related("given_to", "withdrawn_to"):
        url = row.get_absolute_url()
        yield Event(
            row.given_on, _("Consent given"), _("Consent"), row.data, row.given_to.name, url
        )
        if row.withdrawn_on:
            by = row.withdrawn_to.name if row.withdrawn_to else ""
            yield Event(row.withdrawn_on, _("Consent withdrawn"), _("Consent"), by=by, url=url)


def disclosures(actor: Actor, case: Case) -> Iterable[Event]:
    """What the agency itself has given of the case. What others decided is not the case's."""
    items = DisclosedItem.objects.visible_to(actor).filter(about=case.ref, scope_id=actor.scope)
    rows = Disclosure.objects.visible_to(actor).filter(
        pk__in=items.values("disclosure"), scope_id=actor.scope
    )
    for row in rows.select_related("decided_by"):
        number, url = {"number": row.number}, row.get_absolute_url()
        title = _("Disclosed by decision %(number)s") % number
        yield Event(row.decided_at, title, _("Disclosure"), row.purpose, row.decided_by.name, url)
        if row.withdrawn_at:
            title = _("Disclosure %(number)s withdrawn") % number
            yield Event(row.withdrawn_at, title, _("Disclosure"), row.withdrawn_reason, url=url)
