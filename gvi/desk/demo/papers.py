"""What the demo's partnerships rest on: agreements, offices, interest, functions to see to."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from agencies import founding
from agencies.models import (
    Agreement,
    AgreementParty,
    AgreementReview,
    Interest,
    Office,
    Participation,
    Partnership,
    Posting,
    StandingDecision,
    User,
)
from agencies.scoping import Function

COVERS = (
    "Händelser, grupperingar och call-in delas genom stående beslut. Uppgifter om personer "
    "lämnas ut genom ett beslut i varje fall. Varje myndighet ansvarar för sina egna uppgifter."
)
PURPOSE = "Minska det dödliga våldet och ge den som vill lämna hjälp att göra det."
REASON = (
    "Uppgifterna rör grupperingar, platser och antal, inga personer och inget om spaning. Att "
    "de andra läser dem skadar inte verksamheten. Den uppgift som ändå gör det förseglas."
)
SIGNED = date(2021, 9, 28)
SIGNED_HERE = ("orebro",)  # by each party, not on paper
PARTIES = (  # agency, signatory, title, signed on
    ("orebro-kommun", "Karin Kommunsson", "Kommundirektör", SIGNED),
    ("polis-orebro", "Lars Lokalsson", "Lokalpolisområdeschef", SIGNED - timedelta(days=1)),
    ("kriminalvarden-orebro", "Fanny Frisk", "Frivårdschef", SIGNED - timedelta(days=5)),
)
STAFF = (  # e-mail, name, agency
    ("ersattare@orebro.example", "Elin Ersättare", "orebro-kommun"),
    ("chef@orebro.example", "Karin Kommunsson", "orebro-kommun"),
    ("ersattare.polis@orebro.example", "Edvin Ersättare", "polis-orebro"),
    ("frivard@orebro.example", "Fanny Frisk", "kriminalvarden-orebro"),
)
OFFICES = (  # kind, agency, holder, deputy, mandate
    ("steering", "orebro-kommun", "chef", "ersattare", "Kommunstyrelsen 2021-08-31 § 145"),
    ("steering", "kriminalvarden-orebro", "frivard", "", "Beslut av regionchefen 2021-09-01"),
    ("coordinator", "orebro-kommun", "koordinator", "ersattare", ""),
    ("coordination", "polis-orebro", "polis", "ersattare.polis", ""),
)
INTEREST = (  # agency, interest, answer, answered on
    (
        "norrkoping-kommun",
        "Vi vill samordna arbetet och kan avsätta en samordnare på heltid och ta emot den som "
        "vill lämna.",
        Interest.Answer.YES,
        date(2026, 9, 14),
    ),
    (
        "polis-norrkoping",
        "Vi ser behovet. Vi behöver veta hur många analytiker det kräver innan vi svarar.",
        Interest.Answer.CONSIDERING,
        date(2026, 10, 2),
    ),
)
NEED = (
    "Under två år har skjutningarna i två stadsdelar blivit fler. De flesta hänger ihop med tre "
    "grupperingar som är i konflikt med varandra. Kommunen och polisen utreder om strategin ska "
    "införas, och frivården har ännu inte svarat."
)


def _one(model, defaults: dict[str, object] | None = None, **lookup: object):
    row, _made = model.objects.using(founding.OWNER).get_or_create(**lookup, defaults=defaults)
    return row


def _scope(slug: str) -> Participation:
    return Participation.objects.using(founding.OWNER).get(
        agency__slug=slug, partnership__is_practice=True
    )


def lay() -> None:
    """All of it; running it again changes nothing."""
    _orebro()
    blank = Agreement.objects.using(founding.OWNER).filter(purpose="")
    blank.filter(partnership__is_practice=True).update(purpose=PURPOSE, covers=COVERS)
    shared = StandingDecision.objects.using(founding.OWNER).filter(reason="")
    shared.filter(participation__partnership__is_practice=True).update(reason=REASON)
    for slug, interest, answer, day in INTEREST:
        given = {"interest": interest, "answer": answer, "answered_on": day}
        _one(Interest, given, scope=_scope(slug))
    _functions_to_see_to()


def _orebro() -> None:
    partnership = Partnership.objects.using(founding.OWNER).get(slug="orebro")
    agreement = _one(
        Agreement,
        {
            "kind": Agreement.Kind.INTENT,
            "purpose": PURPOSE,
            "covers": COVERS,
            "valid_to": date(2027, 9, 28),
        },
        partnership=partnership,
        from_on=SIGNED,
    )
    for slug, name, title, day in PARTIES:
        given = {"signatory_name": name, "signatory_title": title, "signed_on": day}
        _one(AgreementParty, given, agreement=agreement, participation=_scope(slug))
    people = {}
    for email, name, slug in STAFF:
        people[email] = founding.hire(email=email, name=name, password=None)
        founding.post(
            people[email],
            _scope(slug),
            [Function.STEERING],
            approved_by=founding.founder(),
            from_on=SIGNED,
        )
    users = User.objects.using(founding.OWNER)
    for kind, slug, holder, deputy, mandate in OFFICES:
        given = {
            "mandate": mandate,
            "deputy": users.get(email=f"{deputy}@orebro.example") if deputy else None,
        }
        who = users.get(email=f"{holder}@orebro.example")
        _one(Office, given, scope=_scope(slug), kind=kind, holder=who, from_on=SIGNED)
    coordinating = _scope("orebro-kommun")
    done = {"done_on": date(2025, 10, 7), "outcome": "Parterna fortsätter. Ersättare utses."}
    _one(AgreementReview, done, scope=coordinating, agreement=agreement, due_on=date(2025, 10, 1))
    reviews = AgreementReview.objects.using(founding.OWNER).filter(agreement=agreement)
    if not reviews.filter(done_on__isnull=True).exists():
        due_on = timezone.localdate() + timedelta(days=9)
        _one(AgreementReview, None, scope=coordinating, agreement=agreement, due_on=due_on)


def _functions_to_see_to() -> None:
    """In Malmö: one function that ends within a fortnight, one that waits for a second approver."""
    scope, today = _scope("malmo-kommunstyrelse"), timezone.localdate()
    users = User.objects.using(founding.OWNER)
    admin = users.get(email="admin@malmo.example")
    vera = founding.hire(email="vikarie@malmo.example", name="Vera Vikarie", password=None)
    given = {
        "approved_by": founding.founder(),
        "need": "Diarieför det som lämnas ut och tas emot.",
        "trained_on": date(2026, 1, 12),
        "to_on": today + timedelta(days=10),
    }
    about = {"participation": scope, "from_on": date(2026, 1, 15)}
    _one(Posting, given, user=vera, function=Function.REGISTRY, **about)
    dag = founding.hire(email="direktor@malmo.example", name="Dag Direktör", password=None)
    given = {
        "proposed_by": admin,
        "need": "Beslutar om utlämnanden och undertecknar avtal.",
        "to_on": today + timedelta(days=365),
    }
    _one(Posting, given, user=dag, function=Function.DECISION, **about)
