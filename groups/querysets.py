"""How the map is read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, IntegerField, Q, TextField, Value

from agencies.scoping import ScopedQuerySet
from groups import policies
from gvi.core.folding import fold

if TYPE_CHECKING:
    from groups.models import Person, StreetGroup


def holding_on(day: date) -> Q:
    """Begun by a day, or nobody knows when, and not over."""
    begun = Q(since__isnull=True) | Q(since__lte=day)
    return begun & (Q(until__isnull=True) | Q(until__gte=day))


class StreetGroupQuerySet(ScopedQuerySet):
    rule = policies.STREET_GROUP


class GroupTieQuerySet(ScopedQuerySet):
    rule = policies.GROUP_TIE

    def joining(self, group: StreetGroup) -> Self:
        """Ties that join this group to another."""
        joined = self.filter(Q(group_a=group) | Q(group_b=group))
        return joined.select_related("group_a", "group_b")

    def conflicts_on(self, day: date) -> Self:
        """Ties of conflict open on a day."""
        return self.filter(kind="conflict", since__lte=day).filter(
            Q(until__isnull=True) | Q(until__gte=day)
        )


class IncidentQuerySet(ScopedQuerySet):
    rule = policies.INCIDENT

    def confirmed(self) -> Self:
        return self.filter(confirmation="confirmed")

    def between(self, first: date, last: date) -> Self:
        """Both days included."""
        return self.filter(occurred_on__gte=first, occurred_on__lte=last)


class IncidentDetailQuerySet(ScopedQuerySet):
    rule = policies.INCIDENT_DETAIL


class PersonQuerySet(ScopedQuerySet):
    rule = policies.PERSON

    def mapped(self) -> Self:
        """People on the map: confirmed by a second officer, not resting, not removed."""
        return self.filter(state="mapped")

    def called(self, words: str, limit: int) -> Self:
        """The first few found by name among those the acting actor may find by that name.

        Search and visibility are one function in the database: the names themselves never come
        out, and no index is lost to the wall (`groups/migrations/0007_search_keys.py`).
        """
        wanted = Value(fold(words).split(), ArrayField(TextField()))
        return self.filter(IsAmong(F("id"), FindPeople(wanted, Value(limit))))


class FindPeople(Func):
    function = "wall.find_people"
    output_field = ArrayField(IntegerField())


class IsAmong(Func):
    """`column = any((select function(…))::int[])`: the function runs once for the statement."""

    template = "%(expressions)s)::int[])"
    arg_joiner = " = any((select "
    output_field = BooleanField()


class SearchKeyQuerySet(ScopedQuerySet):
    rule = policies.SEARCH_KEY


class IdentityQuerySet(ScopedQuerySet):
    rule = policies.IDENTITY


class AffiliationQuerySet(ScopedQuerySet):
    rule = policies.AFFILIATION

    def on(self, day: date) -> Self:
        """Affiliations that hold on a day."""
        return self.filter(holding_on(day))


class PersonTieQuerySet(ScopedQuerySet):
    rule = policies.PERSON_TIE

    def on(self, day: date) -> Self:
        """Ties that hold on a day."""
        return self.filter(holding_on(day))

    def joining(self, person: Person) -> Self:
        """Ties that join this person to another."""
        joined = self.filter(Q(person_a=person) | Q(person_b=person))
        return joined.select_related("person_a", "person_b")
