"""First contacts with the exit side, for other systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from agencies.models import User
from offers import actions
from offers.api.incoming import KeyIn, taken
from offers.days import has_been
from offers.models import Intake


class IntakeOut(serializers.ModelSerializer):
    class Meta:
        model = Intake
        fields = (
            "ref",
            "number",
            "source",
            "called",
            "contact_way",
            "note",
            "first_contact_at",
            "first_meeting_at",
            "state",
        )


class IntakeIn(KeyIn):
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=Intake.Source.choices
    )
    first_contact_at = serializers.DateTimeField(
        required=False, default=timezone.now, validators=[has_been]
    )
    called = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    contact_way = serializers.CharField(
        max_length=100, required=False, allow_blank=True, default=""
    )
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class MetIn(KeyIn):
    met_at = serializers.DateTimeField(required=False, default=timezone.now, validators=[has_been])


@extend_schema_view(create=extend_schema(request=IntakeIn, responses={201: IntakeOut}))
class IntakeViewSet(AddingViewSet):
    """First contacts with the exit side."""

    model = Intake
    serializer_class = IntakeOut
    input_class = IntakeIn

    def add(self, **values: Any) -> Intake:
        me = User.objects.get(pk=self.request.actor.user_id)
        return actions.take_intake(actor=self.request.actor, responsible=me, **values)

    @extend_schema(request=MetIn, responses=IntakeOut)
    @action(detail=True, methods=["post"])
    def met(self, request: Request, ref: UUID) -> Response:
        row = actions.record_first_meeting(
            actor=request.actor, intake=self.get_object(), **taken(MetIn, request)
        )
        return Response(IntakeOut(row).data)

    @extend_schema(request=None, responses=IntakeOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, ref: UUID) -> Response:
        row = actions.close_intake(actor=request.actor, intake=self.get_object())
        return Response(IntakeOut(row).data)
