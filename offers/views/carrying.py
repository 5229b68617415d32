"""Never a second journal: what is to be carried to the agency's own record, and objections."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record, record_list
from agencies.pages import form_page
from agencies.readers import saved_for
from gvi.core.paging import page_of
from offers import actions, journal, policies, reminders
from offers.forms.notes import CarryForm, ObjectionForm
from offers.models import FollowUp, Note
from offers.views.case_pages import own_case
from offers.views.notes import note_form, notes_of, objections_to, own_note
from offers.views.seeing import as_seen
from offers.views.shared import tabs, way_back

COLUMNS = [
    {"label": gettext_lazy("Concerns")},
    {"label": gettext_lazy("What")},
    {"label": gettext_lazy("Written")},
    {"label": gettext_lazy("By")},
    {"label": gettext_lazy("Action"), "hidden": True},
]


@require_safe
@login_required
def notes_to_carry(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_following_up(actor)
    page = page_of(request, journal.to_carry(actor))
    rows = journal.fetched(actor, list(page))
    record_list(actor, "note.listed", rows, context="to carry")
    here = request.get_full_path()
    context = {
        "page": page,
        "columns": COLUMNS,
        "lines": [cells(row, here) for row in rows],
        "tabs": tabs(actor, "offers:notes_to_carry"),
    }
    return render(request, "offers/notes_to_carry.html", context)


def cells(row: Note | FollowUp, back: str) -> list[Any]:
    """A text that is still to be carried, as the table takes it."""
    if isinstance(row, Note):
        thing, what, when, by = row.case, _("Note"), row.written_at, row.written_by
        url = notes_of(row.case)
    else:
        thing, what, when = reminders.thing_of(row), _("Follow-up"), row.done_at
        by, url = row.done_by, thing.get_absolute_url() if thing else ""
    name = reminders.name_of(thing)
    way = "note_carry" if isinstance(row, Note) else "followup_carry"
    carry = reminders.with_way_back(reverse(f"offers:{way}", args=[row.ref]), back)
    return [
        {"text": name, "url": url} if url else name,
        what,
        when,
        by.name if by else "",
        {"text": _("Carry"), "what": name, "url": carry},
    ]


def carry_page(row: Note | FollowUp, request: HttpRequest, **page: Any) -> dict[str, Any]:
    """The form that carries one text, and the words about what becomes of it."""
    actor = request.actor
    form = CarryForm(
        request.POST or None,
        is_mine=journal.written_by(row) == actor.user_id,
        initial=as_it_is(row),
    )
    return {
        "form": form,
        "act": as_seen(
            form,
            lambda form: actions.carry(actor=actor, row=row, **form.cleaned_data),
            as_it_is,
        ),
        "heading": _("Carry to your own record"),
        "submit": _("It stands in our own record"),
        "done": _("Carried. What is left here is shortened."),
        "template": "offers/note_carry.html",
        "text": journal.text_of(row),
        **page,
    }


def as_it_is(row: Note | FollowUp) -> dict[str, str]:
    """The mark of the text as it stands now."""
    return {"version": journal.version_of(journal.text_of(row))}


@require_http_methods(["GET", "POST"])
@login_required
def note_carry(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    note = own_note(actor, ref)
    record(actor, "note.read", note)
    back = way_back_or(request, notes_of(note.case))
    said = [each for each in objections_to(actor, note.case) if each.note_id == note.pk]
    page = carry_page(note, request, objections=said, then=back, back=back)
    return note_form(request, note.case, **page)


@require_http_methods(["GET", "POST"])
@login_required
def followup_carry(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    rows = reminders.with_things(FollowUp.objects.visible_to(actor).writable_by(actor).done())
    follow_up = get_object_or_404(rows, ref=ref)
    record(actor, "followup.read", follow_up)
    page = carry_page(follow_up, request, then=way_back(request), back=way_back(request))
    return form_page(request, **page, saved_for=saved_for(actor, policies.FOLLOW_UP))


def way_back_or(request: HttpRequest, otherwise: str) -> str:
    """The list the page was reached from, or where one goes when none is named."""
    named = request.POST.get("next") or request.GET.get("next")
    return way_back(request) if named else otherwise


@require_http_methods(["GET", "POST"])
@login_required
def case_objection(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = own_case(actor, ref)
    return note_form(
        request,
        case,
        ObjectionForm(request.POST or None),
        lambda form: actions.object_to(actor=actor, case=case, **form.cleaned_data),
        **objecting(),
    )


@require_http_methods(["GET", "POST"])
@login_required
def note_objection(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    note = own_note(actor, ref)
    record(actor, "note.read", note)
    return note_form(
        request,
        note.case,
        ObjectionForm(request.POST or None),
        lambda form: actions.object_to(actor=actor, case=note.case, note=note, **form.cleaned_data),
        text=note.text,
        **objecting(),
    )


def objecting() -> dict[str, str]:
    return {
        "heading": _("Record an objection"),
        "submit": _("Save the objection"),
        "done": _("The objection is saved. It stays beside what was written."),
        "lead": _(
            "What the person says is wrong stays beside what was written. Nobody can change it "
            "or take it away."
        ),
        "template": "offers/note_form.html",
    }
