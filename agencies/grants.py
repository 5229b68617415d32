"""Rows given to another function: the one module that knows django-guardian.

Only its direct foreign-key tables are used. Its list functions and `has_perm` do not know an end
date (an expired grant still answers yes), and its generic tables lose the primary key's index, so
neither is called and its authentication backend is not installed.
"""

from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase

from agencies import policies
from agencies.scoping import ScopedQuerySet


class GrantQuerySet(ScopedQuerySet):
    rule = policies.GRANT


class Grant(GroupObjectPermissionBase):
    """One row, given to one receiver by one disclosed item, until an end date.

    A subclass adds `content_object`, the foreign key to the row it gives.
    """

    scope = models.ForeignKey("agencies.Participation", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("agencies.DisclosedItem", on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        abstract = True
        unique_together = [["scope", "item", "group", "permission", "content_object"]]


def give(table: type[Grant], *, rows: dict[int, object], receivers: list, expires_at) -> int:
    """Give each row of `{item id: row}` to each receiver; returns how many grants were made."""
    name = table._meta.get_field("content_object").related_model._meta
    view = Permission.objects.get(
        content_type__app_label=name.app_label, codename=f"view_{name.model_name}"
    )
    grants = [
        table(
            scope_id=row.scope_id,
            item_id=item,
            content_object=row,
            group_id=receiver.group_id,
            permission=view,
            expires_at=expires_at,
        )
        for item, row in rows.items()
        for receiver in receivers
    ]
    return len(table.objects.bulk_create(grants))


def revoke(disclosure) -> None:
    """Take back every grant that rests on a disclosure, in every table there is."""
    for table in Grant.__subclasses__():
        table.objects.filter(item__disclosure=disclosure, revoked_at__isnull=True).update(
            revoked_at=timezone.now()
        )
