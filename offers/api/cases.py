"""Exit cases for other systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from agencies.models import User
from offers import actions, policies, reminders
from offers.actions.disclosing import with_telling
from offers.api.incoming import KeyIn, seen, taken
from offers.api.journeys import (
    PauseIn,
    ReopenCaseIn,
    ResumeIn,
    StageIn,
    StageOut,
    StepIn,
    StepOut,
)
from offers.api.plans import PlanVerbs
from offers.api.refusing import answers
from offers.days import has_come, is_coming, is_within_reach
from offers.models import Case, Intake, LeavingStage, Offer, Step

TOLD = ("ref", "agency", "called", "opened_on")  # to whoever a case was given to
STATUSES = ("police_status", "social_status")  # where the copy says them


class CaseOut(serializers.ModelSerializer):
    """Those given a case on consent learn how it stands, and nothing of the work in it."""

    number = serializers.CharField(read_only=True, allow_null=True)
    setting = serializers.ChoiceField(choices=Case.Setting.choices, read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True, allow_null=True)
    updated_at = serializers.DateTimeField(read_only=True, allow_null=True)
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    responsible = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Case
        extra_kwargs = {
            name: {"allow_null": True} for name in (*STATUSES, "closed_on", "ending", "rhythm_days")
        }
        fields = (
            "ref",
            "agency",
            "number",
            "called",
            "setting",
            "police_status",
            "social_status",
            "opened_on",
            "paused_on",
            "closed_on",
            "ending",
            "reason",
            "aftercare_until",
            "rhythm_days",
            "responsible",
            "updated_at",
        )

    def to_representation(self, instance: Case) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        request = self.context.get("request")  # none in the answer to a verb: only one's own
        if request is not None and instance.scope_id != request.actor.scope:
            told = TOLD + STATUSES if instance.tells_statuses else TOLD
            shown |= dict.fromkeys(set(shown) - {*told, "steps", "stages"})
        return shown


class CaseDetailOut(CaseOut):
    """A case with its steps and how far the person has come, the latest first."""

    steps = serializers.SerializerMethodField()
    stages = serializers.SerializerMethodField()

    class Meta(CaseOut.Meta):
        fields = (*CaseOut.Meta.fields, "steps", "stages")

    @extend_schema_field(StepOut(many=True))
    def get_steps(self, case: Case) -> Any:
        rows = Step.objects.visible_to(self.context["request"].actor).filter(case=case)
        return StepOut(rows, many=True).data

    @extend_schema_field(StageOut(many=True))
    def get_stages(self, case: Case) -> Any:
        rows = LeavingStage.objects.visible_to(self.context["request"].actor).filter(case=case)
        return StageOut(rows, many=True).data


class CaseIn(KeyIn):
    called = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    setting = serializers.ChoiceField(
        choices=Case.Setting.choices, required=False, default=Case.Setting.CRIMINAL
    )
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
    confirmed = serializers.BooleanField(required=False, default=False)


class ChangeCaseIn(serializers.Serializer):
    called = serializers.CharField(max_length=60, allow_blank=True)
    police_status = serializers.ChoiceField(choices=Case.PoliceStatus.choices)
    social_status = serializers.ChoiceField(choices=Case.SocialStatus.choices)
    rhythm_days = serializers.IntegerField(min_value=1, max_value=90)
    responsible = serializers.UUIDField()
    setting = serializers.ChoiceField(
        choices=Case.Setting.choices, required=False, allow_blank=True, default=""
    )
    confirmed = serializers.BooleanField(
        required=False,
        default=False,
        help_text="The police have opened their case, though something they ask for is missing.",
    )


class CloseCaseIn(serializers.Serializer):
    ending = serializers.ChoiceField(choices=Case.Ending.choices)
    closed_on = serializers.DateField(validators=[has_come])
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    evaluation = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, default=""
    )
    next_on = serializers.DateField(validators=[is_coming])
    rhythm_days = serializers.IntegerField(
        min_value=1, max_value=90, required=False, default=reminders.AFTER_CARE.days
    )
    aftercare_until = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_within_reach]
    )

    def validate_ending(self, value: str) -> str:
        if value == Case.Ending.TAKEN_OVER:
            raise serializers.ValidationError(
                _("A case is taken over when another exit service has said yes to it.")
            )
        return value


@extend_schema_view(
    create=extend_schema(request=CaseIn, responses=answers(CaseOut, 201)),
    retrieve=extend_schema(responses=CaseDetailOut),
)
class CaseViewSet(PlanVerbs, AddingViewSet):
    """Exit cases: the exit side's own, and those given on consent."""

    model = Case
    serializer_class = CaseOut
    input_class = CaseIn
    related = ("scope__agency", "responsible")

    def get_queryset(self) -> QuerySet[Case]:
        return with_telling(self.request.actor, super().get_queryset())

    def add(self, **values: Any) -> Case:
        actor = self.request.actor
        policies.require_exit_side(actor)
        offers = Offer.objects.visible_to(actor).select_related("person")
        values["intake"] = seen(Intake.objects.visible_to(actor), values["intake"])
        values["offer"] = seen(offers, values["offer"])
        values["responsible"] = self.colleague(values["responsible"])
        return actions.open_case(actor=actor, **values)

    def get_serializer_class(self) -> type[CaseOut]:
        return CaseDetailOut if self.action == "retrieve" else CaseOut

    @extend_schema(request=ChangeCaseIn, responses=answers(CaseOut))
    @action(detail=True, methods=["post"])
    def change(self, request: Request, ref: UUID) -> Response:
        case, values = self.own(), taken(ChangeCaseIn, request)
        values["responsible"] = seen(reminders.colleagues(request.actor), values["responsible"])
        return Response(CaseOut(actions.change_case(actor=request.actor, case=case, **values)).data)

    @extend_schema(request=StepIn, responses=answers(StepOut))
    @action(detail=True, methods=["post"])
    def step(self, request: Request, ref: UUID) -> Response:
        """Record that the case came to a step. 409 says what is missing before it."""
        case = self.own()
        row = actions.record_step(actor=request.actor, case=case, **taken(StepIn, request))
        return Response(StepOut(row).data)

    @extend_schema(request=StageIn, responses=answers(StageOut))
    @action(detail=True, methods=["post"])
    def stage(self, request: Request, ref: UUID) -> Response:
        """Judge how far the person has come in leaving, on a day."""
        case = self.own()
        row = actions.judge_stage(actor=request.actor, case=case, **taken(StageIn, request))
        return Response(StageOut(row).data)

    @extend_schema(request=PauseIn, responses=answers(CaseOut))
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, ref: UUID) -> Response:
        """Let the case rest, at most 90 days until somebody looks in."""
        case = self.own()
        row = actions.pause_case(actor=request.actor, case=case, **taken(PauseIn, request))
        return Response(CaseOut(row).data)

    @extend_schema(request=ResumeIn, responses=answers(CaseOut))
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, ref: UUID) -> Response:
        case = self.own()
        row = actions.resume_case(actor=request.actor, case=case, **taken(ResumeIn, request))
        return Response(CaseOut(row).data)

    @extend_schema(request=ReopenCaseIn, responses=answers(CaseOut))
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, ref: UUID) -> Response:
        case, values = self.own(), taken(ReopenCaseIn, request)
        values["responsible"] = self.colleague(values["responsible"])
        row = actions.reopen_case(actor=request.actor, case=case, **values)
        return Response(CaseOut(row).data)

    @extend_schema(request=CloseCaseIn, responses=answers(CaseOut))
    @action(detail=True, methods=["post"])
    def close(self, request: Request, ref: UUID) -> Response:
        case = self.own()
        row = actions.close_case(actor=request.actor, case=case, **taken(CloseCaseIn, request))
        return Response(CaseOut(row).data)

    def colleague(self, ref: UUID | None) -> User:
        """Who is named; oneself when nobody is."""
        wanted = {"ref": ref} if ref else {"pk": self.request.actor.user_id}
        return get_object_or_404(reminders.colleagues(self.request.actor), **wanted)

    def own(self) -> Case:
        """A case seen is not a case to change: only the exit group that holds it may."""
        case = self.get_object()
        policies.require_exit_side(self.request.actor)
        return get_object_or_404(
            Case.objects.visible_to(self.request.actor).writable_by(self.request.actor), pk=case.pk
        )
