"""The way of a case for other systems: what is sent and answered about steps and stages."""

from __future__ import annotations

from rest_framework import serializers

from offers.api.incoming import KeyIn
from offers.days import has_come, is_coming
from offers.models import LeavingStage, Step


class StepOut(serializers.ModelSerializer):
    class Meta:
        model = Step
        fields = ("ref", "kind", "came_on", "reason", "decision_reference", "recorded_at")


class StageOut(serializers.ModelSerializer):
    class Meta:
        model = LeavingStage
        fields = ("ref", "stage", "judged_on", "recorded_at")


class StepIn(KeyIn):
    kind = serializers.ChoiceField(choices=Step.Kind.choices)
    came_on = serializers.DateField(validators=[has_come])
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    decision_reference = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default=""
    )


class StageIn(KeyIn):
    stage = serializers.ChoiceField(choices=LeavingStage.Stage.choices)
    judged_on = serializers.DateField(validators=[has_come])


class PauseIn(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)
    next_on = serializers.DateField(validators=[is_coming])


class ResumeIn(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    next_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_coming]
    )


class ReopenCaseIn(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)
    responsible = serializers.UUIDField(required=False, allow_null=True, default=None)
    rhythm_days = serializers.IntegerField(min_value=1, max_value=90, required=False, default=7)
    next_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_coming]
    )
