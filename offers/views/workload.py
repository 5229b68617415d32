"""What is late and whose it is: the overdue list, fair shares, and how it stands with us."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.ledger import record_list
from agencies.scoping import Actor
from gvi.core.paging import page_of
from offers import actions, policies, reminders
from offers.forms import HandOutForm, ProposalForm
from offers.forms.followups import ChosenForm
from offers.models import FollowUp, Intake
from offers.views.shared import just_logged, ref_asked_for, tabs

ON_A_PAGE = 50
SHOWN = 20
SHARES = (
    {"label": gettext_lazy("Colleague")},
    {"label": gettext_lazy("Waiting within 14 days"), "numeric": True},
    {"label": gettext_lazy("Gets"), "numeric": True},
    {"label": gettext_lazy("Then has"), "numeric": True},
)
LOADS = (
    {"label": gettext_lazy("Colleague")},
    {"label": pgettext_lazy("follow-ups", "Waiting"), "numeric": True},
    {"label": gettext_lazy("Due this week"), "numeric": True},
    {"label": gettext_lazy("Overdue"), "numeric": True},
    {"label": gettext_lazy("Oldest overdue")},
    {"label": gettext_lazy("Away")},
    {"label": gettext_lazy("Action"), "hidden": True},
)


@require_http_methods(["GET", "POST"])
@login_required
def followup_overdue(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    policies.require_following_up(actor)
    form = HandOutForm(request.POST or None, actor=actor)
    if form.is_valid():
        given = actions.hand_out(
            actor=actor,
            follow_ups=form.cleaned_data["chosen"],
            responsible=form.cleaned_data["responsible"],
        )
        return given_out(request, given)
    return render(
        request,
        "offers/followup_overdue.html",
        overdue_page(request, form),
        status=422 if form.errors else 200,
    )


def overdue_page(request: HttpRequest, form: HandOutForm) -> dict[str, Any]:
    actor = request.actor
    page = page_of(request, reminders.overdue(actor, timezone.localdate()), ON_A_PAGE)
    record_list(actor, "followup.listed", page, context="overdue")
    return {
        "form": form,
        "page": page,
        "groups": grouped(request, page),
        "tabs": tabs(actor, "forfallna"),
        "just": just_logged(request),
    }


def grouped(request: HttpRequest, page: Any) -> list[dict[str, Any]]:
    """The page's rows under the name of who answers for them today."""
    here = reverse("offers:followup_overdue")
    return [
        {
            "name": name,
            "rows": [
                {"due": due, "log_url": due.log_url(here), "last": last_contact(due)}
                for due in dues
            ],
        }
        for name, dues in reminders.by_answering(page)
    ]


def last_contact(due: reminders.Due) -> Any:
    before = due.follow_up.follows
    return before.done_at if before else None


def given_out(request: HttpRequest, given: int) -> HttpResponse:
    said = ngettext(
        "%(given)d follow-up has a new responsible.",
        "%(given)d follow-ups have a new responsible.",
        given,
    )
    messages.success(request, said % {"given": given})
    return redirect("offers:followup_overdue")


@require_http_methods(["GET", "POST"])
@login_required
def followup_spread(request: HttpRequest) -> HttpResponse:
    """Chosen rows, or all that waits for one colleague: a proposal first, then as it was shown."""
    actor = request.actor
    policies.require_following_up(actor)
    if "given" in request.POST:
        proposal = ProposalForm(request.POST, actor=actor)
        given = proposal.cleaned_data["given"] if proposal.is_valid() else {}
        return given_out(request, actions.hand_out_as_proposed(actor=actor, given=given))
    rows = FollowUp.objects.visible_to(actor).waiting()
    if request.method == "POST":
        chosen = ChosenForm(request.POST, actor=actor)
        if not chosen.is_valid():
            form = HandOutForm(request.POST, actor=actor)
            return render(
                request, "offers/followup_overdue.html", overdue_page(request, form), status=422
            )
        rows = chosen.cleaned_data["chosen"]
    else:
        rows = rows.filter(responsible__ref=ref_asked_for(request, "fran"))
    return render(request, "offers/followup_spread.html", proposal_page(actor, rows))


def proposal_page(actor: Actor, rows: Any) -> dict[str, Any]:
    """Who would get what, and how many each would have then."""
    found = reminders.shares(actor, reminders.with_things(rows), timezone.localdate())
    listed = [row for share in found for row in share.rows]
    record_list(actor, "followup.listed", listed, context="spread")
    return {
        "columns": SHARES,
        "lines": [[share.user.name, share.has, share.gets, share.then] for share in found],
        "shares": [
            {"name": share.user.name, "rows": [reminders.as_due(row) for row in share.rows]}
            for share in found
            if share.rows
        ],
        "given": [f"{row.ref}:{share.user.ref}" for share in found for row in share.rows],
        "back": reverse("offers:followup_overdue"),
    }


@require_safe
@login_required
def followup_rollup(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    policies.require_following_up(actor)
    context = {
        "columns": LOADS,
        "lines": [load_cells(load) for load in reminders.loads(actor, today)],
        "team": team(actor),
        "tabs": tabs(actor, "offers:followup_rollup"),
        "is_exit_side": policies.is_exit_side(actor),
    }
    if policies.is_exit_side(actor):
        context |= forgotten(actor)
    return render(request, "offers/followup_rollup.html", context)


def load_cells(load: reminders.Load) -> list[Any]:
    spread = f"{reverse('offers:followup_spread')}?fran={load.user.ref}"
    days = ngettext("%(days)d day", "%(days)d days", load.oldest_days) % {"days": load.oldest_days}
    return [
        load.user.name
        if load.is_colleague
        else _("%(name)s (no longer here)") % {"name": load.user.name},
        load.waiting,
        load.this_week,
        load.overdue,
        days if load.overdue else "",
        _("until %(day)s") % {"day": load.away.to_on.isoformat()} if load.away else "",
        {"text": _("Spread fairly"), "what": load.user.name, "url": spread} if load.waiting else "",
    ]


def team(actor: Actor) -> list[dict[str, Any]]:
    """What somebody wanted to take up with the team."""
    rows = list(reminders.for_the_team(actor)[:SHOWN])
    if rows:
        record_list(actor, "followup.listed", rows, context="team")
    return [
        {"due": reminders.as_due(row), "done": reverse("offers:followup_taken_up", args=[row.ref])}
        for row in rows
    ]


def forgotten(actor: Actor) -> dict[str, Any]:
    """Contacts that waited longer than the day, and cases that nothing waits on: never any."""
    today = timezone.localdate()
    intakes = list(reminders.not_met_the_same_day(actor, today)[:SHOWN])
    cases = list(reminders.without_next(actor, today)[:SHOWN])
    record_list(actor, "intake.listed", intakes, context="rollup")
    record_list(actor, "case.listed", cases, context="rollup")
    return {
        "intakes": [unmet_row(intake) for intake in intakes],
        "cases": [
            {
                "what": reminders.name_of(case),
                "url": case.get_absolute_url(),
                "action": {"label": _("Open"), "url": case.get_absolute_url()},
            }
            for case in cases
        ],
    }


def unmet_row(intake: Intake) -> dict[str, Any]:
    """A contact to meet, as the work list takes it."""
    words, kind = reminders.first_meeting(intake, timezone.now())
    url = intake.get_absolute_url()
    return {
        "verb": pgettext("verb", "Meet"),
        "what": reminders.name_of(intake),
        "url": url,
        "tag": {"label": words, "kind": kind},
        "action": {"label": _("Open"), "url": url},
    }
