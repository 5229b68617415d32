"""The map for other systems."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies import actions as agencies_actions
from agencies import policies as agencies_policies
from agencies.api import AddingViewSet, VisibleViewSet
from agencies.models import Consent, Receiver
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

    @extend_schema(request=None, responses=PersonOut)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, ref: UUID) -> Response:
        """Confirm a mapping as the second officer. It discloses nothing by itself."""
        person = get_object_or_404(Person.objects.writable_by(request.actor), ref=ref)
        person = actions.confirm_person(actor=request.actor, person=person)
        return Response(self.get_serializer(person).data)


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


class ConsentOut(serializers.ModelSerializer):
    receivers = serializers.SerializerMethodField()
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = Consent
        fields = (
            "ref",
            "about_kind",
            "about",
            "data",
            "parts",
            "receivers",
            "purpose",
            "form",
            "given_by",
            "given_on",
            "expires_on",
            "withdrawn_on",
            "in_force",
        )

    def get_receivers(self, consent: Consent) -> list[str]:
        """Agency and function of each: `frivard-malmo/casework`."""
        named = self.context["receivers"]
        return [named[each] for each in consent.receivers if each in named]

    def get_in_force(self, consent: Consent) -> bool:
        return consent.in_force(timezone.localdate())


class ConsentIn(serializers.Serializer):
    person = serializers.UUIDField()
    receivers = serializers.ListField(child=serializers.CharField(max_length=100), min_length=1)
    parts = serializers.MultipleChoiceField(choices=list(actions.PARTS.items()))
    data = serializers.CharField(max_length=2000)
    purpose = serializers.CharField(max_length=200)
    form = serializers.ChoiceField(choices=Consent.Form)
    given_by = serializers.MultipleChoiceField(choices=Consent.Giver, default=["self"])
    maturity = serializers.CharField(max_length=2000, required=False, default="")
    guardian_harm = serializers.CharField(max_length=2000, required=False, default="")
    given_on = serializers.DateField()
    expires_on = serializers.DateField()


class WithdrawConsentIn(serializers.Serializer):
    withdrawn_on = serializers.DateField(required=False)


class ConsentViewSet(AddingViewSet):
    """What people have said yes to. One about an exit case is taken on the page alone."""

    model = Consent
    serializer_class = ConsentOut
    input_class = ConsentIn

    def get_serializer_context(self) -> dict:
        ours = Receiver.objects.filter(
            participation__partnership_id=self.request.actor.partnership_id
        ).select_related("participation__agency")
        named = {each.pk: f"{each.participation.agency.slug}/{each.function}" for each in ours}
        return super().get_serializer_context() | {"receivers": named}

    @extend_schema(request=ConsentIn, responses={201: ConsentOut})
    def create(self, request: Request) -> Response:
        """Register a consent that one of the actor's own people has given."""
        agencies_policies.require_decide(request.actor)
        wanted = ConsentIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        consent = self.add(**wanted.validated_data)
        return Response(self.get_serializer(consent).data, status=201)

    def add(self, **values: object) -> Consent:
        actor = self.request.actor
        person = get_object_or_404(Person.objects.writable_by(actor), ref=values.pop("person"))
        named = {name: pk for pk, name in self.get_serializer_context()["receivers"].items()}
        unknown = set(values["receivers"]) - named.keys()
        if unknown:
            raise serializers.ValidationError({"receivers": sorted(unknown)})
        values["receivers"] = Receiver.objects.filter(
            pk__in=[named[each] for each in values["receivers"]]
        )
        values["parts"], values["given_by"] = sorted(values["parts"]), sorted(values["given_by"])
        return agencies_actions.take_consent(
            actor=actor,
            about_kind="person",
            about=person.ref,
            label=person.code_name,
            ages=actions.ages_of([person]),
            **values,
        )

    @extend_schema(request=WithdrawConsentIn, responses=ConsentOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, ref: UUID) -> Response:
        """Withdraw the consent. What rests on it stops, and the receivers are told."""
        agencies_policies.require_decide(request.actor)
        wanted = WithdrawConsentIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        consent = agencies_actions.withdraw_consent(
            actor=request.actor, consent=self.get_object(), **wanted.validated_data
        )
        return Response(self.get_serializer(consent).data)
