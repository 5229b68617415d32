"""Those whom only exit cases need: the police's exit group, and a second exit service.

They are let into a database of a test's own; the cast itself does without them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from agencies import founding
from agencies.actions import approve_template, make_template
from agencies.actors import acting, actor_for
from agencies.models import Agency, Participation, Partnership, Receiver, User
from agencies.scoping import Actor, Function
from tests.cast import START, Cast

# Each name with an agency and functions there.
MORE = {
    "polisavhopp": ("polis-norr", [Function.POLICE_EXIT]),
    "polisregistrator": ("polis-norr", [Function.REGISTRY]),
    "granne": ("avhopp-norr", [Function.CASEWORK]),
    "vast": ("avhopp-vast", [Function.EXIT]),
    "vastchef": ("avhopp-vast", [Function.EXIT, Function.DECISION]),
}


def actor(name: str) -> Actor:
    """One of those above, acting."""
    return actor_for(User.objects.get(email=f"{name}@cast.example"))


def receiver(slug: str, function: str) -> Receiver:
    found = Receiver.objects.select_related("participation__agency")
    return found.get(participation__agency__slug=slug, function=function)


def let_in() -> None:
    """Post them, through the owner's connection."""
    founding.join(
        Partnership.objects.using("owner").get(slug="norr"),
        slug="avhopp-vast",
        name="Väststad avhoppargrupp",
        kind=Agency.Kind.EXIT_SERVICE,
        legal_home="social_board",
        from_on=START,
    )
    for name, (slug, functions) in MORE.items():
        founding.post(
            founding.hire(email=f"{name}@cast.example", name=name.title(), password=None),
            Participation.objects.using("owner").get(agency__slug=slug),
            functions,
            approved_by=founding.founder(),
            from_on=date(2018, 1, 1),
            years=40,
        )


def can_answer(cast: Cast) -> None:
    """The decisions that the police and the other exit service answer by, each approved."""
    back = receiver("avhopp-norr", Function.EXIT)
    said = dict.fromkeys(cast.ground().asks, "Ingen.")

    def template(name: str, question: str, provisions: list[str]) -> dict[str, Any]:
        return {
            "name": name,
            "kind": "answer",
            "parts": ["answer"],
            "receivers": [back.pk],
            "question": question,
            "purpose": name,
            "need": "Avhopparverksamheten behöver veta.",
            "child_note": "Bedömd.",
            "assessments": [
                {
                    "part": "answer",
                    "provision": provision,
                    "ground": "MENPROV",
                    "reasoning": "Ingen lider men.",
                    "answers": said,
                }
                for provision in provisions
            ],
        }

    with acting(cast.actor("polis2")) as polis2:
        values = template("Svar på hotbild", "threat", ["18:1", "35:1"])
        made = make_template(actor=polis2, **values)
    with acting(cast.actor("polis")) as polis:
        approve_template(actor=polis, template=made, lawyer="Jurist")
    with acting(actor("vast")) as vast:
        made = make_template(actor=vast, **template("Svar på överlämning", "takeover", ["26:1"]))
    with acting(actor("vastchef")) as chief:
        approve_template(actor=chief, template=made, lawyer="Jurist")
