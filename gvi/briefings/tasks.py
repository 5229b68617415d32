"""What the clock starts. Every task may run twice, be lost or be killed."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from agencies.models import Participation
from gvi.briefings import issuing
from gvi.core.week import Week


@shared_task(ignore_result=True)
def begin_week() -> None:
    """Monday 06:00: one task per partnership, so that one failure stays one failure."""
    week = Week.before(timezone.localdate())
    for participation in issuing.coordinating():
        issuing.make_due(participation, week)
        issue_briefing.delay(participation.pk, week.monday.isoformat())


@shared_task(ignore_result=True)
def issue_briefing(participation_id: int, monday: str) -> None:
    """Issue what is due of one week, as the system actor of the coordinating participation."""
    participation = Participation.objects.select_related("partnership").get(pk=participation_id)
    issuing.issue_week(participation, Week(date.fromisoformat(monday)))


@shared_task(ignore_result=True)
def sweep() -> None:
    """Every five minutes: whatever the database says is due is sent again."""
    week = issuing.latest_week(timezone.now())
    for participation in issuing.coordinating():
        issuing.make_due(participation, week)
        for each in issuing.due_weeks(participation):
            issue_briefing.delay(participation.pk, each.monday.isoformat())
