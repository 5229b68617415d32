"""The interface for other systems: call-ins, invitations with attendance, individual talks."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import VisibleViewSet
from agencies.scoping import Actor
from callins import actions, policies
from callins.models import Attendance, Callin, Invitation, Notification, TargetedGroup
from groups.models import Person, StreetGroup


class CallinOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    groups = serializers.SerializerMethodField()

    class Meta:
        model = Callin
        fields = ("ref", "agency", "number", "held_on", "starts_at", "venue", "state", "groups")

    def get_groups(self, callin: Callin) -> list[UUID]:
        """Only the targeted groups that the reader may see."""
        return [each.street_group.ref for each in callin.targets.all() if each.street_group]


class ConflictPlanIn(serializers.Serializer):
    """Asked for when groups stand in open conflict; 409 says so until both are given."""

    reason = serializers.CharField(max_length=2000, required=False, default="")
    arrival_and_seating = serializers.CharField(max_length=2000, required=False, default="")


class CallinIn(ConflictPlanIn):
    held_on = serializers.DateField()
    starts_at = serializers.TimeField(required=False, allow_null=True, default=None)
    venue = serializers.CharField(max_length=80)
    groups = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)


class AdvanceIn(serializers.Serializer):
    state = serializers.ChoiceField(choices=Callin.State)


class InviteeIn(serializers.Serializer):
    person = serializers.UUIDField()
    group = serializers.UUIDField()


class InviteIn(ConflictPlanIn):
    people = InviteeIn(many=True, allow_empty=False)
    route = serializers.ChoiceField(choices=Invitation.Route)


class InvitationOut(serializers.ModelSerializer):
    callin = serializers.SlugRelatedField("ref", read_only=True)
    person = serializers.SlugRelatedField("ref", read_only=True)
    group = serializers.SlugRelatedField("ref", source="street_group", read_only=True)
    attendance = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ("ref", "callin", "person", "group", "route", "served_on", "attendance")

    def get_attendance(self, invitation: Invitation) -> str | None:
        """The last mark that the reader may see; null when there is none or it was undone."""
        marks = invitation.marks.all()
        last = marks[len(marks) - 1].outcome if marks else None
        return None if last == Attendance.Outcome.UNDONE else last


class MarkIn(serializers.Serializer):
    outcome = serializers.ChoiceField(choices=Attendance.Outcome)


class NotificationOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    person = serializers.SlugRelatedField("ref", read_only=True)
    group = serializers.SlugRelatedField("ref", source="street_group", read_only=True)

    class Meta:
        model = Notification
        fields = (
            "ref",
            "agency",
            "person",
            "group",
            "reason",
            "place",
            "planned_on",
            "outcome",
            "done_on",
        )


class NotificationIn(serializers.Serializer):
    person = serializers.UUIDField()
    group = serializers.UUIDField(required=False, allow_null=True, default=None)
    reason = serializers.ChoiceField(choices=Notification.Reason)
    place = serializers.ChoiceField(choices=Notification.Place)
    planned_on = serializers.DateField()


class OutcomeIn(serializers.Serializer):
    """Whether the talk took place; there is no word for how the person answered."""

    outcome = serializers.ChoiceField(
        choices=[
            choice
            for choice in Notification.Outcome.choices
            if choice[0] != Notification.Outcome.PLANNED
        ]
    )
    done_on = serializers.DateField()


def seen(actor: Actor, model: type[Model], refs: list[UUID], field: str) -> list:
    """The rows of these references that the actor may see; hidden and absent are alike unknown."""
    rows = {row.ref: row for row in model._default_manager.visible_to(actor).filter(ref__in=refs)}
    if set(refs) - set(rows):
        raise serializers.ValidationError({field: [_("There is no such row that you may see.")]})
    return [rows[ref] for ref in refs]


class CallinViewSet(VisibleViewSet):
    model = Callin
    serializer_class = CallinOut
    related = ("scope__agency",)

    def get_queryset(self) -> QuerySet:
        targets = TargetedGroup.objects.visible_to(self.request.actor)
        return (
            super()
            .get_queryset()
            .prefetch_related(Prefetch("targets", targets.select_related("street_group")))
        )

    def _answer(self, callin: Callin, code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=callin.pk)
        return Response(self.get_serializer(row).data, status=code)

    @extend_schema(request=CallinIn, responses={201: CallinOut})
    def create(self, request: Request) -> Response:
        """Plan a call-in."""
        policies.require_planning(request.actor)
        wanted = _checked(CallinIn, request)
        groups = seen(request.actor, StreetGroup, wanted.pop("groups"), "groups")
        callin = actions.plan_callin(actor=request.actor, street_groups=groups, **wanted)
        return self._answer(callin, status.HTTP_201_CREATED)

    @extend_schema(request=AdvanceIn, responses=CallinOut)
    @action(detail=True, methods=["post"])
    def advance(self, request: Request, ref: UUID) -> Response:
        """Take the call-in to its next state, or call it off."""
        policies.require_planning(request.actor)
        callin, wanted = self.get_object(), _checked(AdvanceIn, request)
        return self._answer(actions.advance_callin(actor=request.actor, callin=callin, **wanted))

    @extend_schema(request=InviteIn, responses={201: None})
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, ref: UUID) -> Response:
        """Invite mapped people linked to a targeted group. They are then under `invitations`."""
        policies.require_planning(request.actor)
        callin, wanted = self.get_object(), _checked(InviteIn, request)
        asked = wanted.pop("people")
        people = seen(request.actor, Person, [each["person"] for each in asked], "people")
        groups = seen(request.actor, StreetGroup, [each["group"] for each in asked], "people")
        actions.invite(
            actor=request.actor,
            callin=callin,
            people=list(zip(people, groups, strict=True)),
            **wanted,
        )
        return Response(status=status.HTTP_201_CREATED)


class InvitationViewSet(VisibleViewSet):
    model = Invitation
    serializer_class = InvitationOut
    related = ("callin", "person", "street_group")

    def get_queryset(self) -> QuerySet:
        marks = Attendance.objects.visible_to(self.request.actor).order_by("pk")
        return super().get_queryset().prefetch_related(Prefetch("marks", marks))

    @extend_schema(request=MarkIn, responses=InvitationOut)
    @action(detail=True, methods=["post"])
    def mark(self, request: Request, ref: UUID) -> Response:
        """Tick attendance. Marks are only added; the last one counts."""
        policies.require_meeting(request.actor)
        invitation, wanted = self.get_object(), _checked(MarkIn, request)
        actions.mark_attendance(actor=request.actor, invitation=invitation, **wanted)
        return Response(self.get_serializer(self.get_object()).data)


class NotificationViewSet(VisibleViewSet):
    model = Notification
    serializer_class = NotificationOut
    related = ("scope__agency", "person", "street_group")

    @extend_schema(request=NotificationIn, responses={201: NotificationOut})
    def create(self, request: Request) -> Response:
        """Plan an individual talk."""
        policies.require_talking(request.actor)
        wanted = _checked(NotificationIn, request)
        group = wanted.pop("group")
        [person] = seen(request.actor, Person, [wanted.pop("person")], "person")
        groups = seen(request.actor, StreetGroup, [group] if group else [], "group")
        talk = actions.plan_talk(
            actor=request.actor, person=person, street_group=next(iter(groups), None), **wanted
        )
        row = self.get_queryset().get(pk=talk.pk)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=OutcomeIn, responses=NotificationOut)
    @action(detail=True, methods=["post"])
    def record(self, request: Request, ref: UUID) -> Response:
        """Record whether the talk took place."""
        policies.require_talking(request.actor)
        talk, wanted = self.get_object(), _checked(OutcomeIn, request)
        actions.record_talk(actor=request.actor, talk=talk, **wanted)
        return Response(self.get_serializer(self.get_object()).data)


def _checked(kind: type[serializers.Serializer], request: Request) -> dict:
    """What was asked for, cleaned."""
    wanted = kind(data=request.data)
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)
