"""What is due is claimed, computed, printed and stored in one transaction: once, or not at all.

The state of the work is the Issue row. A worker that is killed rolls back and the row is due
again; of two workers one holds the row and the other passes by.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime, time, timedelta
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from agencies.actors import acting, system_actor
from agencies.ledger import record
from agencies.models import Agency, Participation, Partnership
from agencies.scoping import Actor
from gvi.briefings.announcing import announce
from gvi.briefings.composing import LANGUAGE, compose
from gvi.briefings.figures import figures_of
from gvi.briefings.models import AgencyFigures, Issue
from gvi.briefings.printing import as_pdf
from gvi.briefings.releasing import release_month
from gvi.core.pdf import PdfUnavailable
from gvi.core.week import Week

log = logging.getLogger(__name__)

MONDAY_MORNING = time(6)
WORKING = (Partnership.State.OPERATIVE, Partnership.State.ORDINARY)


def coordinating() -> QuerySet[Participation]:
    """Who issues: the coordinating participation of each partnership at work."""
    return Participation.objects.filter(
        is_coordinating=True, partnership__state__in=WORKING, partnership__is_national=False
    ).select_related("partnership", "agency")


def latest_week(now: datetime) -> Week:
    """The last week whose Monday morning after has come, by the clock on the wall."""
    local = timezone.localtime(now)
    monday = Week.of(local.date()).monday
    morning = datetime.combine(monday, MONDAY_MORNING, local.tzinfo)
    return Week(monday).previous if local >= morning else Week(monday).previous.previous


def make_due(participation: Participation, week: Week) -> None:
    """Write down that the week's issues are due. Written before or twice, it changes nothing."""
    with acting(system_actor(participation)) as actor:
        if actor.user_id and participation.from_on <= week.sunday:
            rows = [
                Issue(scope_id=actor.scope, monday=week.monday, audience=audience)
                for audience in Issue.Audience.values
            ]
            Issue.objects.bulk_create(rows, ignore_conflicts=True)


def due_weeks(participation: Participation) -> list[Week]:
    """The weeks of which something is due, the oldest first."""
    with acting(system_actor(participation)) as actor:
        due = Issue.objects.writable_by(actor).due().order_by("monday")
        return [Week(monday) for monday in due.values_list("monday", flat=True).distinct()]


def issue_week(participation: Participation, week: Week, *, tell: bool = True) -> list[Issue]:
    """Issue what is due of the week and may go out; returns what was issued.

    Claimed, computed and stored in one transaction. With `tell=False` nobody gets a mail.
    """
    with translation.override(LANGUAGE), acting(system_actor(participation)) as actor:
        claimed = claim(actor, week)
        if claimed:
            newest = max(issue.created_at for issue in claimed)
            gather(participation.partnership_id, week, newest)
        issued = [
            issue
            for issue in claimed
            if may_go_out(issue, participation.partnership) and issue_one(actor, issue)
        ]
        if issued and tell:
            send = partial(announce, participation.partnership_id)
            transaction.on_commit(send, robust=True)
    return issued


def claim(actor: Actor, week: Week) -> list[Issue]:
    """The week's due issues, held until the transaction ends; none that another worker holds."""
    due = Issue.objects.writable_by(actor).due().filter(monday=week.monday)
    held = due.select_for_update(skip_locked=True, of=("self",)).defer("pdf")
    return list(held.order_by("audience", "version"))


def may_go_out(issue: Issue, partnership: Partnership) -> bool:
    """Approved, or in a partnership that issues figures when nobody acts."""
    return partnership.issues_without_approval or issue.approved_at is not None


def gather(partnership_id: int, week: Week, since: datetime) -> None:
    """Each agency's system actor computes its agency's figures, unless that was done `since`."""
    members = Participation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=week.monday),
        partnership_id=partnership_id,
        from_on__lte=week.sunday,
    )
    for participation in members.select_related("agency").order_by("pk"):
        with acting(system_actor(participation)) as actor:
            if actor.user_id:
                compute(actor, participation, week, since)
                release(actor, participation.agency, week)


def compute(actor: Actor, participation: Participation, week: Week, since: datetime) -> None:
    """Store what this agency counts of the week, beside what its staff may have stated."""
    row = AgencyFigures.objects.take(actor, week)
    if row.computed_at and row.computed_at >= since:
        return
    is_coordinating = participation.is_coordinating
    counted = dict(figures_of(actor, week, is_coordinating=is_coordinating))
    if counted:
        row.values |= {name: asdict(figures) for name, figures in counted.items()}
        row.computed_at = timezone.now()
        row.save()
        record(actor, "figures.computed", row)


def release(actor: Actor, agency: Agency, week: Week) -> None:
    """With the first briefing after a month, the exit side's figures of that month.

    Decided by what kind of agency it is and by the calendar, never by whether there are rows.
    """
    helps_out = (
        agency.kind == Agency.Kind.EXIT_SERVICE
        or agency.legal_home == Agency.LegalHome.SOCIAL_BOARD
    )
    if helps_out and week == Week.before(timezone.localdate()):
        last = week.next.monday.replace(day=1) - timedelta(days=1)
        release_month(actor=actor, month=last.replace(day=1))


def issue_one(actor: Actor, issue: Issue) -> bool:
    """Compose, print and store. False, with the reason on the row, when it cannot be printed."""
    content = compose(actor, issue)
    try:
        made = as_pdf(content)
    except PdfUnavailable as missing:
        log.warning("A briefing stays due: %s", missing)
        issue.hindrance = str(missing)[:300]
        issue.save(update_fields=["hindrance"])
        return False
    issue.content, issue.pdf, issue.hindrance = content, made, ""
    issue.digest = sha256(made).hexdigest()
    issue.state, issue.issued_at = Issue.State.ISSUED, timezone.now()
    issue.save(update_fields=["content", "pdf", "hindrance", "digest", "state", "issued_at"])
    record(actor, "issue.issued", issue)
    return True
