"""Contacts of the present week at the exit service, and its letters and cards."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from agencies.models import User
from agencies.scoping import Actor
from offers.actions.handovers import hand_over
from offers.actions.intakes import (
    change_intake,
    close_intake,
    record_first_meeting,
    take_intake,
)
from offers.actions.letters import write_letter

TELEPHONE = "020-000 00 00"
BOARD = "SN 2026/41 (övning)"
# Called, who told us, hours before six in the morning, how it stands.
CONTACTS = (
    ("Ringde från okänt nummer", "phone", 2, "new"),
    ("Syster till en kartlagd", "relative", 26, "new"),
    ("Kom till mottagningen", "self", 30, "met"),
    ("Via soc, ung vuxen", "social_services", 75, "met"),
    ("Frivården frågade", "probation", 120, "not_met"),
    ("Hänvisad från grannkommunen", "other_municipality", 290, "met"),
    ("Ville bara höra", "phone", 400, "closed"),
)
LETTERS = (
    (
        "letter",
        "sv",
        "Vill du bort från det du är i? Vi kan hjälpa dig.",
        "Du får det här brevet för att det finns hjälp att få.\n\n"
        "Vi hjälper människor att lämna kriminella miljöer. Hjälpen är frivillig och kostar"
        " ingenting. Den kan handla om någonstans att bo, pengar att leva på, arbete, vård,"
        " skulder eller bara någon att prata med.\n\n"
        "Du behöver inte säga vad du heter när du ringer. Vi berättar inte för polisen eller"
        " någon annan att du har ringt, om du inte själv vill det eller lagen kräver det.\n\n"
        "Du kan ringa i dag, om en månad eller om ett år. Säger du nej nu kan du ändra dig.",
    ),
    (
        "letter",
        "en",
        "Do you want to get out? We can help you.",
        "You are getting this letter because there is help.\n\n"
        "We help people to leave criminal circles. The help is voluntary and free of charge."
        " It can be somewhere to live, money to live on, work, health care, debts, or just"
        " someone to talk to.\n\n"
        "You do not have to tell us your name when you call. We do not tell the police or anyone"
        " else that you called, unless you want us to or the law requires it.\n\n"
        "You can call today, in a month or in a year. If you say no now, you can change your"
        " mind.",
    ),
    (
        "card",
        "sv",
        "Vill du lämna? Ring oss.",
        "Hjälpen är frivillig och gratis. Du behöver inte säga vad du heter."
        " Du kan ringa även om du har sagt nej förut.",
    ),
    (
        "card",
        "en",
        "Do you want to get out? Call us.",
        "Help is voluntary and free. You do not have to tell us your name."
        " You can call even if you have said no before.",
    ),
    (
        "card",
        "ar",
        "هل تريد الخروج؟ اتصل بنا.",
        "المساعدة طوعية ومجانية. لا تحتاج إلى أن تقول لنا اسمك."
        " يمكنك الاتصال حتى لو قلت لا من قبل.",
    ),
)


def write(avhopp: Actor) -> None:
    """New, met and waiting, handed over, closed, and one who was counselled unnamed."""
    six = timezone.make_aware(datetime.combine(timezone.localdate(), time(6)))
    morning = min(six, timezone.now())  # nobody has called in the hours to come
    mine = User.objects.get(pk=avhopp.user_id)
    other = User.objects.get(email="avhopp2@malmo.example")
    for called, source, hours, state in CONTACTS:
        came = morning - timedelta(hours=hours)
        intake = take_intake(
            actor=avhopp,
            source=source,
            first_contact_at=came,
            responsible=mine,
            called=called,
            contact_way="" if state == "new" else "Ring efter klockan 16 (övning)",
        )
        if state == "met":
            record_first_meeting(actor=avhopp, intake=intake, met_at=came + timedelta(hours=3))
        if state == "closed":
            close_intake(
                actor=avhopp, intake=intake, ending="declined", reason="Vet var vi finns (övning)."
            )
        if source == "other_municipality":
            change_intake(
                actor=avhopp,
                intake=intake,
                called=called,
                contact_way="Ring efter klockan 16 (övning)",
                note="Vill vänta tills efter rättegången (övning).",
                rhythm_days=7,
            )
            hand_over(
                actor=avhopp,
                thing=intake,
                to=other,
                note="Litar på oss men är försiktig. Ring, skicka inga meddelanden (övning).",
            )
    take_intake(
        actor=avhopp,
        source="phone",
        first_contact_at=morning - timedelta(hours=50),
        responsible=mine,
        is_anonymous=True,
        decision_reference=BOARD,
    )


def write_letters(administrator: Actor) -> None:
    """What the exit service has printed; further languages are its administrator's to write."""
    for kind, language, heading, text in LETTERS:
        write_letter(
            actor=administrator,
            kind=kind,
            language=language,
            heading=heading,
            text=text,
            telephone=TELEPHONE,
        )
