"""Notes of a case and the person's objections, for other systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from offers import actions, journal, policies
from offers.api.carrying import CarryIn, in_words
from offers.api.incoming import KeyIn, seen, taken
from offers.days import has_come
from offers.models import Case, Note, Objection

LONGEST = 10_000


class NoteOut(serializers.ModelSerializer):
    case = serializers.SlugRelatedField("ref", read_only=True)
    written_by = serializers.SlugRelatedField("ref", read_only=True)
    corrects = serializers.SlugRelatedField("ref", read_only=True)
    version = serializers.SerializerMethodField()

    class Meta:
        model = Note
        fields = (
            "ref",
            "case",
            "text",
            "version",
            "written_by",
            "written_at",
            "signed_at",
            "corrects",
            "carried_on",
            "carried_reference",
        )

    def get_version(self, note: Note) -> str:
        """Sent back with a change, so that nobody writes over another's text in silence."""
        return journal.version_of(note.text)


class NewNoteIn(KeyIn):
    case = serializers.UUIDField()
    text = serializers.CharField(max_length=LONGEST)
    sign = serializers.BooleanField(default=False)
    corrects = serializers.UUIDField(required=False, allow_null=True, default=None)


class ChangeNoteIn(serializers.Serializer):
    text = serializers.CharField(max_length=LONGEST)
    version = serializers.CharField(max_length=16)
    sign = serializers.BooleanField(default=False)


class SignNoteIn(serializers.Serializer):
    version = serializers.CharField(max_length=16)


@extend_schema_view(create=extend_schema(request=NewNoteIn, responses={201: NoteOut}))
class NoteViewSet(AddingViewSet):
    """Working notes of the exit group. What is signed never changes."""

    model = Note
    serializer_class = NoteOut
    input_class = NewNoteIn
    related = ("case", "written_by", "corrects")

    def add(self, **values: Any) -> Note:
        actor = self.request.actor
        policies.require_exit_side(actor)
        values["case"] = seen(Case.objects.visible_to(actor).writable_by(actor), values["case"])
        notes = Note.objects.visible_to(actor).filter(case=values["case"])
        values["corrects"] = seen(notes, values["corrects"])
        return actions.write_note(actor=actor, **values)

    @extend_schema(request=ChangeNoteIn, responses={200: NoteOut, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def change(self, request: Request, ref: UUID) -> Response:
        """Write a draft over. 409 when another text was saved since `version`."""
        note, values = self.get_object(), taken(ChangeNoteIn, request)
        return self.answer(lambda: actions.change_note(actor=request.actor, note=note, **values))

    @extend_schema(request=SignNoteIn, responses={200: NoteOut, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, ref: UUID) -> Response:
        note, values = self.get_object(), taken(SignNoteIn, request)
        return self.answer(lambda: actions.sign_note(actor=request.actor, note=note, **values))

    @extend_schema(request=CarryIn, responses={200: NoteOut, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def carry(self, request: Request, ref: UUID) -> Response:
        note, values = self.get_object(), taken(CarryIn, request)
        return self.answer(lambda: actions.carry(actor=request.actor, row=note, **values))

    def answer(self, act: Any) -> Response:
        return Response(NoteOut(in_words(act)).data)


class ObjectionOut(serializers.ModelSerializer):
    case = serializers.SlugRelatedField("ref", read_only=True)
    note = serializers.SlugRelatedField("ref", read_only=True)
    recorded_by = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Objection
        fields = ("ref", "case", "note", "text", "said_on", "recorded_by", "recorded_at")


class ObjectionIn(KeyIn):
    case = serializers.UUIDField()
    note = serializers.UUIDField(required=False, allow_null=True, default=None)
    text = serializers.CharField(max_length=LONGEST)
    said_on = serializers.DateField(validators=[has_come])


@extend_schema_view(create=extend_schema(request=ObjectionIn, responses={201: ObjectionOut}))
class ObjectionViewSet(AddingViewSet):
    """What the person says is wrong. It is never changed."""

    model = Objection
    serializer_class = ObjectionOut
    input_class = ObjectionIn
    related = ("case", "note", "recorded_by")

    def add(self, **values: Any) -> Objection:
        actor = self.request.actor
        policies.require_exit_side(actor)
        values["case"] = seen(Case.objects.visible_to(actor).writable_by(actor), values["case"])
        notes = Note.objects.visible_to(actor).filter(case=values["case"])
        values["note"] = seen(notes, values["note"])
        return actions.object_to(actor=actor, **values)
