"""Follow-ups for other systems."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from offers import actions, journal, reminders
from offers.api.carrying import CarryIn, in_words
from offers.api.incoming import KeyIn, seen, taken
from offers.api.workload import WorkloadViewSet
from offers.days import has_been, is_coming
from offers.models import FollowUp


class FollowUpOut(serializers.ModelSerializer):
    offer = serializers.SlugRelatedField("ref", read_only=True)
    intake = serializers.SlugRelatedField("ref", read_only=True)
    case = serializers.SlugRelatedField("ref", read_only=True)
    responsible = serializers.SlugRelatedField("ref", read_only=True)
    version = serializers.SerializerMethodField()

    class Meta:
        model = FollowUp
        fields = (
            "ref",
            "offer",
            "intake",
            "case",
            "due_on",
            "responsible",
            "done_at",
            "outcome",
            "channel",
            "note",
            "for_team",
            "version",
            "carried_on",
            "carried_reference",
        )

    def get_version(self, follow_up: FollowUp) -> str:
        """Sent back when the note is carried: what has been added since was not carried."""
        return journal.version_of(follow_up.note)


class LogIn(KeyIn):
    outcome = serializers.ChoiceField(choices=FollowUp.Outcome.choices)
    channel = serializers.ChoiceField(
        choices=FollowUp.Channel.choices, required=False, allow_blank=True, default=""
    )
    note = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, allow_null=True, default=None
    )
    next_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_coming]
    )
    done_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, validators=[has_been]
    )
    responsible = serializers.UUIDField(required=False, allow_null=True, default=None)
    for_team = serializers.BooleanField(required=False, default=False)


class NoteIn(serializers.Serializer):
    note = serializers.CharField(max_length=4000)


class FollowUpViewSet(WorkloadViewSet):
    """Follow-ups of the actor's own agency, waiting and logged."""

    model = FollowUp
    serializer_class = FollowUpOut
    related = ("offer", "intake", "case", "responsible")

    @extend_schema(request=LogIn, responses=FollowUpOut)
    @action(detail=True, methods=["post"])
    def log(self, request: Request, ref: UUID) -> Response:
        follow_up = self.get_object()
        wanted = taken(LogIn, request)
        people = reminders.colleagues(request.actor)
        wanted["responsible"] = seen(people, wanted["responsible"])
        return self.answer(
            actions.log_follow_up(actor=request.actor, follow_up=follow_up, **wanted)
        )

    @extend_schema(request=None, responses=FollowUpOut)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, ref: UUID) -> Response:
        return self.answer(actions.undo_follow_up(actor=request.actor, follow_up=self.get_object()))

    @extend_schema(request=NoteIn, responses=FollowUpOut)
    @action(detail=True, methods=["post"])
    def note(self, request: Request, ref: UUID) -> Response:
        return self.answer(
            actions.add_note(
                actor=request.actor, follow_up=self.get_object(), **taken(NoteIn, request)
            )
        )

    @extend_schema(request=CarryIn, responses=FollowUpOut)
    @action(detail=True, methods=["post"])
    def carry(self, request: Request, ref: UUID) -> Response:
        """The whole note stands in the agency's own record; here it is shortened."""
        row, values = self.get_object(), taken(CarryIn, request)
        return self.answer(in_words(lambda: actions.carry(actor=request.actor, row=row, **values)))

    @extend_schema(request=None, responses=FollowUpOut)
    @action(detail=True, methods=["post"], url_path="taken-up")
    def taken_up(self, request: Request, ref: UUID) -> Response:
        return self.answer(
            actions.take_up_with_team(actor=request.actor, follow_up=self.get_object())
        )

    def answer(self, row: FollowUp) -> Response:
        return Response(FollowUpOut(row).data)
