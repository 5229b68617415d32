"""The ledger, as far as the actor may read it."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.ledger import record
from agencies.models import Entry


class EntryOut(serializers.ModelSerializer):
    """No running number: it would count what others do."""

    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    user = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Entry
        fields = (
            "at",
            "agency",
            "user",
            "functions",
            "channel",
            "action",
            "kind",
            "ref",
            "refs",
            "context",
            "ground",
        )


class EntryViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """The ledger as the audit function sees it; others see their own acts."""

    serializer_class = EntryOut

    def get_queryset(self) -> QuerySet:
        rows = Entry.objects.visible_to(self.request.actor)
        return rows.select_related("scope__agency", "user")

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        record(request.actor, "ledger.read")
        return super().list(request, *args, **kwargs)
