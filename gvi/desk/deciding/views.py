"""The decision page: begin a draft, write it, look it through, decide; or drop it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from agencies.actions import drop_round, save_round
from agencies.ledger import record, record_list
from agencies.models import Disclosure, Round
from agencies.pages import copy_of, form_page
from agencies.policies import DISCLOSURE, require_decide
from agencies.readers import saved_for
from agencies.scoping import Actor
from gvi.core.refusals import Refused
from gvi.desk.deciding import actions
from gvi.desk.deciding.checks import by_agency, grounds, rest
from gvi.desk.deciding.forms import (
    BeginForm,
    GroupFilterForm,
    RoundForm,
    asked,
    data_of,
    with_refused,
)
from gvi.desk.deciding.kinds import KINDS, Kind, kinds_of
from gvi.desk.deciding.sheets import Sheet, missing, sheet_of


@require_http_methods(["GET", "POST"])
@login_required
def round_new(request: HttpRequest, ref: UUID | None = None, kind: str = "") -> HttpResponse:
    """Choose rows and template; with `ref`, that one. `?slag=` names the kind of row."""
    actor, chosen = request.actor, _kind_for(request, kind)
    narrowed = GroupFilterForm(request.GET or None, actor=actor)
    rows = chosen.own(actor, None if ref is None else [ref])
    if ref is not None and not rows:
        raise Http404
    is_of_people = chosen.code == "person"
    members = narrowed.members() if is_of_people else None
    shown = [row for row in rows if members is None or row.pk in members]
    record_list(actor, chosen.listed, shown)
    return form_page(
        request,
        BeginForm(
            _chosen(request, shown),
            actor=actor,
            kind=chosen,
            rows=rows if request.POST else shown,
            initial={"about": [str(row.ref) for row in rows] if ref else []},
        ),
        lambda form: actions.begin(actor=actor, kind=chosen, **form.cleaned_data),
        heading=_("Prepare a disclosure"),
        submit=_("Go on to the draft"),
        done=_("The draft is saved. Nothing has been disclosed yet."),
        then=Round.get_absolute_url,
        template="desk/deciding/new.html",
        back=rows[0].get_absolute_url() if ref else reverse("agencies:disclosure_list"),
        narrowed=narrowed if ref is None and is_of_people else None,
        count=len(shown),
        empty=chosen.empty,
        kinds=[] if ref else ways_between(actor, chosen),
    )


def ways_between(actor: Actor, chosen: Kind) -> list[dict[str, Any]]:
    """The kinds the actor can choose among, when there are several."""
    found, page = kinds_of(actor), reverse("desk:round_new")
    return [
        {"label": each.label, "url": f"{page}?slag={each.code}", "current": each is chosen}
        for each in found
        if len(found) > 1
    ]


def _chosen(request: HttpRequest, shown: list[Any]) -> QueryDict | None:
    """What was posted; “all” stands for everyone shown."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if "all" in data:
        data.setlist("about", [str(row.ref) for row in shown])
    return data


def _kind_for(request: HttpRequest, code: str) -> Kind:
    """The kind of the address, or the one asked for among the actor's own."""
    actor = request.actor
    require_decide(actor)
    wanted = code or request.GET.get("slag", "")
    mine = kinds_of(actor)
    return KINDS[code] if code else next((each for each in mine if each.code == wanted), mine[0])


@require_http_methods(["GET", "POST"])
@login_required
def round_page(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    round = get_object_or_404(Round.objects.writable_by(actor), ref=ref)
    if round.state != Round.State.DRAFT:
        return _settled(actor, round)
    sheet = sheet_of(actor, round)
    record(actor, "round.read", round)
    record_list(actor, sheet.kind.listed, sheet.rows)
    if request.method == "POST":
        return _keep(request, sheet)
    form = RoundForm(data_of(sheet), sheet=sheet)
    if "brister" in request.GET:
        _tell(form, sheet)
    return _page(request, form, sheet)


def _settled(actor: Actor, round: Round) -> HttpResponse:
    """What is no draft any more: the decision it became, or that it was dropped."""
    made = Disclosure.objects.visible_to(actor).filter(round=round).first()
    if made is None:
        raise Refused(_("This round has been dropped."))
    return redirect(made)


def _keep(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Save all that can be saved, then show the draft anew or go on to the check."""
    typed = RoundForm(request.POST, sheet=sheet)
    is_whole = typed.is_valid()
    round = save_round(
        actor=request.actor, round=sheet.round, lines=typed.lines(), **typed.values()
    )
    sheet = sheet_of(request.actor, round)
    if request.htmx:
        return _living(request, sheet)
    goes_on = request.POST.get("go") == "check"
    if is_whole and not (goes_on and missing(sheet)):
        messages.success(request, _("The draft is saved. Nothing has been disclosed yet."))
        page = "desk:round_check" if goes_on else "desk:round"
        return redirect(f"{reverse(page, args=[round.ref])}{'' if goes_on else '#living'}")
    form = RoundForm(with_refused(data_of(sheet), typed), sheet=sheet)
    if goes_on:
        _tell(form, sheet)
    return _page(request, form, sheet, status=422)


def _tell(form: RoundForm, sheet: Sheet) -> None:
    """Put what is missing beside its field, in the order of the page."""
    for name, sentence in missing(sheet):
        form.add_error(name if name in form.fields else None, sentence)


def _living(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The part of the page that depends on what was chosen."""
    form = RoundForm(data_of(sheet), sheet=sheet)
    response = render(request, "desk/deciding/_living.html", _context(form, sheet))
    return trigger_client_event(response, "gvi:say", {"value": _("The draft is saved.")})


def _page(request: HttpRequest, form: RoundForm, sheet: Sheet, status: int = 200) -> HttpResponse:
    context = _context(form, sheet) | {
        "saved_for": saved_for(request.actor, DISCLOSURE),
        "back": f"{reverse('agencies:disclosure_list')}?ko=utkast",
    }
    return render(request, "desk/deciding/round.html", context, status=status)


def _context(form: RoundForm, sheet: Sheet) -> dict[str, Any]:
    form.is_valid()
    form.say_what_is_optional()
    return {
        "round": sheet.round,
        "sheet": sheet,
        "form": form,
        "lines": [
            {
                "named": each,
                "need": form[f"need-{each.line.about}"],
                "struck": form[f"struck-{each.line.about}"],
            }
            for each in sheet.lines
        ],
        **asked(form, sheet),
        "here": sheet.round.get_absolute_url(),
        "copy": copy_of(sheet.kind.code, sheet.items),
        "asks_about_crime": sheet.actor.legal_home == "social_board",
    }


@require_http_methods(["GET", "POST"])
@login_required
def round_check(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Everything once more, by receiving agency; what is missing sends back to where it is."""
    actor = request.actor
    round = get_object_or_404(Round.objects.writable_by(actor), ref=ref)
    if round.state != Round.State.DRAFT:
        return _settled(actor, round)
    sheet = sheet_of(actor, round)
    record(actor, "round.read", round)
    record_list(actor, sheet.kind.listed, sheet.rows)
    if found := missing(sheet):
        messages.warning(request, found[0][1])
        where = RoundForm(data_of(sheet), sheet=sheet)
        anchor = where[found[0][0]].first_id if found[0][0] in where.fields else "living"
        return redirect(f"{round.get_absolute_url()}?brister=1#{anchor}")
    if request.method == "POST":
        if request.POST.get("seen") == sheet.stamp:
            return _decide(request, round)
        messages.warning(request, _("The draft has changed since you saw it. Look it through."))
        return redirect("desk:round_check", ref=ref)
    context = {
        "round": round,
        "sheet": sheet,
        "copy": copy_of(sheet.kind.code, sheet.items),
        "agencies": by_agency(sheet),
        "grounds": grounds(sheet),
        "rest": rest(sheet),
        "change": round.get_absolute_url(),
        "back": round.get_absolute_url(),
        "saved_for": saved_for(actor, DISCLOSURE),
    }
    return render(request, "desk/deciding/check.html", context)


def _decide(request: HttpRequest, round: Round) -> HttpResponse:
    made = actions.decide(actor=request.actor, round=round)
    messages.success(request, _("The decision is made and in force."))
    return redirect(made)


@require_http_methods(["GET", "POST"])
@login_required
def round_drop(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    round = get_object_or_404(Round.objects.writable_by(actor).drafts(), ref=ref)
    if request.method == "POST":
        drop_round(actor=actor, round=round)
        messages.success(request, _("The draft is dropped. Nothing was disclosed."))
        return redirect("agencies:disclosure_list")
    context = {"round": round, "back": round.get_absolute_url()}
    return render(request, "desk/deciding/drop.html", context)


@require_POST
@login_required
def round_renew(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Begin a new version of a decision of one's own, with what was said the last time."""
    actor = request.actor
    disclosure = get_object_or_404(Disclosure.objects.writable_by(actor), ref=ref)
    begun = actions.begin_version(actor=actor, disclosure=disclosure)
    messages.success(request, _("The draft is saved. Nothing has been disclosed yet."))
    return redirect(begun)
