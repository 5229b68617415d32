"""The police's template for mapping and exit, and a decision that is being prepared."""

from __future__ import annotations

from agencies.actions import approve_template, make_template, save_round
from agencies.actors import acting
from agencies.models import DisclosureTemplate, LegalGround, Receiver
from agencies.scoping import Actor, Function
from groups.models import Person
from gvi.desk.deciding.actions import begin
from gvi.desk.deciding.kinds import KINDS
from gvi.desk.demo.tenants import actor

PERSON = KINDS["person"]
PREPARED = ("Bofink", "Domherre", "Entita")
ANSWERS = {
    "18:1": (
        "MENPROV",
        "Kodnamn och läge säger inget om hur polisen arbetar eller vilka källor som finns.",
        {"who_could_be_harmed": "Ingen spaning eller utredning går att läsa ut av ett kodnamn."},
    ),
    "35:1": (
        "15A-1",
        "Samordningen och avhopparverksamheten behöver veta vilka som ska kallas och erbjudas"
        " hjälp, för att förhindra nya skjutningar.",
        {
            "need": "Att kunna kalla till call-in och erbjuda hjälp att lämna.",
            "balancing": "Bara kodnamn och läge lämnas, till två små kretsar. Skyddet för den"
            " enskilde väger inte tyngre.",
        },
    ),
}


def write() -> None:
    """One officer writes the template, another approves it and begins a draft."""
    with acting(actor("polis2@malmo.example")) as second:
        template = written(second)
    with acting(actor("polis@malmo.example")) as polis:
        approve_template(actor=polis, template=template, lawyer="Jurist i polisregion Syd")
        draft(polis)


def written(second: Actor) -> DisclosureTemplate:
    receivers = Receiver.objects.filter(participation__partnership__slug="malmo")
    chosen = (
        receivers.get(participation__agency__slug=slug, function=function)
        for slug, function in (
            ("malmo-kommunstyrelse", Function.COORDINATION),
            ("konsultationsteamet", Function.EXIT),
        )
    )
    grounds = {each.code: each for each in LegalGround.objects.filter(is_enabled=True)}
    return make_template(
        actor=second,
        name="Kartläggning till samordning och exit",
        kind=PERSON.code,
        parts=list(PERSON.always),
        receivers=[each.pk for each in chosen],
        purpose="Kartläggning inför kallelse och erbjudande om hjälp",
        need="Personen ska kunna kallas till call-in och erbjudas hjälp att lämna.",
        balancing="Nyttan av att kunna kalla och erbjuda hjälp väger tyngre än det intrång det är"
        " att två funktioner ser ett kodnamn.",
        conditions="Får bara användas i samverkan Sluta skjut.",
        months=12,
        assessments=[
            {
                "part": part,
                "provision": provision,
                "ground": grounds[code].code,
                "reasoning": reasoning,
                "answers": answers,
            }
            for part in PERSON.always
            for provision, (code, reasoning, answers) in ANSWERS.items()
        ],
    )


def draft(polis: Actor) -> None:
    """Three people, half thought through: name and birth year are still to be weighed."""
    people = Person.objects.writable_by(polis).filter(code_name__in=PREPARED)
    round = begin(actor=polis, kind=PERSON, about=[each.ref for each in people])
    save_round(
        actor=polis,
        round=round,
        purpose="Planering av enskilda samtal",
        parts=list(PERSON.parts),
        lines={each.ref: {"need": "Frivården ska kunna planera samtalet."} for each in people[:2]},
    )
