"""Working notes of a case: read, written, changed while they are drafts, signed, corrected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record, record_list
from agencies.readers import saved_for
from agencies.scoping import Actor
from gvi.core.paging import page_of
from offers import actions, journal, policies
from offers.forms.notes import ChangeNoteForm, SignNoteForm, WriteNoteForm
from offers.models import Case, Note, Objection
from offers.views.case_pages import case_form, case_page, own_case
from offers.views.seeing import as_seen


@require_safe
@login_required
def case_notes(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own_case(actor, ref)
    rows = Note.objects.visible_to(actor).filter(case=case)
    page = page_of(request, rows.select_related("written_by", "corrects"))
    said = objections_to(actor, case)
    record_list(actor, "note.listed", page)
    if said:
        record_list(actor, "objection.listed", said)
    return case_page(
        request,
        case,
        "case_notes",
        "offers/case_notes.html",
        page=page,
        notes=shown(actor, page, said),
        objections=[each for each in said if each.note_id is None],
    )


def objections_to(actor: Actor, case: Case) -> list[Objection]:
    rows = Objection.objects.visible_to(actor).filter(case=case)
    return list(rows.select_related("recorded_by"))


def shown(
    actor: Actor, notes: Iterable[Note], objections: Iterable[Objection]
) -> list[dict[str, Any]]:
    """Notes with what corrects them and what the person says of them, and what can be done."""
    found = list(notes)
    corrections = Note.objects.visible_to(actor).filter(corrects__in=found).order_by("pk")
    later = list(corrections)
    return [
        {
            "note": note,
            "address": reverse("offers:note_detail", args=[note.ref]),
            "corrected_by": [each for each in later if each.corrects_id == note.pk],
            "objections": [each for each in objections if each.note_id == note.pk],
            "ways": ways(actor, note),
        }
        for note in found
    ]


def ways(actor: Actor, note: Note) -> list[dict[str, str]]:
    """What can be done with a note today, by its writer and by the others."""
    pages = []
    if note.signed_at is None and note.written_by_id == actor.user_id:
        pages = [(_("Change"), "note_change"), (_("Sign the note"), "note_sign")]
    elif note.signed_at is not None:
        pages = [(_("Correct"), "note_correct"), (_("Record an objection"), "note_objection")]
        if note.carried_on is None:
            pages.insert(0, (_("Carry to your own record"), "note_carry"))
    return [
        {"label": label, "url": reverse(f"offers:{name}", args=[note.ref])} for label, name in pages
    ]


def own_note(actor: Actor, ref: UUID) -> Note:
    """A note of the actor's own exit group; any other was never there."""
    rows = Note.objects.visible_to(actor).writable_by(actor)
    about = ("written_by", "corrects", "case__responsible", "case__scope__agency")
    return get_object_or_404(rows.select_related(*about), ref=ref)


def notes_of(case: Case) -> str:
    return reverse("offers:case_notes", args=[case.ref])


def note_form(request: HttpRequest, case: Case, form: Form, act: Any, **page: Any) -> HttpResponse:
    """A form about a note, which leads back to the notes of its case."""
    start = {
        "then": notes_of(case),
        "back": notes_of(case),
        "saved_for": saved_for(request.actor, policies.CASE_PART),
    }
    return case_form(request, case, form, act, **(start | page))


@require_safe
@login_required
def note_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    note = own_note(actor, ref)
    record(actor, "note.read", note)
    said = [each for each in objections_to(actor, note.case) if each.note_id == note.pk]
    return case_page(
        request,
        note.case,
        "case_notes",
        "offers/note_detail.html",
        notes=shown(actor, [note], said),
        back=notes_of(note.case),
    )


@require_http_methods(["GET", "POST"])
@login_required
def note_new(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own_case(actor, ref)
    return note_form(
        request,
        case,
        WriteNoteForm(request.POST or None),
        lambda form: actions.write_note(actor=actor, case=case, **form.cleaned_data),
        heading=_("New note"),
        submit=_("Save the note"),
        done=_("The note is saved."),
    )


@require_http_methods(["GET", "POST"])
@login_required
def note_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    note = own_note(actor, ref)
    if request.method == "GET" and note.signed_at is not None:
        return redirect("offers:note_detail", ref=ref)
    record(actor, "note.read", note)
    form = ChangeNoteForm(request.POST or None, initial=as_it_is(note))
    return note_form(
        request,
        note.case,
        form,
        as_seen(
            form,
            lambda form: actions.change_note(actor=actor, note=note, **without_key(form)),
            as_it_is,
            joins="text",
        ),
        template="offers/note_change.html",
        heading=_("Change the note"),
        submit=_("Save the note"),
        done=_("The note is saved."),
    )


def as_it_is(note: Note) -> dict[str, str]:
    """What stands in a note now, and the mark of it."""
    return {"text": note.text, "version": journal.version_of(note.text)}


def without_key(form: Form) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "key"}


@require_http_methods(["GET", "POST"])
@login_required
def note_sign(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    note = own_note(actor, ref)
    record(actor, "note.read", note)
    form = SignNoteForm(request.POST or None, initial=as_it_is(note))
    return note_form(
        request,
        note.case,
        form,
        as_seen(
            form,
            lambda form: actions.sign_note(actor=actor, note=note, **form.cleaned_data),
            as_it_is,
        ),
        heading=_("Sign the note"),
        submit=_("Sign the note"),
        done=_("The note is signed."),
        template="offers/note_form.html",
        lead=_("A signed note is never changed. What was wrong is said in a new one."),
        text=note.text,
    )


@require_http_methods(["GET", "POST"])
@login_required
def note_correct(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    note = own_note(actor, ref)
    record(actor, "note.read", note)
    return note_form(
        request,
        note.case,
        WriteNoteForm(request.POST or None),
        lambda form: actions.write_note(
            actor=actor, case=note.case, corrects=note, **form.cleaned_data
        ),
        heading=_("Correct the note"),
        submit=_("Save the correction"),
        done=_("The correction is saved."),
        template="offers/note_form.html",
        lead=_("Write what was wrong and how it is. The note you correct stays beside it."),
        text=note.text,
    )
