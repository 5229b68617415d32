"""Keys for other systems."""

import secrets
from datetime import timedelta

from django.utils import timezone

from agencies.login import digest
from agencies.models import Token, User


def issue_token(*, user: User, participation_id: int, days: int = 90) -> str:
    """A new key for another system; it is shown once and only its digest is kept."""
    key = secrets.token_urlsafe(32)
    Token.objects.create(
        user=user,
        participation_id=participation_id,
        digest=digest(key),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return key
