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
from offers.days import has_been, is_coming
from offers.models import FollowUp, Intake


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
            "is_anonymous",
            "decision_reference",
            "rhythm_days",
            "first_contact_at",
            "first_meeting_at",
            "state",
            "closed_on",
            "ending",
            "reason",
        )


class IntakeIn(KeyIn):
    # A field of that name; the class also says by `source` where a nested value comes from.
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

    rhythm_days = serializers.IntegerField(min_value=1, max_value=90, required=False, default=14)
    is_anonymous = serializers.BooleanField(required=False, default=False)
    decision_reference = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default=""
    )


class ChangeIntakeIn(serializers.Serializer):
    called = serializers.CharField(max_length=60, allow_blank=True)
    contact_way = serializers.CharField(max_length=100, allow_blank=True)
    note = serializers.CharField(max_length=2000, allow_blank=True)
    rhythm_days = serializers.IntegerField(min_value=1, max_value=90)


class CloseIntakeIn(serializers.Serializer):
    ending = serializers.ChoiceField(choices=Intake.Ending.choices)
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class ReopenIn(KeyIn):
    channel = serializers.ChoiceField(
        choices=FollowUp.Channel.choices, required=False, default=FollowUp.Channel.PHONE
    )
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    next_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_coming]
    )


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

    @extend_schema(request=ChangeIntakeIn, responses=IntakeOut)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, ref: UUID) -> Response:
        row = actions.change_intake(
            actor=request.actor, intake=self.get_object(), **taken(ChangeIntakeIn, request)
        )
        return Response(IntakeOut(row).data)

    @extend_schema(request=CloseIntakeIn, responses=IntakeOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, ref: UUID) -> Response:
        row = actions.close_intake(
            actor=request.actor, intake=self.get_object(), **taken(CloseIntakeIn, request)
        )
        return Response(IntakeOut(row).data)

    @extend_schema(request=ReopenIn, responses=IntakeOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, ref: UUID) -> Response:
        row = actions.reopen_intake(
            actor=request.actor, intake=self.get_object(), **taken(ReopenIn, request)
        )
        return Response(IntakeOut(row).data)
