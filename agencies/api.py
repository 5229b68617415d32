"""The interface for other systems: the same door, the same rule, the same ledger as the pages."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Model, QuerySet
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.ledger import record, record_list
from agencies.models import (
    Agency,
    DisclosedItem,
    Disclosure,
    Entry,
    Participation,
    Partnership,
)


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


class PartnershipOut(serializers.ModelSerializer):
    """`shares` says whether anything crosses between the agencies today, for the reader's own."""

    shares = serializers.SerializerMethodField()

    class Meta:
        model = Partnership
        fields = ("ref", "slug", "name", "state", "municipalities", "need", "shares")

    def get_shares(self, partnership: Partnership) -> bool:
        return bool(self.context["request"].actor.live)


class PartnershipViewSet(viewsets.ReadOnlyModelViewSet):
    """The actor's own partnership."""

    serializer_class = PartnershipOut
    lookup_field = "ref"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet:
        return Partnership.objects.filter(pk=self.request.actor.partnership_id)


class AgencyOut(serializers.ModelSerializer):
    class Meta:
        model = Agency
        fields = ("ref", "slug", "name", "kind")


class AgencyViewSet(viewsets.ReadOnlyModelViewSet):
    """The agencies of the actor's own partnership."""

    serializer_class = AgencyOut
    lookup_field = "ref"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet:
        ours = Participation.objects.filter(partnership_id=self.request.actor.partnership_id)
        return Agency.objects.filter(pk__in=ours.values("agency_id"))


class ItemOut(serializers.ModelSerializer):
    class Meta:
        model = DisclosedItem
        fields = ("ref", "kind", "about", "frozen")


class DisclosureOut(serializers.ModelSerializer):
    ground = serializers.SlugRelatedField("code", read_only=True)
    giver = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    number = serializers.SerializerMethodField()
    items = ItemOut(many=True, read_only=True)

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
            "items",
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
        return super().get_queryset().prefetch_related("items")


class EntryOut(serializers.ModelSerializer):
    """No running number: it would count what others do."""

    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    user = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Entry
        fields = (
            "at",
            "agency",
            "user",
            "functions",
            "channel",
            "action",
            "kind",
            "ref",
            "refs",
            "context",
            "ground",
        )


class EntryViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """The ledger as the audit function sees it; others see their own acts."""

    serializer_class = EntryOut

    def get_queryset(self) -> QuerySet:
        rows = Entry.objects.visible_to(self.request.actor)
        return rows.select_related("scope__agency", "user")

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        record(request.actor, "ledger.read")
        return super().list(request, *args, **kwargs)
