"""What a round can ask, whom, and the closed words of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from agencies.scoping import Actor, Function
from offers.actions.transfers import TAKEOVER, TAKES_OVER

SUPERVISED, THREAT = "supervised", "threat"


@dataclass(frozen=True)
class Question:
    """What is asked about each row, in which kinds of agency, and the words there are.

    About people on the map socialtjänst and exit service are never asked: they say that they have
    the list, no more. With `functions`, those alone answer, inside their own ring.
    """

    label: str | Promise
    asked: frozenset[str]  # kinds of agency; the others only confirm that they have it
    words: tuple[tuple[str, str | Promise], ...]
    kind: str = "person"
    functions: frozenset[str] = frozenset()

    @property
    def has_details(self) -> bool:
        """Whether an officer and a day can be told with the answer."""
        return any(word == SUPERVISED for word, _label in self.words)

    def is_for(self, actor: Actor) -> bool:
        """Whether it is the actor's to answer."""
        is_mine = not self.functions or actor.has(self.functions)
        return actor.agency_kind in self.asked and is_mine


QUESTIONS = {
    "supervision": Question(
        label=_("Is the person under supervision, with which officer, until when?"),
        asked=frozenset({Agency.Kind.PROBATION}),
        words=(
            (SUPERVISED, _("Under supervision")),
            ("not_supervised", _("Not under supervision")),
            ("no_answer", pgettext_lazy("answer to a round", "Cannot answer")),
        ),
    ),
    THREAT: Question(
        label=_("Is any threat against the person known?"),
        asked=frozenset({Agency.Kind.POLICE}),
        functions=frozenset({Function.POLICE_EXIT}),
        kind="threat_check",
        words=(
            ("threat_none", _("No known threat")),
            ("threat_latent", _("Latent threat")),
            ("threat_concrete", _("Concrete threat")),
            ("threat_acute", _("Acute threat")),
        ),
    ),
    TAKEOVER: Question(
        label=_("Do you take over the case?"),
        asked=frozenset({Agency.Kind.EXIT_SERVICE, Agency.Kind.MUNICIPALITY}),
        functions=frozenset({Function.EXIT}),
        kind="case",
        words=(
            (TAKES_OVER, _("Takes over")),
            ("cannot_take_over", _("Cannot take over")),
        ),
    ),
}


def name_in(frozen: Mapping[str, str]) -> str:
    """What a copy calls the one it is about."""
    return frozen.get("called") or frozen.get("code_name", "")


def word_for(question: str, answer: str) -> str:
    """A closed answer in words."""
    return str(dict(QUESTIONS[question].words).get(answer, answer))
