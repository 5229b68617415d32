"""A page that is one form, the same everywhere: show, check, act, go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies import policies
from agencies.actions import once
from agencies.scoping import Actor
from gvi.core.refusals import Refused


def form_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[Form], object],
    *,
    heading: str,
    submit: str,
    done: str,
    then: str | Callable[[object], str],
    template: str = "form.html",
    **page: object,
) -> HttpResponse:
    """Run `act` on a valid form and go on; otherwise show the form with what was typed.

    `act` returns what it made; `then` is a path, or a function from that to one. What the rules
    refuse is shown beside its field and nothing typed is lost. A form sent twice acts once.
    """
    key = _key(request)

    def send() -> str:
        made = act(form)
        return then(made) if callable(then) else then

    if form.is_valid():
        try:
            led = once(request.actor, key, send)
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal))
        except ValidationError as fault:
            told = fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
            for name, sentences in told.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            messages.success(request, done)
            return redirect(led)
    page |= {"form": form, "heading": heading, "submit": submit, "once": key or uuid4()}
    return render(request, template, page, status=422 if form.errors else 200)


def _key(request: HttpRequest) -> UUID | None:
    """The mark of the form that was sent; pressing twice does what it does once."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def crossing_tabs(actor: Actor, here: str) -> list[dict[str, object]]:
    """The pages round what crosses the wall, as far as the actor's functions reach."""
    tabs = []
    if actor.has(policies.WORKING):
        lists = reverse("agencies:disclosure_list")
        asked = reverse("agencies:request_list")
        tabs.append(("asked", _("To decide"), asked))
        if actor.has(policies.DECIDING):
            tabs.append(("drafts", _("Drafts"), reverse("agencies:draft_list")))
        tabs += [
            ("given", pgettext("disclosures", "Decided"), lists),
            ("received", _("Received"), f"{lists}?side=received"),
            ("loper-ut", _("Ending soon"), f"{lists}?ko=loper-ut"),
            ("aterkallade", pgettext("disclosures", "Withdrawn"), f"{lists}?ko=aterkallade"),
            ("mine", _("My requests"), f"{asked}?ko=mina"),
            ("notices", _("Notices"), reverse("agencies:notice_list")),
        ]
    if actor.has(policies.DECIDING):
        tabs.append(("consents", _("Consents"), reverse("agencies:consent_list")))
        tabs.append(("templates", _("Templates"), reverse("agencies:template_list")))
    if actor.has(policies.REGISTERING):
        tabs.append(("archive", _("Closed archive"), reverse("agencies:archive_list")))
    if actor.has(policies.AUDITING):
        tabs.append(("samples", _("To review"), reverse("agencies:sample_list")))
    return [{"label": label, "url": url, "current": name == here} for name, label, url in tabs]


@dataclass(frozen=True)
class Copy:
    """What a receiver sees of a disclosure: the frozen parts, in the template of their kind."""

    template: str
    items: list[Any]
    parts: frozenset[str]
    says_why: bool


def copy_of(kind: str, items: Iterable[Any]) -> Copy:
    """The one way of showing a copy, before the decision and after, to giver and receiver."""
    found = list(items)
    parts = frozenset(part for item in found for part in item.frozen)
    return Copy(f"agencies/_copy_{kind}.html", found, parts, any(item.need for item in found))
