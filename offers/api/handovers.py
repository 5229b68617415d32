"""What goes from one worker to another, for other systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from offers import actions, policies, reminders
from offers.api.incoming import KeyIn, seen
from offers.models import Case, HandOver, Intake


class HandOverOut(serializers.ModelSerializer):
    intake = serializers.SlugRelatedField("ref", read_only=True)
    case = serializers.SlugRelatedField("ref", read_only=True)
    handed_by = serializers.SlugRelatedField("ref", read_only=True)
    handed_to = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = HandOver
        fields = ("ref", "intake", "case", "handed_by", "handed_to", "handed_at", "note", "seen_at")


class HandOverIn(KeyIn):
    """One contact or one case, and the colleague."""

    intake = serializers.UUIDField(required=False, allow_null=True, default=None)
    case = serializers.UUIDField(required=False, allow_null=True, default=None)
    to = serializers.UUIDField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["intake"] is None) == (attrs["case"] is None):
            raise serializers.ValidationError(_("Send either a contact or a case."), "required")
        return attrs


@extend_schema_view(create=extend_schema(request=HandOverIn, responses={201: HandOverOut}))
class HandOverViewSet(AddingViewSet):
    """Contacts and cases handed from one worker to another."""

    model = HandOver
    serializer_class = HandOverOut
    input_class = HandOverIn
    related = ("intake", "case", "handed_by", "handed_to")

    def add(self, *, intake: UUID | None, case: UUID | None, to: UUID, **values: Any) -> HandOver:
        actor = self.request.actor
        policies.require_exit_side(actor)
        thing = seen(Intake.objects.writable_by(actor), intake) or seen(
            Case.objects.writable_by(actor), case
        )
        colleague = seen(reminders.colleagues(actor), to)
        return actions.hand_over(actor=actor, thing=thing, to=colleague, **values)

    @extend_schema(request=None, responses=HandOverOut)
    @action(detail=True, methods=["post"])
    def see(self, request: Request, ref: UUID) -> Response:
        row = actions.see_hand_over(actor=request.actor, hand_over=self.get_object())
        return Response(HandOverOut(row).data)
