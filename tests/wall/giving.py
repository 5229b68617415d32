"""Decisions that no action of ours makes yet, laid down past the wall."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.utils import timezone

from agencies.models import Delivery, DisclosedItem, Disclosure, LegalGround, Receiver
from offers.models import Case, CaseGrant


def case_grant(case: Case, receiver: Receiver) -> CaseGrant:
    """A case given to one function, as a decision on consent would give it."""
    ends_at = timezone.now() + timedelta(days=9)
    disclosure = Disclosure(
        scope_id=case.scope_id,
        number=f"case-{case.pk}",
        ground_id=LegalGround.objects.get(code="MENPROV").pk,
        purpose="Avhopparärende",
        need="x",
        decided_by_id=case.responsible_id,
        decided_at=timezone.now(),
        ends_at=ends_at,
    )
    disclosure.save(using="owner", force_insert=True)
    item = DisclosedItem(
        scope_id=case.scope_id, disclosure_id=disclosure.pk, kind="case", about=case.ref
    )
    item.save(using="owner", force_insert=True)
    delivery = Delivery(
        scope_id=case.scope_id,
        disclosure_id=disclosure.pk,
        receiver_id=receiver.pk,
        group_id=receiver.group_id,
        ends_at=ends_at,
    )
    delivery.save(using="owner", force_insert=True)
    grant = CaseGrant(
        scope_id=case.scope_id,
        item_id=item.pk,
        group_id=receiver.group_id,
        permission_id=Permission.objects.get(codename="view_case").pk,
        content_object_id=case.pk,
        expires_at=ends_at,
    )
    CaseGrant.objects.using("owner").bulk_create([grant])  # its `save` would read the case
    return grant
