"""What the cast has asked, refused and given urgently: round the decisions of North."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from agencies.actions import answer_request, ask
from agencies.actors import acting
from agencies.models import Participation
from gvi.desk.giving.actions import disclose_urgently

if TYPE_CHECKING:
    from tests.cast import Cast


def build(cast: Cast, today: date) -> None:
    _requests(cast, today)
    _urgent(cast)


def _requests(cast: Cast, today: date) -> None:
    """Who decides on contact details; two requests that wait and one that was refused."""
    for name, slug in (("frivard2", "frivard-norr"), ("avhopp2", "avhopp-norr")):
        place = Participation.objects.using("owner").filter(agency__slug=slug)
        place.update(contact_decider=cast.user(name))
    wanted = {"purpose": "Planera samtal", "need": "Vi ska träffa personen.", "who": "Han i kön"}
    wanted |= {"parts": ["identity"], "answer_by": today + timedelta(days=7)}
    with acting(cast.actor("polis")) as polis:
        ask(actor=polis, receiver=cast.receiver("frivard"), kind="parts", **wanted)
        wanted["parts"] = ["phone"]
        ask(actor=polis, receiver=cast.receiver("avhopp"), kind="contact", **wanted)
    with acting(cast.actor("koordinator")) as koordinator:
        asked = ask(actor=koordinator, receiver=cast.receiver("kommun"), kind="parts", **wanted)
    with acting(cast.actor("kommun")) as kommun:
        answer_request(actor=kommun, request=asked, outcome="no", reason="Sekretess gäller.")


def _urgent(cast: Cast) -> None:
    """The exit group has said something at once; the reasons and the review are owed."""
    with acting(cast.actor("avhopp")) as avhopp:
        disclose_urgently(
            actor=avhopp,
            people=[],
            receivers=[cast.receiver("kommun")],
            ground=cast.ground(),
            words="Någon behöver sängplats i natt.",
        )
