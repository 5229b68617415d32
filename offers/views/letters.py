"""Letters and contact cards: written by the administrator, printed by the exit group."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record
from agencies.pages import form_page
from gvi.core.paging import page_of
from offers import actions, letters, policies
from offers.forms import ChangeLetterForm, LetterForm
from offers.models import Letter
from offers.views.shared import tabs

COLUMNS = [
    {"label": gettext_lazy("Text")},
    {"label": gettext_lazy("Language")},
    {"label": gettext_lazy("Phone number")},
    {"label": gettext_lazy("State")},
    {"label": gettext_lazy("Changed")},
    {"label": gettext_lazy("Action"), "hidden": True},
]


@require_safe
@login_required
def letter_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_letters(actor)
    page = page_of(request, Letter.objects.visible_to(actor))
    context = {
        "page": page,
        "columns": COLUMNS,
        "lines": [cells(letter) for letter in page],
        "tabs": tabs(actor, "offers:letter_list"),
        "may_write": policies.may_write_letters(actor),
    }
    return render(request, "offers/letter_list.html", context)


def cells(letter: Letter) -> list[object]:
    kind, language = letter.get_kind_display(), letters.language_of(letter)
    paper = reverse("offers:letter_print", args=[letter.ref])
    print_it = {"text": _("Print"), "what": f"{kind}, {language.name}", "url": paper}
    return [
        {"text": f"{kind}, {language.name}", "url": letter.get_absolute_url()},
        language.label,
        letter.telephone,
        {"tag": _("In use"), "kind": "ok"}
        if letter.is_in_use
        else {"tag": _("Not in use"), "kind": "neutral"},
        timezone.localdate(letter.updated_at),
        print_it if letter.is_in_use else "",
    ]


@require_safe
@login_required
def letter_detail(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_letters(actor)
    rows = Letter.objects.visible_to(actor).select_related("changed_by")
    letter = get_object_or_404(rows, ref=ref)
    page = {
        "letter": letter,
        "written_in": letters.language_of(letter),
        "may_write": policies.may_write_letters(actor),
        "back": reverse("offers:letter_list"),
    }
    return render(request, "offers/letter_detail.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def letter_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_writing_letters(actor)
    return form_page(
        request,
        LetterForm(request.POST or None),
        lambda form: actions.write_letter(actor=actor, **form.cleaned_data),
        heading=_("New letter or card"),
        submit=_("Save the text"),
        done=_("The text is saved."),
        then=Letter.get_absolute_url,
        back=reverse("offers:letter_list"),
    )


@require_http_methods(["GET", "POST"])
@login_required
def letter_change(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    policies.require_writing_letters(actor)
    letter = get_object_or_404(Letter.objects.visible_to(actor), ref=ref)
    now = {name: getattr(letter, name) for name in ChangeLetterForm.base_fields}
    return form_page(
        request,
        ChangeLetterForm(request.POST or None, initial=now),
        lambda form: actions.change_letter(actor=actor, letter=letter, **form.cleaned_data),
        heading=_("Change the text"),
        lead=f"{letter.get_kind_display()}, {letters.language_of(letter).label}",
        submit=_("Save the text"),
        done=_("The text is saved."),
        then=letter.get_absolute_url(),
        back=letter.get_absolute_url(),
    )


@require_safe
@login_required
def letter_print(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The text as a PDF. Nobody's data; that it was taken out is written down all the same."""
    actor = request.actor
    policies.require_letters(actor)
    rows = Letter.objects.visible_to(actor).in_use().select_related("scope__agency")
    letter = get_object_or_404(rows, ref=ref)
    file = letters.as_pdf(letter)
    record(actor, "letter.exported", letter)
    named = {"Content-Disposition": f'attachment; filename="{letter.kind}-{letter.language}.pdf"'}
    return HttpResponse(file, content_type="application/pdf", headers=named)
