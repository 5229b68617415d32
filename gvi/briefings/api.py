"""Briefings for other systems."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import VisibleViewSet
from agencies.ledger import record
from gvi.briefings import actions
from gvi.briefings.files import issue_file
from gvi.briefings.models import Issue


class IssueOut(serializers.ModelSerializer):
    week = serializers.SerializerMethodField()
    partnership: serializers.SlugRelatedField = serializers.SlugRelatedField(
        "slug", source="scope.partnership", read_only=True
    )

    class Meta:
        model = Issue
        fields: tuple[str, ...] = (
            "ref",
            "partnership",
            "week",
            "audience",
            "version",
            "state",
            "issued_at",
            "digest",
        )

    @extend_schema_field(OpenApiTypes.STR)
    def get_week(self, issue: Issue) -> str:
        return issue.week.iso


class IssueWithContentOut(IssueOut):
    class Meta(IssueOut.Meta):
        fields = (*IssueOut.Meta.fields, "content")


class NarrativeIn(serializers.Serializer):
    narrative = serializers.CharField(max_length=6000)


class PdfRenderer(JSONRenderer):
    """Lets a client ask for a PDF file. The file answers itself; a refusal has none, but words."""

    media_type = "application/pdf"
    format = "pdf"


class IssueViewSet(VisibleViewSet):
    """Issued briefings; whoever writes the narrative also reads what is due."""

    model = Issue
    related = ("scope__partnership",)
    serializer_class = IssueOut

    def get_queryset(self) -> QuerySet:
        actor = self.request.actor
        issues = Issue.objects.visible_to(actor).open_to(actor)
        return issues.select_related(*self.related).defer("pdf")

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return IssueOut if self.action == "list" else IssueWithContentOut

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, renderer_classes=[JSONRenderer, PdfRenderer])
    def pdf(self, request: Request, ref: str) -> HttpResponse:
        issue = self.get_object()
        response = issue_file(issue)
        record(request.actor, "issue.downloaded", issue)
        return response

    @extend_schema(request=NarrativeIn, responses={201: IssueOut})
    @action(detail=True, methods=["post"])
    def narrate(self, request: Request, ref: str) -> Response:
        issue = self.get_object()
        wanted = NarrativeIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        issue = actions.new_version(actor=request.actor, issue=issue, **wanted.validated_data)
        return Response(IssueOut(issue).data, status=201)

    @extend_schema(request=None, responses=IssueOut)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, ref: str) -> Response:
        issue = actions.approve(actor=request.actor, issue=self.get_object())
        return Response(IssueOut(issue).data)
