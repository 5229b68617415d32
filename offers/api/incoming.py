"""What other systems send: checked, and resolved through what the actor may see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request


def taken(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What the caller sent, checked."""
    wanted = serializer(data=request.data)
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)


def seen(rows: QuerySet, ref: UUID | None) -> Any:
    """The row behind a reference; what the actor may not see was never there."""
    return get_object_or_404(rows, ref=ref) if ref else None


class KeyIn(serializers.Serializer):
    """A key of the caller's own: sending the same twice makes one row."""

    key = serializers.UUIDField(required=False, allow_null=True, default=None)
