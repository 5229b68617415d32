"""What the cast has asked, refused and given urgently: round the decisions of North."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from agencies.actions import (
    answer_request,
    approve_template,
    ask,
    make_template,
    start_round,
    withdraw,
)
from agencies.actors import acting
from agencies.models import Participation
from groups.models import Person
from gvi.desk.giving.actions import disclose_urgently

if TYPE_CHECKING:
    from tests.cast import Cast


def build(cast: Cast, today: date) -> None:
    _requests(cast, today)
    _closed(cast)
    _urgent(cast)
    _drafts(cast)


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


def _closed(cast: Cast) -> None:
    """What frivården got and is done with: it lies in its closed archive."""
    with acting(cast.actor("kommun")) as kommun:
        given = disclose_urgently(
            actor=kommun,
            people=[],
            receivers=[cast.receiver("frivard")],
            ground=cast.ground(),
            words="Någon kommer inte till mötet.",
        )
        withdraw(actor=kommun, disclosure=given, reason="Det stämde inte.")


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


def _drafts(cast: Cast) -> None:
    """The police have a template of their own, and a decision in the making about one person."""
    said = dict.fromkeys(cast.ground().asks, "Ingen.")
    with acting(cast.actor("polis2")) as second:
        template = make_template(
            actor=second,
            name="Kartläggning",
            parts=["code_name"],
            receivers=[cast.receiver("avhopp").pk],
            purpose="Kartläggning",
            need="Ska erbjudas hjälp.",
            child_note="Vägt.",
            assessments=[
                {
                    "part": "code_name",
                    "provision": provision,
                    "ground": "MENPROV",
                    "reasoning": "Kanarieskäl",
                    "answers": said,
                }
                for provision in ("18:1", "35:1")
            ],
        )
    with acting(cast.actor("polis")) as polis:
        approve_template(actor=polis, template=template, lawyer="Jurist Juristsson")
        about = [Person.objects.visible_to(polis).get(code_name="Uggla").ref]
        start_round(actor=polis, about=about, template=template)
