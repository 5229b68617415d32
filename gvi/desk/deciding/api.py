"""Decisions for other systems: the same draft, the same tries and the same verb as the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.actions import save_round, start_round
from agencies.api import DisclosureOut
from agencies.api import DisclosureViewSet as ReadingViewSet
from agencies.models import Consent, Disclosure, Receiver
from agencies.policies import require_decide
from agencies.scoping import Actor, Function
from agencies.seats import receivers_for
from gvi.core.refusals import Refused
from gvi.desk.deciding import actions
from gvi.desk.deciding.kinds import KINDS

LONGEST = 4000
WRITTEN = (
    "parts",
    "purpose",
    "ends_on",
    "balancing",
    "child_note",
    "conditions",
    "tell_onward",
    "committed_crime",
    "assessments",
)


class ReceiverIn(serializers.Serializer):
    agency = serializers.SlugField()
    function = serializers.ChoiceField(choices=Function)


class AssessmentIn(serializers.Serializer):
    part = serializers.CharField(max_length=30)
    provision = serializers.CharField(max_length=20)
    ground = serializers.CharField(max_length=20)
    reasoning = serializers.CharField(max_length=LONGEST)
    answers = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST), required=False, default=dict
    )


class DisclosureIn(serializers.Serializer):
    """A whole decision. `people` are references of the agency's own people on the map."""

    kind = serializers.ChoiceField(choices=sorted(KINDS), default="person")
    people = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)
    parts = serializers.ListField(child=serializers.CharField(max_length=30), allow_empty=False)
    receivers = ReceiverIn(many=True, allow_empty=False)
    assessments = AssessmentIn(many=True, allow_empty=False)
    purpose = serializers.CharField(max_length=200)
    need = serializers.CharField(max_length=LONGEST)
    ends_on = serializers.DateField()
    balancing = serializers.CharField(max_length=LONGEST, required=False, default="")
    child_note = serializers.CharField(max_length=LONGEST, required=False, default="")
    conditions = serializers.CharField(max_length=LONGEST, required=False, default="")
    tell_onward = serializers.BooleanField(required=False, default=False)
    committed_crime = serializers.BooleanField(required=False, default=False)
    consent = serializers.UUIDField(required=False, allow_null=True, default=None)


class DisclosureViewSet(ReadingViewSet):
    """Decisions given and received; a new one is decided at once."""

    @extend_schema(request=DisclosureIn, responses={201: DisclosureOut})
    def create(self, request: Request) -> Response:
        wanted = DisclosureIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        made = self.decided(request.actor, wanted.validated_data)
        row = self.get_queryset().get(pk=made.pk)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    def decided(self, actor: Actor, said: dict[str, Any]) -> Disclosure:
        """As the page does it: a draft, what was written in it, and the decision."""
        require_decide(actor)
        values = {name: said[name] for name in WRITTEN}
        if said["consent"]:
            values["consent"] = get_object_or_404(
                Consent.objects.visible_to(actor), ref=said["consent"]
            )
        begun = start_round(
            actor=actor,
            about=said["people"],
            kind=said["kind"],
            receivers=chosen(receivers_for(actor), said["receivers"]),
            **values,
        )
        lines = {about: {"need": said["need"]} for about in said["people"]}
        begun = save_round(actor=actor, round=begun, lines=lines)
        return actions.decide(actor=actor, round=begun)


def chosen(possible: QuerySet[Receiver], named: Sequence[dict[str, str]]) -> list[int]:
    """The functions that were named, as far as somebody holds them today."""
    known = {(each.participation.agency.slug, each.function): each.pk for each in possible}
    found = [known.get((each["agency"], each["function"])) for each in named]
    if None in found:
        raise Refused(_("Nobody holds one of the chosen functions today."), field="receivers")
    return [pk for pk in found if pk is not None]
