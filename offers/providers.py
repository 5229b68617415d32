"""The register of providers, read: who can be chosen, and what the last control said."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from agencies.scoping import Actor
from offers.models import Provider, ProviderCheck


def organisation_number(given: str) -> str:
    """Ten digits as they are written, 556016-0680; nothing when nothing is given.

    Whoever trades in their own name has their personal identity number as number: such a number
    is never kept here.
    """
    digits = re.sub(r"[\s-]", "", given)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise ValidationError(_("Write the organisation number with ten digits: 556016-0680."))
    if int(digits[2]) < 2:
        raise ValidationError(
            _("This looks like a personal identity number. Leave the field empty.")
        )
    if not _adds_up(digits):
        raise ValidationError(
            _("The last digit does not fit the others. Check the organisation number.")
        )
    return f"{digits[:6]}-{digits[6:]}"


def _adds_up(digits: str) -> bool:
    """The check digit after Luhn: every second digit doubled, and the sum ends in a nought."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def with_last_check(actor: Actor, rows: QuerySet[Provider]) -> QuerySet[Provider, Any]:
    """Providers, each with the day and the outcome of its last control."""
    checks = ProviderCheck.objects.visible_to(actor).filter(provider=OuterRef("pk"))
    return rows.annotate(
        last_outcome=Subquery(checks.values("outcome")[:1]),
        last_checked_on=Subquery(checks.values("checked_on")[:1]),
    )


def fit(actor: Actor) -> QuerySet[Provider, Any]:
    """Those that a measure can be given to: in use, and not stopped by their last control."""
    rows = with_last_check(actor, Provider.objects.visible_to(actor).filter(is_in_use=True))
    stopped = Q(last_outcome=ProviderCheck.Outcome.STOP)
    return rows.filter(Q(last_outcome__isnull=True) | ~stopped)
