"""What a follow-up is about, and how that is called in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.scoping import Actor
from groups.models import Person
from offers.models import Case, FollowUp, Intake, Offer
from offers.querysets import FollowUpQuerySet


@dataclass(frozen=True)
class Due:
    """One follow-up as a line in a list: on whom, where to read more, where to log."""

    follow_up: FollowUp
    what: str
    url: str
    for_whom: str = ""  # the absent colleague whose follow-up it is

    @property
    def due_on(self) -> date:
        return self.follow_up.due_on

    def log_url(self, back: str = "") -> str:
        return with_way_back(self.follow_up.get_absolute_url(), back)

    def undo_url(self, back: str = "") -> str:
        return with_way_back(reverse("offers:followup_undo", args=[self.follow_up.ref]), back)

    @property
    def tag(self) -> dict[str, str] | None:
        """Whose it is when a colleague is away; that the case is paused."""
        if self.for_whom:
            label = pgettext("follow-up", "for %(name)s") % {"name": self.for_whom}
            return {"label": label, "kind": "info"}
        if isinstance(self.thing, Case) and self.thing.is_paused:
            return {"label": pgettext("case", "Paused"), "kind": "neutral"}
        return None

    @property
    def thing(self) -> Offer | Intake | Case | None:
        return thing_of(self.follow_up)

    def as_row(self, back: str = "") -> dict[str, Any]:
        """The line as the work list takes it."""
        return {
            "verb": _("Follow up"),
            "what": self.what,
            "url": self.url,
            "tag": self.tag,
            "due": self.due_on,
            "mark": {"kind": "own"},
            "action": {"label": _("Log"), "url": self.log_url(back)},
        }


def with_way_back(url: str, back: str) -> str:
    """An address that remembers the list it was reached from."""
    return f"{url}?{urlencode({'next': back})}" if back else url


def thing_of(follow_up: FollowUp) -> Offer | Intake | Case | None:
    """What the follow-up is about, when the reader may see it."""
    return follow_up.case or follow_up.intake or follow_up.offer


def as_due(follow_up: FollowUp, reader: int = 0) -> Due:
    """A follow-up whose offer, intake and case were fetched with it.

    To a `reader` who is not the one responsible it says for whom.
    """
    thing = thing_of(follow_up)
    other = reader not in (0, follow_up.responsible_id)
    for_whom = follow_up.responsible.name if other else ""
    return Due(follow_up, name_of(thing), thing.get_absolute_url() if thing else "", for_whom)


def name_of(thing: Offer | Intake | Case | None) -> str:
    """What a thing is called in a list, as far as the reader may know."""
    match thing:
        case Offer(person=Person() as person):
            return person.code_name
        case Case() | Intake():
            return f"{thing.called} ({thing.number})" if thing.called else thing.number
    return _("Someone who is no longer shared with you")


def case_name(actor: Actor, case: Case) -> str:
    """A case's name to one who may only have been given it: the number is the owner's alone."""
    return name_of(case) if case.scope_id == actor.scope else case.called or _("Exit case")


def with_things(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    return rows.select_related("offer__person", "intake", "case", "responsible", "follows")
