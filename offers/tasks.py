"""What the clock starts. Every task may run twice, be lost or be killed."""

from celery import shared_task
from django.utils import timezone

from agencies.models import Participation
from offers.actions import reminding


@shared_task(ignore_result=True)
def remind_everyone() -> None:
    """Every quarter of an hour: one task per participation, so one failure stays one failure."""
    for participation_id in reminding.reminding(timezone.now()):
        remind.delay(participation_id)


@shared_task(ignore_result=True)
def remind(participation_id: int) -> None:
    """Remind the staff of one participation of what is due."""
    reminding.remind(Participation.objects.get(pk=participation_id), timezone.now())
