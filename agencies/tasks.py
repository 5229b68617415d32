"""Sealing the ledgers, one participation at a time."""

from celery import shared_task

from agencies.actors import acting, system_actor
from agencies.ledger import seal
from agencies.models import Participation


@shared_task
def seal_ledgers() -> None:
    """Each participation's own system actor seals its own entries."""
    for participation in Participation.objects.order_by("pk"):
        with acting(system_actor(participation)) as actor:
            if actor.user_id:
                seal(actor)
