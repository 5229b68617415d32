"""A round that waits for frivården's answer, and the decision it is answered by."""

from datetime import timedelta

from django.utils import timezone

from agencies.actions import Decision, alike, approve_template, disclose, make_template
from agencies.actors import acting
from agencies.models import LegalGround, Receiver
from agencies.scoping import Function
from groups import actions as map_actions
from groups.models import Person
from gvi.desk.demo.tenants import actor


def receiver(slug: str, function: str) -> Receiver:
    """A function of one of Malmö's agencies."""
    return Receiver.objects.select_related("participation__agency").get(
        participation__partnership__slug="malmo",
        participation__agency__slug=slug,
        function=function,
    )


def write() -> None:
    answering()
    preparing()
    asking()


def preparing() -> None:
    """The police's template for such a round, written by one and approved by another."""
    needed, harmless = (LegalGround.objects.get(code=code) for code in ("15A-1", "MENPROV"))
    with acting(actor("polis2@malmo.example")) as second:
        template = make_template(
            actor=second,
            name="Omgång inför call-in",
            parts=["code_name"],
            receivers=[
                receiver("kriminalvarden-malmo", Function.CASEWORK).pk,
                receiver("malmo-kommunstyrelse", Function.COORDINATION).pk,
            ],
            question="supervision",
            purpose="Förberedelse av call-in",
            need="Den som står under övervakning kallas genom frivården.",
            balancing="Bara kodnamn och läge lämnas; nyttan väger tydligt tyngre.",
            child_note="Den som är eller kan vara under 18 år stryks ur omgången.",
            months=3,
            assessments=[
                {
                    "part": "code_name",
                    "provision": provision,
                    "ground": ground.code,
                    "reasoning": reasoning,
                    "answers": dict.fromkeys(ground.asks, reasoning),
                }
                for provision, ground, reasoning in (
                    ("18:1", harmless, "Att personen är kartlagd röjer inga metoder."),
                    ("35:1", needed, "Behövs för att kalla rätt personer till mötet."),
                )
            ],
        )
    with acting(actor("polis@malmo.example")) as decider:
        approve_template(actor=decider, template=template, lawyer="Jurist vid polisregion Syd")


def answering() -> None:
    """Frivården's own approved template: without it nobody there answers by a click."""
    harmless = LegalGround.objects.get(code="MENPROV")
    with acting(actor("frivard@malmo.example")) as frivard:
        template = make_template(
            actor=frivard,
            name="Svar om övervakning",
            kind="answer",
            parts=["answer"],
            receivers=[
                receiver("polis-malmo", Function.ANALYSIS).pk,
                receiver("polis-malmo", Function.DECISION).pk,
            ],
            question="supervision",
            purpose="Svar på polisens omgång",
            need="Polisen behöver veta vem som kan kallas genom frivården.",
            child_note="Ingen under 18 år står under övervakning hos frivården i Malmö.",
            assessments=[
                {
                    "part": "answer",
                    "provision": "35:15",
                    "ground": harmless.code,
                    "reasoning": "Att någon står under övervakning kan här inte antas ge men.",
                    "answers": dict.fromkeys(
                        harmless.asks, "Ingen: bara att och till när, inte för vad."
                    ),
                }
            ],
        )
    with acting(actor("frivard2@malmo.example")) as decider:
        approve_template(actor=decider, template=template, lawyer="Jurist vid regionkontoret")


def asking() -> None:
    """The police ask about a dozen people before the coming call-in."""
    with acting(actor("polis@malmo.example")) as polis:
        rows = Person.objects.writable_by(polis).mapped().order_by("code_name")
        people = list(rows[:12])
        receivers = [
            receiver("kriminalvarden-malmo", Function.CASEWORK),
            receiver("malmo-kommunstyrelse", Function.COORDINATION),
        ]
        decision = Decision(
            items=map_actions.items_of(people, ["code_name"]),
            receivers=receivers,
            purpose="Förberedelse av call-in",
            need="Den som står under övervakning kallas genom frivården.",
            ends_on=timezone.localdate() + timedelta(days=90),
            assessed=alike(
                polis,
                ["code_name"],
                LegalGround.objects.get(code="15A-1"),
                "Behövs för att kalla rätt personer; intresset av skydd väger inte tyngre.",
                operation=LegalGround.objects.get(code="MENPROV"),
            ),
            ages=map_actions.ages_of(people),
            question="supervision",
        )
        disclosure = disclose(actor=polis, decision=decision)
        map_actions.give_people(disclosure, people, receivers)
