"""Working notes: written, signed, corrected, carried to the agency's own record, objected to."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.ledger import record
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from offers import days, journal, policies
from offers.actions.cases import locked as locked_case
from offers.actions.followups import locked as locked_follow_up
from offers.actions.once import made_before, own_new
from offers.models import Case, FollowUp, Note, Objection

Kept = TypeVar("Kept", Note, FollowUp)


class NoteSigned(Refused):
    """What is signed is never changed."""


class NotSigned(Refused):
    """Only what is signed can be corrected, carried or objected to."""


class AlreadyCarried(Refused):
    """The whole text stands in the agency's own record by now."""


class Overtaken(Exception):
    """Something else was saved since this was opened. Whoever writes chooses what is to stand."""

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.row = row


def locked(actor: Actor, note: Note) -> Note:
    """The note as it is now, held until the transaction ends."""
    rows = Note.objects.writable_by(actor).select_for_update(of=("self",))
    found: Note = rows.get(pk=note.pk)
    return found


def _unsigned(actor: Actor, note: Note) -> Note:
    """A note that its writer may still change."""
    note = locked(actor, note)
    if note.written_by_id != actor.user_id:
        raise PermissionDenied(_("Only the one who wrote a note can change or sign it."))
    if note.signed_at is not None:
        raise NoteSigned(_("This note is signed and stays as it is. Write a correction instead."))
    return note


@transaction.atomic
def write_note(
    *,
    actor: Actor,
    case: Case,
    text: str,
    sign: bool = False,
    corrects: Note | None = None,
    key: UUID | None = None,
) -> Note:
    """Write a note, on a closed case too. It is a draft until its writer signs it.

    A note that corrects another names it, and both stand.
    """
    policies.require_exit_side(actor)
    before = made_before(actor, Note, key)
    if before is not None:
        return before
    case = locked_case(actor, case)
    if corrects is not None:
        corrects = locked(actor, corrects)
        if corrects.case_id != case.pk:
            raise ValueError(f"Note {corrects.ref} belongs to another case than {case.ref}.")
        _require_signed(corrects, _("Only a signed note is corrected. This one can be changed."))
    note = Note(case=case, text=text, corrects=corrects, written_by_id=actor.user_id)
    note.signed_at = timezone.now() if sign else None
    own_new(actor, note, key)
    record(actor, "note.written", note)
    if corrects is not None:
        record(actor, "note.corrected", corrects)
    if sign:
        record(actor, "note.signed", note)
    return note


@transaction.atomic
def change_note(*, actor: Actor, note: Note, text: str, version: str, sign: bool = False) -> Note:
    """Write a draft over, for its writer alone.

    `version` tells which text was seen. Raises `Overtaken` when another has been saved since.
    """
    policies.require_exit_side(actor)
    note = _unsigned(actor, note)
    if version != journal.version_of(note.text):
        raise Overtaken(note)
    note.text = text
    note.signed_at = timezone.now() if sign else None
    note.full_clean(exclude=["scope", "case", "corrects"])
    note.save(update_fields=["text", "signed_at"])
    record(actor, "note.changed", note)
    if sign:
        record(actor, "note.signed", note)
    return note


@transaction.atomic
def sign_note(*, actor: Actor, note: Note, version: str) -> Note:
    """Stand for the text that was seen. From here on the database lets nobody change it."""
    policies.require_exit_side(actor)
    note = _unsigned(actor, note)
    if version != journal.version_of(note.text):
        raise Overtaken(note)
    note.signed_at = timezone.now()
    note.save(update_fields=["signed_at"])
    record(actor, "note.signed", note)
    return note


@transaction.atomic
def carry(
    *,
    actor: Actor,
    row: Kept,
    reference: str,
    carried_on: date,
    version: str,
    summary: str = "",
) -> Kept:
    """Say that a text stands in the agency's own record, and shorten it here.

    Whoever wrote it may leave a summary; a colleague leaves its first words as they are.
    Raises `Overtaken` when the text has grown since it was seen: the rest was not carried.
    """
    policies.require_following_up(actor)
    row = _logged(actor, row) if isinstance(row, FollowUp) else _signed(actor, row)
    days.require(days.has_come, carried_on, "carried_on")
    if row.carried_on is not None:
        day = row.carried_on.isoformat()
        raise AlreadyCarried(_("This was carried to your own record on %(day)s.") % {"day": day})
    if not reference.strip():
        raise Refused(_("Write the reference in your own record."), field="reference")
    if version != journal.version_of(journal.text_of(row)):
        raise Overtaken(row)
    if summary and journal.written_by(row) != actor.user_id:
        raise Refused(_("Only the one who wrote the text can sum it up."), field="summary")
    if len(summary) > journal.SUMMARY:
        raise Refused(_("Write at most 200 characters."), field="summary")
    name = "text" if isinstance(row, Note) else "note"
    setattr(row, name, summary or journal.shortened(journal.text_of(row)))
    row.carried_on, row.carried_reference = carried_on, reference.strip()
    row.full_clean(exclude=["scope", "case", "corrects", "offer", "intake", "follows"])
    row.save(update_fields=[name, "carried_on", "carried_reference"])
    record(actor, "note.carried" if isinstance(row, Note) else "followup.carried", row)
    return row


def _signed(actor: Actor, note: Note) -> Note:
    policies.require_exit_side(actor)
    note = locked(actor, note)
    _require_signed(note, _("Sign the note before it is carried to your own record."))
    return note


def _logged(actor: Actor, follow_up: FollowUp) -> FollowUp:
    follow_up = locked_follow_up(actor, follow_up)
    if follow_up.is_waiting or not follow_up.note:
        raise Refused(_("There is no text here to carry."))
    return follow_up


def _require_signed(note: Note, sentence: str) -> None:
    if note.signed_at is None:
        raise NotSigned(sentence)


@transaction.atomic
def object_to(
    *,
    actor: Actor,
    case: Case,
    text: str,
    said_on: date,
    note: Note | None = None,
    key: UUID | None = None,
) -> Objection:
    """Write down what the person says is wrong (SoL 14:6). Nobody can change it or take it away."""
    policies.require_exit_side(actor)
    before = made_before(actor, Objection, key)
    if before is not None:
        return before
    days.require(days.has_come, said_on, "said_on")
    case = locked_case(actor, case)
    if note is not None:
        note = locked(actor, note)
        if note.case_id != case.pk:
            raise ValueError(f"Note {note.ref} belongs to another case than {case.ref}.")
        _require_signed(note, _("This note is not signed yet and can still be changed."))
    objection = Objection(
        case=case, note=note, text=text, said_on=said_on, recorded_by_id=actor.user_id
    )
    own_new(actor, objection, key)
    record(actor, "objection.recorded", objection)
    return objection
