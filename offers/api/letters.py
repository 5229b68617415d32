"""Letters and cards for other systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import renderers, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from agencies.ledger import record
from offers import actions, languages, letters, policies
from offers.api.incoming import KeyIn, taken
from offers.models import Letter


class LetterOut(serializers.ModelSerializer):
    class Meta:
        model = Letter
        fields = (
            "ref",
            "kind",
            "language",
            "heading",
            "text",
            "telephone",
            "is_in_use",
            "updated_at",
        )


class ChangeLetterIn(serializers.Serializer):
    heading = serializers.CharField(max_length=100)
    text = serializers.CharField(max_length=4000)
    telephone = serializers.CharField(max_length=40)
    is_in_use = serializers.BooleanField(required=False, default=True)


class LetterIn(KeyIn, ChangeLetterIn):
    kind = serializers.ChoiceField(choices=Letter.Kind.choices)
    language = serializers.ChoiceField(choices=languages.choices())


class PdfRenderer(renderers.JSONRenderer):
    """Lets a client ask for a PDF file. The file answers itself; a refusal has none, but words."""

    media_type = "application/pdf"
    format = "pdf"


@extend_schema_view(create=extend_schema(request=LetterIn, responses={201: LetterOut}))
class LetterViewSet(AddingViewSet):
    """The exit service's letters and contact cards, in the languages people read."""

    model = Letter
    serializer_class = LetterOut
    input_class = LetterIn
    related = ("scope__agency",)

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        return rows if policies.may_read_letters(self.request.actor) else rows.none()

    def add(self, **values: Any) -> Letter:
        return actions.write_letter(actor=self.request.actor, **values)

    @extend_schema(request=ChangeLetterIn, responses=LetterOut)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, ref: UUID) -> Response:
        row = actions.change_letter(
            actor=request.actor, letter=self.get_object(), **taken(ChangeLetterIn, request)
        )
        return Response(LetterOut(row).data)

    @extend_schema(request=None, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], renderer_classes=[renderers.JSONRenderer, PdfRenderer])
    def pdf(self, request: Request, ref: UUID) -> HttpResponse:
        letter = self.get_object()
        file = letters.as_pdf(letter)
        record(request.actor, "letter.exported", letter)
        return HttpResponse(file, content_type="application/pdf")
