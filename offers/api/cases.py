"""Exit cases for other systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from offers import actions, policies, reminders
from offers.api.incoming import KeyIn, seen, taken
from offers.days import has_come, is_coming, is_within_reach
from offers.models import Case, Intake, Measure, Offer


class CaseOut(serializers.ModelSerializer):
    """Those given a case on consent learn neither its number nor when it was last touched."""

    number = serializers.CharField(read_only=True, allow_null=True)
    updated_at = serializers.DateTimeField(read_only=True, allow_null=True)
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    responsible = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Case
        fields = (
            "ref",
            "agency",
            "number",
            "called",
            "police_status",
            "social_status",
            "opened_on",
            "closed_on",
            "ending",
            "rhythm_days",
            "responsible",
            "updated_at",
        )

    def to_representation(self, instance: Case) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        request = self.context.get("request")  # none in the answer to a verb: only one's own
        if request is not None and instance.scope_id != request.actor.scope:
            shown |= {"number": None, "updated_at": None}
        return shown


class CaseIn(KeyIn):
    called = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    intake = serializers.UUIDField(required=False, allow_null=True, default=None)
    offer = serializers.UUIDField(required=False, allow_null=True, default=None)
    responsible = serializers.UUIDField(required=False, allow_null=True, default=None)
    police_status = serializers.ChoiceField(
        choices=Case.PoliceStatus.choices, required=False, default=Case.PoliceStatus.NONE
    )
    social_status = serializers.ChoiceField(
        choices=Case.SocialStatus.choices, required=False, default=Case.SocialStatus.NONE
    )
    rhythm_days = serializers.IntegerField(min_value=1, max_value=90, required=False, default=7)
    next_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_coming]
    )


class ChangeCaseIn(serializers.Serializer):
    called = serializers.CharField(max_length=60, allow_blank=True)
    police_status = serializers.ChoiceField(choices=Case.PoliceStatus.choices)
    social_status = serializers.ChoiceField(choices=Case.SocialStatus.choices)
    rhythm_days = serializers.IntegerField(min_value=1, max_value=90)
    responsible = serializers.UUIDField()


class CloseCaseIn(serializers.Serializer):
    ending = serializers.ChoiceField(choices=Case.Ending.choices)
    closed_on = serializers.DateField(validators=[has_come])
    next_on = serializers.DateField(validators=[is_coming])


class MeasureIn(KeyIn):
    kind = serializers.ChoiceField(choices=Measure.Kind.choices)
    starts_on = serializers.DateField(validators=[is_within_reach])
    ends_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_within_reach]
    )


class MeasureOut(serializers.ModelSerializer):
    class Meta:
        model = Measure
        fields = ("ref", "kind", "starts_on", "ends_on")


@extend_schema_view(create=extend_schema(request=CaseIn, responses={201: CaseOut}))
class CaseViewSet(AddingViewSet):
    """Exit cases: the exit side's own, and those given on consent."""

    model = Case
    serializer_class = CaseOut
    input_class = CaseIn
    related = ("scope__agency", "responsible")

    def add(self, **values: Any) -> Case:
        actor = self.request.actor
        policies.require_exit_side(actor)
        offers = Offer.objects.visible_to(actor).select_related("person")
        values["intake"] = seen(Intake.objects.visible_to(actor), values["intake"])
        values["offer"] = seen(offers, values["offer"])
        wanted = {"ref": values["responsible"]} if values["responsible"] else {"pk": actor.user_id}
        values["responsible"] = get_object_or_404(reminders.colleagues(actor), **wanted)
        return actions.open_case(actor=actor, **values)

    @extend_schema(request=ChangeCaseIn, responses=CaseOut)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, ref: UUID) -> Response:
        case, values = self.own(), taken(ChangeCaseIn, request)
        values["responsible"] = seen(reminders.colleagues(request.actor), values["responsible"])
        return Response(CaseOut(actions.change_case(actor=request.actor, case=case, **values)).data)

    @extend_schema(request=CloseCaseIn, responses=CaseOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, ref: UUID) -> Response:
        case = self.own()
        row = actions.close_case(actor=request.actor, case=case, **taken(CloseCaseIn, request))
        return Response(CaseOut(row).data)

    @extend_schema(request=MeasureIn, responses=MeasureOut)
    @action(detail=True, methods=["post"])
    def measures(self, request: Request, ref: UUID) -> Response:
        """Add a measure."""
        case = self.own()
        row = actions.add_measure(actor=request.actor, case=case, **taken(MeasureIn, request))
        return Response(MeasureOut(row).data)

    def own(self) -> Case:
        """A case seen is not a case to change: only the exit group that holds it may."""
        case = self.get_object()
        policies.require_exit_side(self.request.actor)
        return get_object_or_404(
            Case.objects.visible_to(self.request.actor).writable_by(self.request.actor), pk=case.pk
        )
