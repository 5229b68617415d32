"""Coordination meetings of a case, for other systems."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.api import AddingViewSet
from agencies.models import Receiver
from agencies.scoping import Actor, Function
from agencies.seats import receivers_for
from gvi.core.refusals import Refused
from offers import actions, brought, policies
from offers.actions.meetings import version_of
from offers.api.carrying import in_words
from offers.api.incoming import KeyIn, seen, taken
from offers.days import has_come
from offers.models import Case, Meeting


class TookPart(serializers.Serializer):
    """One function of one agency."""

    agency = serializers.SlugField(source="participation.agency.slug")
    function = serializers.ChoiceField(choices=Function.choices)


class MeetingOut(serializers.ModelSerializer):
    case = serializers.SlugRelatedField("ref", read_only=True)
    receivers = TookPart(source="functions", many=True, read_only=True)
    papers = serializers.SerializerMethodField()
    version = serializers.SerializerMethodField()

    class Meta:
        model = Meeting
        fields = ("ref", "case", "held_on", "receivers", "agreed", "papers", "version")

    def get_version(self, meeting: Meeting) -> str:
        """Sent back with a change, so that nobody writes over a colleague's in silence."""
        return version_of(meeting)

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_papers(self, meeting: Any) -> list[str]:
        """The decisions that were on the table, as far as they can be read today."""
        return [str(each.ref) for each in meeting.read]


class HeldMeetingIn(serializers.Serializer):
    """What is said of a meeting, when it is recorded and when it is set right."""

    held_on = serializers.DateField(validators=[has_come])
    receivers = TookPart(many=True, allow_empty=False)
    agreed = serializers.CharField(max_length=4000)
    papers = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


class ChangeMeetingIn(HeldMeetingIn):
    version = serializers.CharField(max_length=16)


class MeetingIn(KeyIn, HeldMeetingIn):
    case = serializers.UUIDField()


@extend_schema_view(create=extend_schema(request=MeetingIn, responses={201: MeetingOut}))
class MeetingViewSet(AddingViewSet):
    """Coordination meetings of the exit group's cases."""

    model = Meeting
    serializer_class = MeetingOut
    input_class = MeetingIn
    related = ("case",)

    def paginate_queryset(self, queryset: QuerySet) -> Any:
        page = super().paginate_queryset(queryset)
        brought.lay_out(self.request.actor, page)
        return page

    def get_object(self) -> Meeting:
        return self.laid_out(super().get_object())

    def add(self, **values: Any) -> Meeting:
        actor = self.request.actor
        policies.require_exit_side(actor)
        case = seen(Case.objects.visible_to(actor).writable_by(actor), values.pop("case"))
        found = self.resolved(case, values)
        return self.laid_out(actions.record_meeting(actor=actor, case=case, **found))

    @extend_schema(request=ChangeMeetingIn, responses={200: MeetingOut, 409: OpenApiResponse()})
    @action(detail=True, methods=["post"])
    def change(self, request: Request, ref: UUID) -> Response:
        """Set a meeting right. 409 when a colleague has saved something since `version`."""
        meeting = self.get_object()
        found = self.resolved(meeting.case, taken(ChangeMeetingIn, request), meeting.papers)
        row = in_words(
            lambda: actions.change_meeting(actor=request.actor, meeting=meeting, **found)
        )
        return Response(MeetingOut(self.laid_out(row)).data)

    def resolved(
        self, case: Case, values: dict[str, Any], chosen: Collection[UUID] = ()
    ) -> dict[str, Any]:
        """The functions and decisions that were named, as far as the actor may name them."""
        actor = self.request.actor
        open_to = brought.to_choose(actor, case, chosen)
        return values | {
            "papers": [seen(open_to, ref) for ref in values["papers"]],
            "receivers": [named(actor, each) for each in values["receivers"]],
        }

    def laid_out(self, row: Meeting) -> Meeting:
        brought.lay_out(self.request.actor, [row])
        return row


def named(actor: Actor, said: dict[str, Any]) -> Receiver:
    """A function that somebody holds today."""
    slug = said["participation"]["agency"]["slug"]
    possible = receivers_for(actor).filter(function=said["function"])
    found: Receiver | None = possible.filter(participation__agency__slug=slug).first()
    if found is None:
        raise Refused(_("Nobody holds one of the chosen functions today."), field="receivers")
    return found
