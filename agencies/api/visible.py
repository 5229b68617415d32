"""What every resource stands on: rows the actor may see, by reference, read into the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Model, QuerySet
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.ledger import record, record_list


class ActorAuthenticationScheme(OpenApiAuthenticationExtension):
    """How the schema tells other systems to sign in."""

    target_class = "agencies.login.ActorAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization"}


class VisibleViewSet(viewsets.ReadOnlyModelViewSet):
    """Rows of one model that the actor may see, by `ref`; each reading is one ledger entry."""

    model: ClassVar[type[Model]]
    related: ClassVar[tuple[str, ...]] = ()
    lookup_field = "ref"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet:
        return self.model.objects.visible_to(self.request.actor).select_related(*self.related)

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        record_list(request.actor, f"{self.model._meta.model_name}.listed", page)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        row = self.get_object()
        record(request.actor, f"{self.model._meta.model_name}.read", row)
        return Response(self.get_serializer(row).data)


class AddingViewSet(VisibleViewSet):
    """Rows that other systems may also add."""

    input_class: ClassVar[type[serializers.Serializer]]

    def add(self, **values: object) -> Model:
        raise NotImplementedError(f"{type(self).__name__} says not how a row is added.")

    def create(self, request: Request) -> Response:
        wanted = self.input_class(data=request.data)
        wanted.is_valid(raise_exception=True)
        row = self.add(**wanted.validated_data)
        return Response(self.serializer_class(row).data, status=status.HTTP_201_CREATED)
