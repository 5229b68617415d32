"""What people do to briefings: write, approve, and say what the exit service can take on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from groups.models import Person, StreetGroup
from gvi.briefings import policies, tasks
from gvi.briefings.models import AgencyFigures, Issue
from gvi.core.refusals import Refused
from gvi.core.week import Week


class NamesSomeone(Refused):
    """The text holds a name that must not stand in a briefing."""


class AlreadyIssued(Refused):
    """What is issued is not approved again."""


@transaction.atomic
def new_version(*, actor: Actor, issue: Issue, narrative: str) -> Issue:
    """Write the coordinator's text: in the issue that is due, else in a new version.

    The new version counts its figures afresh. What was issued stays as it was, byte for byte.
    """
    policies.require_narrating(actor, issue.scope_id)
    refuse_names(actor, narrative, issue.audience)
    held = Issue.objects.writable_by(actor).select_for_update(of=("self",)).defer("pdf")
    first = held.get(monday=issue.monday, audience=issue.audience, version=1)
    versions = Issue.objects.writable_by(actor).filter(monday=first.monday, audience=first.audience)
    newest: Issue = versions.defer("pdf").latest("version")
    if newest.is_issued:
        newest = Issue.objects.create(
            scope_id=actor.scope,
            monday=newest.monday,
            audience=newest.audience,
            version=newest.version + 1,
            narrative=narrative,
            approved_by_id=actor.user_id,
            approved_at=timezone.now(),
        )
    else:
        newest.narrative = narrative
        newest.save(update_fields=["narrative"])
    record(actor, "issue.narrated", newest)
    send(newest)
    return newest


@transaction.atomic
def approve(*, actor: Actor, issue: Issue) -> Issue:
    """Let an issue that is due go out as it stands."""
    policies.require_narrating(actor, issue.scope_id)
    held = Issue.objects.writable_by(actor).select_for_update(of=("self",)).defer("pdf")
    issue = held.get(pk=issue.pk)
    if issue.is_issued:
        raise AlreadyIssued(_("This briefing has already been issued."))
    issue.approved_by_id, issue.approved_at = actor.user_id, timezone.now()
    issue.save(update_fields=["approved_by", "approved_at"])
    record(actor, "issue.approved", issue)
    send(issue)
    return issue


def send(issue: Issue) -> None:
    """Ask a worker for it now. If the queue is away, the sweeper asks again."""
    job = partial(tasks.issue_briefing.delay, issue.scope_id, issue.monday.isoformat())
    transaction.on_commit(job, robust=True)


def refuse_names(actor: Actor, text: str, audience: str) -> None:
    """No code name the writer can see; in the public version, no working name of a group either."""
    people = Person.objects.visible_to(actor).values_list("code_name", flat=True)
    named = first_named(text, people)
    if named:
        message = _("The text holds the code name %(name)s. Write it without naming anyone.")
        raise NamesSomeone(message % {"name": named}, field="narrative")
    if audience == Issue.Audience.PUBLIC:
        groups = StreetGroup.objects.visible_to(actor).values_list("name", flat=True)
        named = first_named(text, groups)
        if named:
            message = _("The public version must not name %(name)s. Write it without the name.")
            raise NamesSomeone(message % {"name": named}, field="narrative")


def first_named(text: str, names: Iterable[str]) -> str:
    """The first of the names that stands in the text as a word of its own, also as a genitive."""
    for name in names:
        if re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", text, re.IGNORECASE):
            return name
    return ""


@transaction.atomic
def state_capacity(
    *, actor: Actor, phone_staffed: bool, takes_cases: bool, today: date | None = None
) -> AgencyFigures:
    """What the exit service can take on, for the next briefing. Said in fixed words only."""
    policies.require_stating_capacity(actor)
    week = Week.of(today or timezone.localdate())
    row = AgencyFigures.objects.take(actor, week)
    row.values |= {"capacity": {"phone_staffed": phone_staffed, "takes_cases": takes_cases}}
    row.computed_at = timezone.now()
    row.save()
    record(actor, "capacity.stated", row)
    return row
