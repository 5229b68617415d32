"""Coordination meetings of a case, for other systems."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from agencies.api import AddingViewSet
from agencies.models import Receiver
from agencies.scoping import Actor, Function
from agencies.seats import receivers_for
from gvi.core.refusals import Refused
from offers import actions, papers, policies
from offers.api.incoming import KeyIn, seen
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

    class Meta:
        model = Meeting
        fields = ("ref", "case", "held_on", "receivers", "agreed", "papers")

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_papers(self, meeting: Any) -> list[str]:
        """The decisions that were on the table, as far as they can be read today."""
        return [str(each.ref) for each in meeting.read]


class MeetingIn(KeyIn):
    case = serializers.UUIDField()
    held_on = serializers.DateField(validators=[has_come])
    receivers = TookPart(many=True, allow_empty=False)
    agreed = serializers.CharField(max_length=4000)
    papers = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)


@extend_schema_view(create=extend_schema(request=MeetingIn, responses={201: MeetingOut}))
class MeetingViewSet(AddingViewSet):
    """Coordination meetings of the exit group's cases."""

    model = Meeting
    serializer_class = MeetingOut
    input_class = MeetingIn
    related = ("case",)

    def paginate_queryset(self, queryset: QuerySet) -> Any:
        page = super().paginate_queryset(queryset)
        papers.lay_out(self.request.actor, page)
        return page

    def get_object(self) -> Meeting:
        row: Meeting = super().get_object()
        papers.lay_out(self.request.actor, [row])
        return row

    def add(self, **values: Any) -> Meeting:
        actor = self.request.actor
        policies.require_exit_side(actor)
        cases = Case.objects.visible_to(actor).writable_by(actor)
        case = values["case"] = seen(cases, values["case"])
        open_to = papers.to_choose(actor, case)
        values["papers"] = [seen(open_to, ref) for ref in values["papers"]]
        values["receivers"] = [named(actor, each) for each in values["receivers"]]
        row = actions.record_meeting(actor=actor, **values)
        papers.lay_out(actor, [row])
        return row


def named(actor: Actor, said: dict[str, Any]) -> Receiver:
    """A function that somebody holds today."""
    slug = said["participation"]["agency"]["slug"]
    possible = receivers_for(actor).filter(function=said["function"])
    found: Receiver | None = possible.filter(participation__agency__slug=slug).first()
    if found is None:
        raise Refused(_("Nobody holds one of the chosen functions today."), field="receivers")
    return found
