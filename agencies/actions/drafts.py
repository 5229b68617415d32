"""Keeping what somebody is writing, until it is saved or thrown away.

A draft is its writer's alone and nobody's record yet: that it is kept, continued, thrown away or
swept after two days is no act in the ledger. What it becomes when the form is saved is.
"""

from __future__ import annotations

import json
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import Draft, Press
from agencies.scoping import Actor
from gvi.core.refusals import Refused

ROOM = 64 * 1024
AT_MOST = 200


class DraftTooLong(Refused):
    """More was typed than a draft holds."""


@transaction.atomic
def save_draft(*, actor: Actor, tab: UUID, path: str, fields: dict[str, list[str]]) -> Draft | None:
    """Keep what has been typed in one tab so far; None when that form has been saved already."""
    if len(json.dumps(fields, ensure_ascii=False).encode()) > ROOM:
        raise DraftTooLong(
            _("The text is too long to be kept as a draft. Save the form, or shorten the text.")
        )
    if Press.objects.visible_to(actor).filter(key=tab).exists():
        return None
    own = Draft.objects.writable_by(actor)
    own.filter(Q(pk__in=own.past()) | Q(pk__in=own.values("pk")[AT_MOST:])).delete()
    draft: Draft = own.update_or_create(
        scope_id=actor.scope,
        user_id=actor.user_id,
        tab=tab,
        defaults={"path": path, "fields": fields},
    )[0]
    return draft


@transaction.atomic
def drop_draft(*, actor: Actor, tab: UUID | None) -> None:
    """Nothing is kept of what has been saved, or thrown away."""
    if tab is not None:
        Draft.objects.writable_by(actor).filter(tab=tab).delete()
