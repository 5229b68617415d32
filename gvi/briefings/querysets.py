"""How briefings are read."""

from typing import Self

from agencies.scoping import ScopedQuerySet
from gvi.briefings import policies


class FiguresQuerySet(ScopedQuerySet):
    rule = policies.FIGURES


class ReleaseQuerySet(ScopedQuerySet):
    rule = policies.RELEASE


class IssueQuerySet(ScopedQuerySet):
    rule = policies.ISSUE

    def issued(self) -> Self:
        return self.filter(state="issued")
