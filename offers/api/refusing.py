"""What a verb answers when it is not done, for the schema."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class SentenceOut(serializers.Serializer):
    detail = serializers.CharField()


class RefusedOut(SentenceOut):
    """The rules say not now: a sentence, and the field it is about when there is one."""

    field = serializers.CharField(required=False)


def answers(done: Any, status: int = 200) -> dict[int, Any]:
    """What is answered when it is done, and each way in which it is not."""
    return {
        status: done,
        400: OpenApiResponse(OpenApiTypes.OBJECT, "A sentence or more for each faulty field."),
        403: OpenApiResponse(SentenceOut, "Your function does not do this."),
        404: OpenApiResponse(SentenceOut, "There is nothing here that you can see."),
        409: OpenApiResponse(RefusedOut, "The rules say not now, and why."),
    }
