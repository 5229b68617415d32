"""Decisions that come again: thought through once, approved by the agency's lawyer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies import policies
from agencies.ledger import record
from agencies.models import DisclosureTemplate
from agencies.scoping import Actor
from gvi.core.refusals import Refused


@transaction.atomic
def make_template(*, actor: Actor, **values: Any) -> DisclosureTemplate:
    """Write a template. Nobody can use it until somebody else has approved it.

    `values` are the model's own: `name, kind, parts, receivers, question, purpose, need,
    balancing, child_note, conditions, months, assessments`.
    """
    policies.require_decide(actor)
    template = DisclosureTemplate(
        scope_id=actor.scope,
        ring=policies.ring_of(actor),
        made_by_id=actor.user_id,
        **values,
    )
    template.full_clean(exclude=["scope", "made_by"])
    template.save(force_insert=True)
    record(actor, "template.made", template)
    return template


def _own(actor: Actor, template: DisclosureTemplate) -> DisclosureTemplate:
    rows = DisclosureTemplate.objects.writable_by(actor).select_for_update(of=("self",))
    found: DisclosureTemplate = rows.get(pk=template.pk)
    return found


@transaction.atomic
def approve_template(
    *, actor: Actor, template: DisclosureTemplate, lawyer: str
) -> DisclosureTemplate:
    """Note the lawyer who has read it; done by a decider other than the one who wrote it."""
    policies.require_approve(actor)
    template = _own(actor, template)
    if template.approved_at is not None:
        raise Refused(_("This template has already been approved."))
    if template.made_by_id == actor.user_id:
        raise Refused(_("Someone else must approve a template."))
    template.lawyer = lawyer
    template.approved_by_id, template.approved_at = actor.user_id, timezone.now()
    template.save(update_fields=["lawyer", "approved_by", "approved_at"])
    record(actor, "template.approved", template)
    return template


@transaction.atomic
def retire_template(*, actor: Actor, template: DisclosureTemplate) -> DisclosureTemplate:
    """Stop its use; what was decided by it stays as it is."""
    policies.require_decide(actor)
    template = _own(actor, template)
    if template.retired_at is not None:
        raise Refused(_("This template is already retired."))
    template.retired_at = timezone.now()
    template.save(update_fields=["retired_at"])
    record(actor, "template.retired", template)
    return template
