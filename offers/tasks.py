"""What the clock starts. Every task may run twice, be lost or be killed."""

from celery import shared_task
from django.utils import timezone

from agencies.models import Participation
from offers.reminders import sending


@shared_task(ignore_result=True)
def remind_everyone() -> None:
    """Every quarter of an hour: one task per participation, so one failure stays one failure."""
    for participation_id in sending.reminding(timezone.now()):
        remind.delay(participation_id)


@shared_task(ignore_result=True)
def remind(participation_id: int) -> None:
    """Remind the staff of one participation of what is due."""
    sending.remind(Participation.objects.get(pk=participation_id), timezone.now())
