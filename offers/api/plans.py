"""The plan of a case for other systems: read whole, and added to by the verbs of the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import VisibleViewSet
from agencies.ledger import record, record_list
from offers import actions
from offers.api.incoming import KeyIn, seen, taken
from offers.api.refusing import answers
from offers.days import is_within_reach
from offers.forms.plans import MOST
from offers.models import Area, Case, Cost, Goal, Measure, Provider
from offers.plans import plan_of


class CostOut(serializers.ModelSerializer):
    class Meta:
        model = Cost
        fields = ("ref", "kronor", "from_on", "to_on", "reference")


class MeasureOut(serializers.ModelSerializer):
    goal = serializers.SlugRelatedField("ref", read_only=True)
    provider = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Measure
        fields = ("ref", "kind", "goal", "provider", "decision_reference", "starts_on", "ends_on")


class HeldOut(serializers.Serializer):
    """A measure with its costs. There is no place for where somebody lives."""

    measure = MeasureOut()
    kronor = serializers.IntegerField()
    costs = CostOut(many=True)


class GoalOut(serializers.ModelSerializer):
    class Meta:
        model = Goal
        fields = ("ref", "area", "text", "starts_on", "review_on", "outcome", "ended_on")


class PlanOut(serializers.Serializer):
    """Goals, all measures with their costs, and what it has cost together."""

    goals = GoalOut(many=True)
    measures = HeldOut(source="held", many=True)
    kronor = serializers.IntegerField()


class GoalIn(KeyIn):
    area = serializers.ChoiceField(choices=Area.choices)
    text = serializers.CharField(max_length=2000)
    starts_on = serializers.DateField(validators=[is_within_reach])
    review_on = serializers.DateField(validators=[is_within_reach])


class MeasureIn(KeyIn):
    kind = serializers.ChoiceField(choices=Measure.Kind.choices)
    goal = serializers.UUIDField(required=False, allow_null=True, default=None)
    provider = serializers.UUIDField(required=False, allow_null=True, default=None)
    decision_reference = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default=""
    )
    starts_on = serializers.DateField(validators=[is_within_reach])
    ends_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_within_reach]
    )


class EndMeasureIn(serializers.Serializer):
    measure = serializers.UUIDField()
    ends_on = serializers.DateField(validators=[is_within_reach])


class CostIn(KeyIn):
    measure = serializers.UUIDField()
    kronor = serializers.IntegerField(min_value=1, max_value=MOST)
    from_on = serializers.DateField(validators=[is_within_reach])
    to_on = serializers.DateField(validators=[is_within_reach])
    reference = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class PlanVerbs:
    """What the plan adds to the interface of cases. `own` says which case may be changed."""

    request: Any
    own: Any

    @extend_schema(responses=PlanOut)
    @action(detail=True, methods=["get"])
    def plan(self, request: Request, ref: UUID) -> Response:
        """The whole plan, with costs."""
        case, actor = self.own(), request.actor
        found = plan_of(actor, case)
        record(actor, "case.read", case)
        record_list(actor, "measure.listed", [each.measure for each in found.held])
        return Response(PlanOut(found).data)

    @extend_schema(request=GoalIn, responses=answers(GoalOut, 201))
    @action(detail=True, methods=["post"])
    def goals(self, request: Request, ref: UUID) -> Response:
        """Add a goal."""
        case = self.own()
        row = actions.add_goal(actor=request.actor, case=case, **taken(GoalIn, request))
        return Response(GoalOut(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=MeasureIn, responses=answers(MeasureOut))
    @action(detail=True, methods=["post"])
    def measures(self, request: Request, ref: UUID) -> Response:
        """Add a measure, under a goal or on its own."""
        case, values = self.own(), taken(MeasureIn, request)
        goals = Goal.objects.visible_to(request.actor).filter(case=case)
        values["goal"] = seen(goals, values["goal"])
        values["provider"] = seen(Provider.objects.visible_to(request.actor), values["provider"])
        row = actions.add_measure(actor=request.actor, case=case, **values)
        return Response(MeasureOut(row).data)

    @extend_schema(request=EndMeasureIn, responses=answers(MeasureOut))
    @action(detail=True, methods=["post"], url_path="end-measure")
    def end_measure(self, request: Request, ref: UUID) -> Response:
        """End a measure of the case."""
        case, values = self.own(), taken(EndMeasureIn, request)
        values["measure"] = measure_in(request, case, values["measure"])
        return Response(MeasureOut(actions.end_measure(actor=request.actor, **values)).data)

    @extend_schema(request=CostIn, responses=answers(CostOut, 201))
    @action(detail=True, methods=["post"])
    def costs(self, request: Request, ref: UUID) -> Response:
        """Add what a measure of the case has cost."""
        case, values = self.own(), taken(CostIn, request)
        values["measure"] = measure_in(request, case, values["measure"])
        row = actions.add_cost(actor=request.actor, **values)
        return Response(CostOut(row).data, status=status.HTTP_201_CREATED)


def measure_in(request: Request, case: Case, ref: UUID) -> Measure:
    """A measure of this case, or none."""
    rows = Measure.objects.visible_to(request.actor).filter(case=case)
    return get_object_or_404(rows.select_related("case", "goal", "provider"), ref=ref)


class ProviderOut(serializers.ModelSerializer):
    class Meta:
        model = Provider
        fields = ("ref", "name", "organisation_number", "permit", "is_in_use")


class ProviderViewSet(VisibleViewSet):
    """The register of providers of the actor's own exit group."""

    model = Provider
    serializer_class = ProviderOut
