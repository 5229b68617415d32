"""Decisions given and received, with their frozen copies."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from agencies.api.visible import VisibleViewSet
from agencies.models import DisclosedItem, Disclosure


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
        """Given, or received and in force: the closed archive has its own page and ledger."""
        rows, actor = super().get_queryset(), self.request.actor
        shown = DisclosedItem.objects.visible_to(actor).shown_to(actor)
        open_to = rows.given_by(actor) | rows.filter(pk__in=rows.reaching(actor).values("pk"))
        return open_to.prefetch_related(Prefetch("items", shown))
