"""What a round can ask, whom, and the closed words of the answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency

SUPERVISED = "supervised"


@dataclass(frozen=True)
class Question:
    """Socialtjänst and exit service are never asked: they say that they have the list, no more."""

    label: str | Promise
    asked: frozenset[str]  # kinds of agency; the others only confirm that they have it
    words: tuple[tuple[str, str | Promise], ...]


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
}


def word_for(question: str, answer: str) -> str:
    """A closed answer in words."""
    return str(dict(QUESTIONS[question].words).get(answer, answer))
