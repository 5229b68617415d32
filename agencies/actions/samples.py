"""Reviewing decisions that were drawn: urgent ones, and those on the narrowest grounds."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.ledger import record
from agencies.models import Sample
from agencies.scoping import Actor
from gvi.core.refusals import Refused


@transaction.atomic
def review_sample(*, actor: Actor, sample: Sample, outcome: str) -> Sample:
    """Sign what the review found. A signed review stands."""
    policies.require_audit(actor)
    rows = Sample.objects.writable_by(actor).select_for_update(of=("self",))
    sample = rows.get(pk=sample.pk)
    if sample.reviewed_at is not None:
        raise Refused(_("This decision has already been reviewed."))
    sample.outcome = outcome
    sample.reviewed_by_id, sample.reviewed_at = actor.user_id, timezone.now()
    sample.save(update_fields=["outcome", "reviewed_by", "reviewed_at"])
    record(actor, "sample.reviewed", sample)
    return sample
