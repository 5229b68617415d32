"""Decisions given and received, with their frozen copies."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies import actions
from agencies.api.visible import VisibleViewSet
from agencies.models import Assessment, DisclosedItem, Disclosure


class ItemOut(serializers.ModelSerializer):
    class Meta:
        model = DisclosedItem
        fields = ("ref", "kind", "about", "frozen")


class AssessmentOut(serializers.ModelSerializer):
    ground = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Assessment
        fields = ("part", "provision", "ground", "reasoning", "answers")


class WithdrawIn(serializers.Serializer):
    reason = serializers.CharField(max_length=1000)


class DisclosureOut(serializers.ModelSerializer):
    ground = serializers.SlugRelatedField("code", read_only=True)
    giver = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    number = serializers.SerializerMethodField()
    items = ItemOut(many=True, read_only=True)
    assessments = AssessmentOut(many=True, read_only=True)  # the giver's; empty for others

    class Meta:
        model = Disclosure
        fields = (
            "ref",
            "number",
            "giver",
            "ground",
            "purpose",
            "decided_at",
            "ends_at",
            "withdrawn_at",
            "conditions",
            "is_partial",
            "items",
            "assessments",
        )

    def get_number(self, disclosure: Disclosure) -> str:
        """The giver's running number, for the giver: a gap would count its other decisions."""
        is_giver = disclosure.scope_id == self.context["request"].actor.scope
        return disclosure.number if is_giver else ""


class DisclosureViewSet(VisibleViewSet):
    model = Disclosure
    serializer_class = DisclosureOut
    related = ("scope__agency", "ground")

    def get_queryset(self) -> QuerySet:
        """Given, or received and in force: the closed archive has its own page and ledger."""
        rows, actor = super().get_queryset(), self.request.actor
        shown = DisclosedItem.objects.visible_to(actor).shown_to(actor)
        open_to = rows.given_by(actor) | rows.filter(pk__in=rows.reaching(actor).values("pk"))
        weighed = Assessment.objects.visible_to(actor).select_related("ground")
        return open_to.prefetch_related(Prefetch("items", shown), Prefetch("assessments", weighed))

    @extend_schema(request=WithdrawIn, responses=DisclosureOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, ref: UUID) -> Response:
        """Stop all reading of it at once; the receivers are told."""
        actor = request.actor
        disclosure = get_object_or_404(Disclosure.objects.writable_by(actor), ref=ref)
        wanted = WithdrawIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        actions.withdraw(actor=actor, disclosure=disclosure, **wanted.validated_data)
        return Response(self.get_serializer(self.get_object()).data)
