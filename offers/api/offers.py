"""Offers of help for other systems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from callins.models import Callin, Notification
from groups.models import Person
from offers import actions, policies
from offers.api.followups import FollowUpOut
from offers.api.incoming import KeyIn, seen, taken
from offers.days import has_come, is_coming
from offers.models import Offer, OfferAnswer


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
