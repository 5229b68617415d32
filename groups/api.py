"""The map for other systems."""

from __future__ import annotations

from rest_framework import serializers

from agencies.api import AddingViewSet, VisibleViewSet
from groups import actions
from groups.models import Affiliation, Incident, Person, PersonTie, StreetGroup


class StreetGroupOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)

    class Meta:
        model = StreetGroup
        fields = ("ref", "agency", "name", "area", "status", "estimated_size", "updated_on")


class StreetGroupIn(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    area = serializers.CharField(max_length=60, required=False, default="")
    estimated_size = serializers.IntegerField(
        min_value=1, max_value=2000, required=False, allow_null=True, default=None
    )


class StreetGroupViewSet(AddingViewSet):
    """Street groups the partnership shares with the actor."""

    model = StreetGroup
    serializer_class = StreetGroupOut
    input_class = StreetGroupIn
    related = ("scope__agency",)

    def add(self, **values: object) -> StreetGroup:
        return actions.add_street_group(actor=self.request.actor, **values)


class PersonOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)

    class Meta:
        model = Person
        fields = ("ref", "agency", "code_name", "state", "updated_at")


class PersonIn(serializers.Serializer):
    code_name = serializers.CharField(max_length=60)
    ground = serializers.CharField(max_length=2000)


class PersonViewSet(AddingViewSet):
    """People by code name: the actor's own and those disclosed to the actor's functions."""

    model = Person
    serializer_class = PersonOut
    input_class = PersonIn
    related = ("scope__agency",)

    def add(self, **values: object) -> Person:
        return actions.propose_person(actor=self.request.actor, **values)


class AffiliationOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    person = serializers.SlugRelatedField("ref", read_only=True)
    street_group = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Affiliation
        fields = (
            "ref",
            "agency",
            "person",
            "street_group",
            "role",
            "confidence",
            "category",
            "since",
            "until",
            "review_on",
        )


class AffiliationViewSet(VisibleViewSet):
    model = Affiliation
    serializer_class = AffiliationOut
    related = ("scope__agency", "person", "street_group")


class PersonTieOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    person_a = serializers.SlugRelatedField("ref", read_only=True)
    person_b = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = PersonTie
        fields = ("ref", "agency", "person_a", "person_b", "kind", "grade", "since", "until")


class PersonTieViewSet(VisibleViewSet):
    model = PersonTie
    serializer_class = PersonTieOut
    related = ("scope__agency", "person_a", "person_b")


class IncidentOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    street_group = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Incident
        fields = (
            "ref",
            "agency",
            "kind",
            "occurred_on",
            "occurred_at",
            "municipality",
            "area",
            "dead",
            "injured",
            "confirmation",
            "street_group",
            "link",
            "source",
        )


class IncidentIn(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Incident.Kind)
    occurred_on = serializers.DateField()
    occurred_at = serializers.TimeField(required=False, allow_null=True, default=None)
    municipality = serializers.RegexField(r"^\d{4}$", required=False, default="")
    area = serializers.CharField(max_length=80, required=False, default="")
    dead = serializers.IntegerField(min_value=0, max_value=500, required=False, default=0)
    injured = serializers.IntegerField(min_value=0, max_value=500, required=False, default=0)


class IncidentViewSet(AddingViewSet):
    """Incidents as the partnership counts them."""

    model = Incident
    serializer_class = IncidentOut
    input_class = IncidentIn
    related = ("scope__agency", "street_group")

    def add(self, **values: object) -> Incident:
        return actions.record_incident(actor=self.request.actor, **values)
