"""Who has how much, and who is to have which, for other systems."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import VisibleViewSet
from agencies.ledger import record_list
from offers import actions, policies, reminders
from offers.api.incoming import seen, taken
from offers.reminders.fairness import Share


class ChosenIn(serializers.Serializer):
    follow_ups = serializers.ListField(child=serializers.UUIDField(), max_length=500)


class HandOutIn(ChosenIn):
    responsible = serializers.UUIDField()


class HandedOut(serializers.Serializer):
    given = serializers.IntegerField()


class ShareOut(serializers.Serializer):
    """What one colleague has within 14 days, and which of the follow-ups they would get."""

    responsible = serializers.UUIDField(source="user.ref")
    has = serializers.IntegerField()
    follow_ups = serializers.SerializerMethodField()

    def get_follow_ups(self, share: Share) -> list[UUID]:
        return [row.ref for row in share.rows]


class LoadOut(serializers.Serializer):
    responsible = serializers.UUIDField(source="user.ref")
    waiting = serializers.IntegerField()
    this_week = serializers.IntegerField()
    overdue = serializers.IntegerField()
    oldest_days = serializers.IntegerField()
    away_until = serializers.DateField(source="away.to_on", allow_null=True, default=None)


class WorkloadViewSet(VisibleViewSet):
    """What is asked of many follow-ups at once."""

    @extend_schema(request=HandOutIn, responses=HandedOut)
    @action(detail=False, methods=["post"], url_path="hand-out")
    def hand_out(self, request: Request) -> Response:
        """Give chosen follow-ups to one colleague."""
        wanted = taken(HandOutIn, request)
        user = seen(reminders.colleagues(request.actor), wanted["responsible"])
        rows = self.get_queryset().waiting().filter(ref__in=wanted["follow_ups"])
        given = actions.hand_out(actor=request.actor, follow_ups=rows, responsible=user)
        return Response({"given": given})

    @extend_schema(request=ChosenIn, responses=ShareOut(many=True))
    @action(detail=False, methods=["post"], pagination_class=None)
    def proposal(self, request: Request) -> Response:
        """Who would get which, so that the heaviest load is lightest. Nothing is saved."""
        policies.require_following_up(request.actor)
        chosen = taken(ChosenIn, request)["follow_ups"]
        rows = list(self.get_queryset().waiting().filter(ref__in=chosen))
        record_list(request.actor, "followup.listed", rows, context="spread")
        found = reminders.shares(request.actor, rows, timezone.localdate())
        return Response(ShareOut(found, many=True).data)

    @extend_schema(responses=LoadOut(many=True))
    @action(detail=False, pagination_class=None)
    def workload(self, request: Request) -> Response:
        """How much waits for each of the agency's own staff."""
        policies.require_following_up(request.actor)
        found = reminders.loads(request.actor, timezone.localdate())
        return Response(LoadOut(found, many=True).data)
