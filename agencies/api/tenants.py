"""The actor's own partnership and its agencies."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from agencies.models import Agency, Participation, Partnership


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
