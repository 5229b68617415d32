"""How briefings are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from agencies.scoping import Actor, ScopedQuerySet
from gvi.briefings import policies
from gvi.core.week import Week

if TYPE_CHECKING:
    from gvi.briefings.models import AgencyFigures, Issue

WEEKS = 1  # the advisory lock's second key: a participation's figures of a week


class FiguresQuerySet(ScopedQuerySet):
    rule = policies.FIGURES

    def of(self, week: Week) -> Self:
        return self.filter(monday=week.monday)

    def take(self, actor: Actor, week: Week) -> AgencyFigures:
        """The actor's own row of the week, or a new one; others wait until this is over.

        System and staff write to one row: without the lock one would make it twice, or drop
        what the other had just said.
        """
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [actor.scope, WEEKS])
        found: AgencyFigures | None = self.writable_by(actor).of(week).first()
        return found or self.model(scope_id=actor.scope, monday=week.monday)


class ReleaseQuerySet(ScopedQuerySet):
    rule = policies.RELEASE

    def known_in(self, week: Week) -> Self:
        """The last release of each agency when the briefing on a week was to come out."""
        known = self.filter(released_on__lte=week.next.sunday, month__lte=week.sunday)
        return known.order_by("scope_id", "-month").distinct("scope_id")


class IssueQuerySet(ScopedQuerySet):
    rule = policies.ISSUE

    def due(self) -> Self:
        return self.filter(state="due")

    def issued(self) -> Self:
        return self.filter(state="issued")

    def open_to(self, actor: Actor) -> Self:
        """What is issued; whoever writes the narrative also reads what is due."""
        if policies.may_narrate(actor):
            return self.filter(Q(state="issued") | Q(scope_id=actor.scope))
        return self.issued()

    def matching(self, *, audience: str, year: int | None) -> Self:
        """What the archive's filter asks for."""
        found = self.filter(audience=audience) if audience else self
        return found.filter(monday__year=year) if year else found

    def versions_of(self, issue: Issue) -> Self:
        """Every version of the same week for the same audience, the newest first."""
        same = self.filter(scope_id=issue.scope_id, monday=issue.monday, audience=issue.audience)
        return same.defer("pdf", "content").order_by("-version")

    def listed(self) -> Self:
        """As rows of the archive: without the file, and saying whether a later version is out."""
        later = self.model._default_manager.filter(
            scope_id=OuterRef("scope_id"),
            monday=OuterRef("monday"),
            audience=OuterRef("audience"),
            version__gt=OuterRef("version"),
            state="issued",
        )
        return self.defer("pdf", "content").annotate(is_replaced=Exists(later))
