"""A page that is one form, the same everywhere: show, check, act, go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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
from agencies.actions import drop_draft, once
from agencies.forms.comparing import SavedFirst, Shown
from agencies.forms.drafts import fill, mark_of, place
from agencies.models import Draft, Press
from agencies.scoping import Actor
from gvi.core.refusals import Refused

AT_ONCE = 5  # drafts of one page that are offered


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
    shown: Shown | None = None,
    **page: object,
) -> HttpResponse:
    """Run `act` on a valid form and go on; otherwise show the form with what was typed.

    `act` returns what it made; `then` is a path, or a function from that to one. What the rules
    refuse is shown beside its field and nothing typed is lost. A form sent twice acts once.
    `shown` is the row that the form changes: who saves second sees both texts and chooses.
    """
    key = mark_of(request.POST.get("once"))
    writing = written_in(request, form, key)
    writing.seen = writing.seen or (shown.stamp() if shown else "")
    page |= {"form": form, "heading": heading, "submit": submit}
    page |= {"writing": writing, "once": writing.tab}

    def send() -> str:
        if shown:
            shown.check(request.actor, form, request.POST.get("seen", ""))
        made = act(form)
        drop_draft(actor=request.actor, tab=key)
        return then(made) if callable(then) else then

    if form.is_valid():
        try:
            led = once(request.actor, key, send)
        except SavedFirst as first:
            writing.seen = first.stamp
            page |= {"first": first, "submit": _("Use mine")}
            page["theirs_url"] = page.get("back") or request.path
            return render(request, template, page, status=409)
        except Refused as refusal:
            beside = refusal.field if refusal.field in form.fields else None
            form.add_error(beside, str(refusal))
        except ValidationError as fault:
            told = fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages}
            for name, sentences in told.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            messages.success(request, done)
            return redirect(led)
    return render(request, template, page, status=422 if form.errors else 200)


def by_script(request: HttpRequest) -> bool:
    """Whether a script asks, which wants a number or a few words and not a page."""
    return bool(request.htmx) or request.headers.get("Accept") == "application/json"


@dataclass
class Writing:
    """What a page with a form carries so that nothing typed in it is lost.

    `tab` marks this form in this tab, `path` is the place its drafts belong to, `draft` the one
    that the form was filled from, `offered` those that wait, each with the way to go on; `seen`
    is the mark of what stood in the row when the form was first shown.
    """

    tab: UUID
    path: str
    seen: str = ""
    draft: Draft | None = None
    offered: list[tuple[Draft, str]] = field(default_factory=list)


def written_in(request: HttpRequest, form: Form, tab: UUID | None = None) -> Writing:
    """The page's `writing`; with `?utkast=` the form is filled from a draft. Before it is drawn."""
    path = place(request.get_full_path())
    tab = tab or mark_of(request.POST.get("tab"))
    writing = Writing(tab or uuid4(), path, request.POST.get("seen", ""))
    if request.method != "GET" or not request.actor.user_id:
        return writing
    sent = Press.objects.visible_to(request.actor).values("key")
    own = Draft.objects.visible_to(request.actor).to_go_on_with().at(path).exclude(tab__in=sent)
    wanted = mark_of(request.GET.get("utkast"))
    for draft in own[:AT_ONCE]:
        if draft.tab == wanted:
            fill(form, draft.fields)
            writing.tab, writing.draft = draft.tab, draft
            writing.seen = "".join(draft.fields.get("seen", []))
        else:
            asked = request.GET.copy()
            asked["utkast"] = str(draft.tab)
            writing.offered.append((draft, f"{request.path}?{asked.urlencode()}"))
    return writing


def forget_draft(request: HttpRequest) -> None:
    """A form that was saved, on a page that is not `form_page`, keeps no draft."""
    drop_draft(actor=request.actor, tab=mark_of(request.POST.get("tab")))


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
