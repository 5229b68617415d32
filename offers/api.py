"""Offers and the exit side for other systems: the same doors and the same verbs as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet, VisibleViewSet
from agencies.models import User
from callins.models import Callin, Notification
from groups.models import Person
from offers import actions, policies, reminders
from offers.forms import has_been, has_come, is_coming
from offers.models import Case, FollowUp, Intake, Measure, Offer, OfferAnswer


def taken(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What the caller sent, checked."""
    wanted = serializer(data=request.data)
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)


def seen(rows: QuerySet, ref: UUID | None) -> Any:
    """The row behind a reference; what the actor may not see was never there."""
    return get_object_or_404(rows, ref=ref) if ref else None


class KeyIn(serializers.Serializer):
    """A key of the caller's own: sending the same twice makes one row."""

    key = serializers.UUIDField(required=False, allow_null=True, default=None)


class OfferOut(serializers.ModelSerializer):
    agency = serializers.SlugRelatedField("slug", source="scope.agency", read_only=True)
    person = serializers.SlugRelatedField("ref", read_only=True)
    callin = serializers.SlugRelatedField("ref", read_only=True)
    notification = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = Offer
        fields = (
            "ref",
            "agency",
            "person",
            "occasion",
            "is_joint",
            "callin",
            "notification",
            "made_on",
        )


class OfferIn(KeyIn):
    person = serializers.UUIDField()
    occasion = serializers.ChoiceField(choices=Offer.Occasion.choices)
    made_on = serializers.DateField(validators=[has_come])
    callin = serializers.UUIDField(required=False, allow_null=True, default=None)
    notification = serializers.UUIDField(required=False, allow_null=True, default=None)


class AnswerIn(KeyIn):
    answer = serializers.ChoiceField(choices=OfferAnswer.Answer.choices)
    channel = serializers.ChoiceField(choices=OfferAnswer.Channel.choices)
    answered_on = serializers.DateField(validators=[has_come])
    offer_again_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_coming]
    )


class AnswerOut(serializers.ModelSerializer):
    offer = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = OfferAnswer
        fields = ("ref", "offer", "answer", "channel", "answered_on", "offer_again_on")


class FollowUpOut(serializers.ModelSerializer):
    offer = serializers.SlugRelatedField("ref", read_only=True)
    intake = serializers.SlugRelatedField("ref", read_only=True)
    case = serializers.SlugRelatedField("ref", read_only=True)

    class Meta:
        model = FollowUp
        fields = (
            "ref",
            "offer",
            "intake",
            "case",
            "due_on",
            "done_at",
            "outcome",
            "channel",
            "note",
        )


@extend_schema_view(create=extend_schema(request=OfferIn, responses={201: OfferOut}))
class OfferViewSet(AddingViewSet):
    """Offers of help the actor sees. How they were answered is the exit side's alone."""

    model = Offer
    serializer_class = OfferOut
    input_class = OfferIn
    related = ("scope__agency", "person", "callin", "notification")

    def add(self, **values: Any) -> Offer:
        actor = self.request.actor
        policies.require_offering(actor)
        values["person"] = seen(Person.objects.visible_to(actor), values["person"])
        values["callin"] = seen(Callin.objects.visible_to(actor), values["callin"])
        talks = Notification.objects.visible_to(actor).filter(person=values["person"])
        values["notification"] = seen(talks, values["notification"])
        return actions.make_offer(actor=actor, **values)

    @extend_schema(request=AnswerIn, responses=AnswerOut)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, ref: UUID) -> Response:
        offer = self.get_object()
        row = actions.record_answer(actor=request.actor, offer=offer, **taken(AnswerIn, request))
        return Response(AnswerOut(row).data)

    @extend_schema(request=None, responses=FollowUpOut)
    @action(detail=True, methods=["post"])
    def follow_up(self, request: Request, ref: UUID) -> Response:
        """Begin follow-ups of the actor's own agency on this offer."""
        row = actions.start_following_up(actor=request.actor, offer=self.get_object())
        return Response(FollowUpOut(row).data)


class IntakeOut(serializers.ModelSerializer):
    class Meta:
        model = Intake
        fields = (
            "ref",
            "number",
            "source",
            "called",
            "contact_way",
            "note",
            "first_contact_at",
            "first_meeting_at",
            "state",
        )


class IntakeIn(KeyIn):
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=Intake.Source.choices
    )
    first_contact_at = serializers.DateTimeField(
        required=False, default=timezone.now, validators=[has_been]
    )
    called = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    contact_way = serializers.CharField(
        max_length=100, required=False, allow_blank=True, default=""
    )
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class MetIn(KeyIn):
    met_at = serializers.DateTimeField(required=False, default=timezone.now, validators=[has_been])


@extend_schema_view(create=extend_schema(request=IntakeIn, responses={201: IntakeOut}))
class IntakeViewSet(AddingViewSet):
    """First contacts with the exit side."""

    model = Intake
    serializer_class = IntakeOut
    input_class = IntakeIn

    def add(self, **values: Any) -> Intake:
        me = User.objects.get(pk=self.request.actor.user_id)
        return actions.take_intake(actor=self.request.actor, responsible=me, **values)

    @extend_schema(request=MetIn, responses=IntakeOut)
    @action(detail=True, methods=["post"])
    def met(self, request: Request, ref: UUID) -> Response:
        row = actions.record_first_meeting(
            actor=request.actor, intake=self.get_object(), **taken(MetIn, request)
        )
        return Response(IntakeOut(row).data)

    @extend_schema(request=None, responses=IntakeOut)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, ref: UUID) -> Response:
        row = actions.close_intake(actor=request.actor, intake=self.get_object())
        return Response(IntakeOut(row).data)


class CaseOut(serializers.ModelSerializer):
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
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)


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


class LogIn(KeyIn):
    outcome = serializers.ChoiceField(choices=FollowUp.Outcome.choices)
    channel = serializers.ChoiceField(
        choices=FollowUp.Channel.choices, required=False, allow_blank=True, default=""
    )
    note = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    next_on = serializers.DateField(
        required=False, allow_null=True, default=None, validators=[is_coming]
    )


class NoteIn(serializers.Serializer):
    note = serializers.CharField(max_length=4000)


class FollowUpViewSet(VisibleViewSet):
    """Follow-ups of the actor's own agency, waiting and logged."""

    model = FollowUp
    serializer_class = FollowUpOut
    related = ("offer", "intake", "case")

    @extend_schema(request=LogIn, responses=FollowUpOut)
    @action(detail=True, methods=["post"])
    def log(self, request: Request, ref: UUID) -> Response:
        return self.answer(
            actions.log_follow_up(
                actor=request.actor, follow_up=self.get_object(), **taken(LogIn, request)
            )
        )

    @extend_schema(request=None, responses=FollowUpOut)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, ref: UUID) -> Response:
        return self.answer(actions.undo_follow_up(actor=request.actor, follow_up=self.get_object()))

    @extend_schema(request=NoteIn, responses=FollowUpOut)
    @action(detail=True, methods=["post"])
    def note(self, request: Request, ref: UUID) -> Response:
        return self.answer(
            actions.add_note(
                actor=request.actor, follow_up=self.get_object(), **taken(NoteIn, request)
            )
        )

    def answer(self, row: FollowUp) -> Response:
        return Response(FollowUpOut(row).data)
