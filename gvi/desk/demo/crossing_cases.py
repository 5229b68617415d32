"""Exit cases across the wall: one given on consent, two threat checks, one case on its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from agencies.actions import (
    Decision,
    alike,
    approve_template,
    disclose,
    make_template,
    take_consent,
)
from agencies.actors import acting
from agencies.grounds import Ages
from agencies.models import Disclosure, LegalGround, Receiver, User
from agencies.scoping import Actor, Function
from gvi.desk.answering.actions import answer_round
from gvi.desk.answering.words import TAKEOVER, THREAT
from gvi.desk.demo.rounds import receiver
from gvi.desk.demo.tenants import actor
from gvi.desk.exits.actions import THREAT_CHECK, ask_about_threat
from offers.actions.cases import open_case
from offers.actions.disclosing import give_cases, items_of_cases
from offers.models import Case
from offers.reminders import name_of

TOLD = ["case", "statuses", "plan"]


def write() -> None:
    answering()
    with acting(actor("avhopp@malmo.example")) as avhopp:
        together(avhopp)
        first, _second = (checked(avhopp, name) for name in ("Klient D", "Klient E"))
    with acting(actor("polisavhopp@malmo.example")) as police:
        about = [item.about for item in first.items.all()]
        said = {each: {"answer": "threat_latent"} for each in about}
        answer_round(actor=police, disclosure=first, answers=said)
    with acting(actor("avhopp@jarfalla.example")) as giver:
        on_its_way(giver)


def answering() -> None:
    """By which decisions the police's exit group and the other exit service answer."""
    malmo = receiver("konsultationsteamet", Function.EXIT)
    jarfalla = exit_service("avhopp-jarfalla")
    approved(
        "polis2@malmo.example",
        "polis@malmo.example",
        template("Svar på hotbildskontroll", THREAT, malmo, ("18:1", "35:1")),
    )
    approved(
        "avhopp@upplands-bro.example",
        "avhopp2@upplands-bro.example",
        template("Svar på överlämning av ärende", TAKEOVER, jarfalla, ("26:1",)),
    )


def exit_service(slug: str) -> Receiver:
    found = Receiver.objects.select_related("participation__agency")
    return found.get(participation__agency__slug=slug, function=Function.EXIT)


def approved(maker: str, decider: str, values: dict[str, Any]) -> None:
    with acting(actor(maker)) as writing:
        made = make_template(actor=writing, **values)
    with acting(actor(decider)) as deciding:
        approve_template(actor=deciding, template=made, lawyer="Jurist i övningen")


def template(name: str, question: str, to: Receiver, provisions: tuple[str, ...]) -> dict[str, Any]:
    harmless = LegalGround.objects.get(code="MENPROV")
    reasoning = "Svaret är bara ett ord, och personen har själv bett om hjälpen."
    return {
        "name": name,
        "kind": "answer",
        "parts": ["answer"],
        "receivers": [to.pk],
        "question": question,
        "purpose": name,
        "need": "Avhopparverksamheten behöver veta för att planera stödet.",
        "child_note": "Svaret skyddar också den som är ung.",
        "assessments": [
            {
                "part": "answer",
                "provision": provision,
                "ground": harmless.code,
                "reasoning": reasoning,
                "answers": dict.fromkeys(harmless.asks, "Ingen."),
            }
            for provision in provisions
        ],
    }


def together(avhopp: Actor) -> None:
    """Somebody who wants their social worker to know how it goes."""
    today = timezone.localdate()
    case = Case.objects.writable_by(avhopp).get(called="Klient C")
    to = receiver("malmo-socialnamnd", Function.CASEWORK)
    adult = Ages(31, 32, today)
    consent = take_consent(
        actor=avhopp,
        about_kind="case",
        about=case.ref,
        label=name_of(case),
        ages=adult,
        data="Att min socialsekreterare får veta hur det går och vilka insatser jag har.",
        parts=TOLD,
        receivers=[to],
        purpose="Planera stödet tillsammans",
        form="written",
        given_on=today - timedelta(days=20),
        expires_on=today + timedelta(days=150),
    )
    ground = LegalGround.objects.get(code="SAMTYCKE")
    disclosure = disclose(
        actor=avhopp,
        decision=Decision(
            items=items_of_cases([case], TOLD, {case.ref: "Insatserna planeras tillsammans."}),
            receivers=[to],
            purpose="Planera stödet tillsammans",
            need="Insatserna planeras tillsammans.",
            ends_on=today + timedelta(days=120),
            parts=TOLD,
            assessed=alike(avhopp, TOLD, ground, "Personen har själv bett om det."),
            ages=adult,
            consent=consent,
            ring=Function.EXIT,
        ),
    )
    give_cases(disclosure, [case], [to])


def checked(avhopp: Actor, name: str) -> Disclosure:
    """The police's exit group is asked whether a threat is known."""
    case = Case.objects.writable_by(avhopp).get(called=name)
    harmless = LegalGround.objects.get(code="MENPROV")
    return ask_about_threat(
        actor=avhopp,
        thing=case,
        receiver=receiver("polis-malmo", Function.POLICE_EXIT),
        called=name,
        who="Påhittat namn, boende i Malmö",
        birth_year=1995,
        assessed=alike(avhopp, [THREAT_CHECK], harmless, "Kontrollen skyddar personen själv."),
        need="Vi behöver veta innan vi träffas ute.",
        ends_on=timezone.localdate() + timedelta(days=30),
    )


def on_its_way(giver: Actor) -> None:
    """A case whose person has moved: the other kommun's exit service is asked to take over."""
    me = User.objects.get(pk=giver.user_id)
    case = open_case(actor=giver, responsible=me, called="Klient J", social_status="assessed")
    parts = ["case", "statuses"]
    harmless = LegalGround.objects.get(code="MENPROV")
    disclose(
        actor=giver,
        decision=Decision(
            items=items_of_cases([case], parts, {case.ref: "Personen har flyttat till er."}),
            receivers=[exit_service("avhopp-upplands-bro")],
            purpose="Överlämning av avhopparärende",
            need="Personen har flyttat till er.",
            ends_on=timezone.localdate() + timedelta(days=90),
            parts=parts,
            assessed=alike(giver, parts, harmless, "Personen vill ha fortsatt stöd."),
            ages=Ages(27, 28, timezone.localdate()),
            question=TAKEOVER,
            ring=Function.EXIT,
        ),
    )
