"""Absences and deputies for other systems, such as the one where leave is applied for."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from agencies.models import User
from offers import actions, policies, reminders
from offers.api.incoming import KeyIn, seen, taken
from offers.models import Absence


class AbsenceOut(serializers.ModelSerializer):
    user = serializers.SlugRelatedField("ref", read_only=True)
    deputy = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Absence
        fields = ("ref", "user", "deputy", "from_on", "to_on")


class PeriodIn(KeyIn):
    deputy = serializers.UUIDField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()


class AbsenceIn(PeriodIn):
    user = serializers.UUIDField()


class AbsenceViewSet(AddingViewSet):
    """Who is away in the actor's own agency, and who answers for their follow-ups meanwhile."""

    model = Absence
    serializer_class = AbsenceOut
    input_class = AbsenceIn
    related = ("user", "deputy")

    @extend_schema(request=AbsenceIn, responses={201: AbsenceOut})
    def create(self, request: Request) -> Response:
        return super().create(request)

    def add(self, **values: object) -> Absence:
        policies.require_following_up(self.request.actor)
        named = {name: self.colleague(values.pop(name)) for name in ("user", "deputy")}
        return actions.register_absence(actor=self.request.actor, **named, **values)

    @extend_schema(request=PeriodIn, responses=AbsenceOut)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, ref: UUID) -> Response:
        absence = self.get_object()
        wanted = taken(PeriodIn, request)
        changed = actions.change_absence(
            actor=request.actor,
            absence=absence,
            deputy=self.colleague(wanted["deputy"]),
            from_on=wanted["from_on"],
            to_on=wanted["to_on"],
        )
        return Response(AbsenceOut(changed).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, ref: UUID) -> Response:
        actions.end_absence(actor=request.actor, absence=self.get_object())
        return Response(status=204)

    def colleague(self, ref: object) -> User:
        found: User = seen(reminders.colleagues(self.request.actor), ref)
        return found
