"""Working notes in one case: a draft, some signed, one carried, one objected to; and a meeting."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from agencies.scoping import Actor, Function
from gvi.desk.demo.rounds import receiver
from offers import brought
from offers.actions.meetings import record_meeting
from offers.actions.notes import carry, object_to, write_note
from offers.journal import version_of
from offers.models import Case, Note

FIRST_TALK = (
    "Första samtalet på mottagningen. Vill bort från Malmö innan årsskiftet och oroar sig mest "
    "för sin mamma. Har sovit hos en vän den senaste veckan. Behöver hjälp med boende, "
    "försörjning och någon att ringa på kvällarna. Vi kom överens om att höras varje måndag."
)


def write(avhopp: Actor, case: Case) -> None:
    """Nobody here exists, and nothing of it has happened."""
    today = timezone.localdate()
    first = noted(avhopp, case, 40, FIRST_TALK)
    carry(
        actor=avhopp,
        row=first,
        reference="JA 2026-118",
        carried_on=today - timedelta(days=38),
        version=version_of(first.text),
    )
    wrong = noted(avhopp, case, 21, "Har en bror i Lund som kan ordna boende till våren.")
    object_to(
        actor=avhopp,
        case=case,
        note=wrong,
        text="Jag har ingen bror. Det är en kusin, och han ska inte kontaktas.",
        said_on=today - timedelta(days=14),
    )
    noted(avhopp, case, 13, "Det är en kusin och ingen bror. Han ska inte kontaktas.", wrong)
    noted(avhopp, case, 5, "Praktikplats på ett lager, börjar om två veckor. Är lättad.")
    write_note(actor=avhopp, case=case, text="Ringde i dag. Vill byta dag för samtalet, fråga om")
    meet(avhopp, case)


def noted(avhopp: Actor, case: Case, days: int, text: str, corrects: Note | None = None) -> Note:
    """A note written and signed so many days ago."""
    note = write_note(actor=avhopp, case=case, text=text, corrects=corrects)
    then = timezone.now() - timedelta(days=days)
    Note.objects.writable_by(avhopp).filter(pk=note.pk).update(written_at=then, signed_at=then)
    note.refresh_from_db()
    return note


def meet(avhopp: Actor, case: Case) -> None:
    """A coordination meeting, with what had been disclosed to the exit group."""
    received = brought.to_choose(avhopp, case).exclude(scope_id=avhopp.scope)
    record_meeting(
        actor=avhopp,
        case=case,
        held_on=timezone.localdate() - timedelta(days=12),
        receivers=[
            receiver("malmo-socialnamnd", Function.CASEWORK),
            receiver("kriminalvarden-malmo", Function.CASEWORK),
        ],
        agreed="Socialnämnden ordnar boende på annan ort från den första.\n"
        "Frivården flyttar besöken dit.\nVi ringer varje måndag.",
        papers=list(received[:1]),
    )
