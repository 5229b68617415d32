"""Round the decisions: a request to decide, a correction to read, two urgent ones to complete."""

from datetime import timedelta

from django.utils import timezone

from agencies.actions import ask, correct, withdraw
from agencies.actors import acting
from agencies.founding import OWNER
from agencies.models import Disclosure, LegalGround, Participation, User
from agencies.scoping import Function
from groups import actions as map_actions
from groups.models import Person
from gvi.desk.demo.rounds import receiver
from gvi.desk.demo.tenants import actor
from gvi.desk.giving.actions import disclose_urgently

# Who alone decides on contact details (lag 2025:170 4 §), by agency.
CONTACT_DECIDERS = {
    "konsultationsteamet": "avhopp2@malmo.example",
    "kriminalvarden-malmo": "frivard2@malmo.example",
}


def name_deciders() -> None:
    """Through the owner's connection, as the operator does it."""
    for slug, email in CONTACT_DECIDERS.items():
        places = Participation.objects.using(OWNER).filter(
            agency__slug=slug, partnership__slug="malmo"
        )
        places.update(contact_decider=User.objects.using(OWNER).get(email=email))


def write() -> None:
    requests()
    correction()
    withdrawal()
    urgent()


def requests() -> None:
    today = timezone.localdate()
    harmless = LegalGround.objects.get(code="MENPROV")
    with acting(actor("kommun@malmo.example")) as kommun:
        ask(
            actor=kommun,
            receiver=receiver("polis-malmo", Function.ANALYSIS),
            kind="parts",
            who="Den unga man som vi talade om vid mötet i tisdags, på väster.",
            parts=["code_name"],
            purpose="Planera uppsökande arbete",
            need="Vi behöver veta om han är kartlagd innan vi söker upp familjen.",
            ground=harmless,
            until=today + timedelta(days=90),
            answer_by=today + timedelta(days=2),
        )
    with acting(actor("polis@malmo.example")) as polis:
        ask(
            actor=polis,
            receiver=receiver("konsultationsteamet", Function.EXIT),
            kind="contact",
            who="En person som vi behöver varna för ett hot.",
            parts=["phone"],
            purpose="Varna för ett hot",
            need="Hotet är konkret och personen svarar inte på det nummer vi har.",
            answer_by=today + timedelta(days=1),
            urgency="Hotet kan verkställas inom några dagar.",
        )


def correction() -> None:
    """The police say that something in what the coordinator holds was wrong."""
    with acting(actor("polis@malmo.example")) as polis:
        held = receiver("malmo-kommunstyrelse", Function.COORDINATION)
        given = Disclosure.objects.visible_to(polis).given_by(polis).in_force()
        latest = given.filter(deliveries__receiver=held).first()
        if latest is not None:
            text = "Ett kodnamn i listan avsåg fel person. Använd inte raden innan ny version."
            correct(actor=polis, disclosure=latest, text=text)


def withdrawal() -> None:
    """What frivården received and is done with lies in its closed archive."""
    with acting(actor("polis@malmo.example")) as polis:
        given = map_actions.disclose_people(
            actor=polis,
            people=list(Person.objects.writable_by(polis).mapped()[:1]),
            receivers=[receiver("kriminalvarden-malmo", Function.CASEWORK)],
            ground=LegalGround.objects.get(code="MENPROV"),
            purpose="Planering av besök",
            need="Frivården planerade ett besök.",
            ends_on=timezone.localdate() + timedelta(days=60),
            child_note="Bedömd som vuxen.",
        )
        withdraw(actor=polis, disclosure=given, reason="Besöket blev inte av.")


def urgent() -> None:
    harmless = LegalGround.objects.get(code="MENPROV")
    to = [receiver("malmo-socialnamnd", Function.CASEWORK)]
    said = {
        "polis@malmo.example": "Vi har uppgift om att något kan hända vid skolan i eftermiddag.",
        "avhopp@malmo.example": "Någon vi träffat behöver en sängplats i natt.",
    }
    for email, words in said.items():
        with acting(actor(email)) as giver:
            disclose_urgently(actor=giver, people=[], receivers=to, ground=harmless, words=words)
