"""What is asked of other agencies and of one's own, and what givers have told."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies import actions, policies
from agencies.api.visible import AddingViewSet, VisibleViewSet
from agencies.models import Answer, LegalGround, Notice, Receiver
from agencies.models import Request as Asked
from agencies.scoping import NEVER_RECEIVING, Function

RECEIVING = [
    each for each in Function.choices if each[0] not in NEVER_RECEIVING | {Function.FIGURES}
]


class RequestOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    put_to = serializers.SlugRelatedField(
        "slug", source="receiver.participation.agency", read_only=True
    )
    ground = serializers.SlugRelatedField("code", read_only=True)
    outcome = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()

    class Meta:
        model = Asked
        fields = (
            "ref", "kind", "agency", "put_to", "about", "who", "parts", "purpose", "need", "ground",
            "is_duty", "until", "answer_by", "urgency", "asked_at", "withdrawn_at", "outcome",
            "reason",
        )  # fmt: skip

    def get_outcome(self, asked: Asked) -> str:
        """Empty until it is answered."""
        told = self.context["answers"].get(asked.pk)
        return told.outcome if told else ""

    def get_reason(self, asked: Asked) -> str:
        told = self.context["answers"].get(asked.pk)
        return told.reason if told else ""


class RequestIn(serializers.Serializer):
    kind = serializers.ChoiceField(Asked.Kind, default=Asked.Kind.PARTS)
    agency = serializers.SlugField()
    function = serializers.ChoiceField(RECEIVING, default=Function.DECISION)
    who = serializers.CharField(max_length=500)
    parts = serializers.ListField(child=serializers.CharField(max_length=30), min_length=1)
    purpose = serializers.CharField(max_length=200)
    need = serializers.CharField(max_length=2000)
    ground = serializers.SlugRelatedField(
        "code", queryset=LegalGround.objects.filter(is_enabled=True), required=False, default=None
    )
    until = serializers.DateField(required=False, default=None)
    answer_by = serializers.DateField()
    urgency = serializers.CharField(max_length=500, required=False, default="")


class RefuseIn(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class RequestViewSet(AddingViewSet):
    """What the actor's function has asked, and what is put to it."""

    model = Asked
    serializer_class = RequestOut
    input_class = RequestIn
    related = ("scope__agency", "receiver__participation__agency", "ground")

    def get_serializer(self, *rows: object, **kwargs: object) -> serializers.BaseSerializer:
        """With the answers to what is shown, in one question; the schema asks for none."""
        shown = [each.pk for each in (rows[0] if kwargs.get("many") else rows)] if rows else []
        told = Answer.objects.visible_to(self.request.actor) if shown else Answer.objects.none()
        answers = {each.request_id: each for each in told.filter(request__in=shown)}
        context = kwargs.pop("context", None) or self.get_serializer_context()
        return RequestOut(*rows, context={**context, "answers": answers}, **kwargs)

    @extend_schema(request=RequestIn, responses={201: RequestOut})
    def create(self, request: Request) -> Response:
        """Ask another agency. Contact details go to its named decision-maker alone."""
        policies.require_decide(request.actor)
        wanted = RequestIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = self.add(**wanted.validated_data)
        return Response(self.get_serializer(asked).data, status=status.HTTP_201_CREATED)

    def add(self, *, agency: str, function: str, **values: object) -> Asked:
        there = Receiver.objects.filter(
            participation__agency__slug=agency, participation_id__in=self.request.actor.live
        )
        receiver = get_object_or_404(there.select_related("participation"), function=function)
        return actions.ask(actor=self.request.actor, receiver=receiver, **values)

    @extend_schema(request=RefuseIn, responses=RequestOut)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, ref: UUID) -> Response:
        """Say no, with a reason that those who asked read."""
        policies.require_decide(request.actor)
        asked, wanted = self.get_object(), RefuseIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        actions.refuse_request(actor=request.actor, request=asked, **wanted.validated_data)
        return Response(self.get_serializer(asked).data)

    @extend_schema(request=None, responses=RequestOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, ref: UUID) -> Response:
        """Take one's own unanswered request back."""
        policies.require_decide(request.actor)
        asked = actions.withdraw_request(actor=request.actor, request=self.get_object())
        return Response(self.get_serializer(asked).data)


class NoticeOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)

    class Meta:
        model = Notice
        fields = ("ref", "kind", "agency", "decided_on", "created_at")


class NoticeViewSet(VisibleViewSet):
    """What givers have told the actor's functions. What it said is read on the page."""

    model = Notice
    serializer_class = NoticeOut
    related = ("scope__agency",)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().told_to(self.request.actor)

    @extend_schema(request=None, responses=NoticeOut)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, ref: UUID) -> Response:
        """Say that it is read."""
        notice = self.get_object()
        actions.acknowledge(actor=request.actor, notice=notice)
        return Response(self.get_serializer(notice).data)
