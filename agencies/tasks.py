"""Sealing the ledgers, one participation at a time, and sweeping drafts, one writer at a time."""

from celery import shared_task
from django.utils import timezone

from agencies.actors import acting, actor_for, system_actor
from agencies.ledger import seal
from agencies.models import Draft, Participation, Posting


@shared_task
def seal_ledgers() -> None:
    """Each participation's own system actor seals its own entries."""
    for participation in Participation.objects.order_by("pk"):
        with acting(system_actor(participation)) as actor:
            if actor.user_id:
                seal(actor)


@shared_task
def sweep_drafts() -> None:
    """What nobody has gone on with for two days goes, each writer's by the writer alone."""
    postings = Posting.objects.in_force(timezone.localdate()).select_related("user")
    for posting in postings.order_by("user_id", "participation_id").distinct(
        "user_id", "participation_id"
    ):
        with acting(actor_for(posting.user, posting.participation_id)) as actor:
            Draft.objects.writable_by(actor).past().delete()
