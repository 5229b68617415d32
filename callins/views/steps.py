"""How far a call-in has come, in words: stages, what remains, and the moves there are."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callins.actions.attendance import OPEN
from callins.actions.planning import AHEAD, BEFORE
from callins.figures import Invitee
from callins.models import Callin
from groups.models import GroupTie

__all__ = ["AHEAD", "moves", "stages", "tasks"]

State = Callin.State
SHOWN = OPEN | {State.CLOSED}
ORDER: list[State] = [state for state in State if state != State.CANCELLED]
VERBS = {
    State.DECIDED: gettext_lazy("Record the decision"),
    State.INVITED: gettext_lazy("Send the invitations"),
    State.REHEARSED: gettext_lazy("Rehearsal is done"),
    State.HELD: gettext_lazy("The call-in is held"),
    State.AFTER: gettext_lazy("Begin follow-up work"),
    State.CLOSED: gettext_lazy("Close the call-in"),
    State.CANCELLED: gettext_lazy("Call off"),
    State.PLANNED: gettext_lazy("Plan it again"),
}


def stages(callin: Callin) -> list[dict]:
    """Every state in order. One that was called off stands alone."""
    if callin.state == State.CANCELLED:
        return [{"label": State.CANCELLED.label, "state": "current"}]
    here = ORDER.index(State(callin.state))
    return [
        {"label": state.label, "state": _tense(place, here)} for place, state in enumerate(ORDER)
    ]


def _tense(place: int, here: int) -> str:
    if place == here:
        return "done" if here == len(ORDER) - 1 else "current"
    return "done" if place < here else "todo"


def moves(callin: Callin) -> list[dict]:
    """The buttons the planner has now: the next step first, calling off last."""
    states = [state for state in VERBS if callin.state in BEFORE[state]]
    return [
        {
            "state": state,
            "label": VERBS[state],
            "kind": "" if place == 0 else "secondary",
        }
        for place, state in enumerate(states)
    ]


def tasks(
    callin: Callin, invitees: Sequence[Invitee], unplanned: Sequence[GroupTie] | None
) -> list[dict]:
    """The check list: what is ready and what is not, with a way there for the planner.

    `unplanned` are the open conflicts without a plan; None for those who do not plan.
    """
    is_planner = unplanned is not None
    rows = [_task(_("Time, place and groups"), _way("change", callin, is_planner), _("Done"), "ok")]
    if is_planner:
        rows.append(_conflicts(callin, unplanned))
    invited = ngettext("%(count)d person", "%(count)d people", len(invitees))
    rows.append(
        _task(
            _("Invited"),
            _way("invite", callin, is_planner),
            invited % {"count": len(invitees)} if invitees else _("Not begun"),
            "ok" if invitees else "neutral",
        )
    )
    is_marked = bool(invitees) and all(invitee.outcome for invitee in invitees)
    rows.append(
        _task(
            _("Attendance"),
            _way("attendance", callin, callin.state in SHOWN),
            _("Recorded") if is_marked else _("Not complete"),
            "ok" if is_marked else "neutral",
        )
    )
    return rows


def _conflicts(callin: Callin, unplanned: Sequence[GroupTie] | None) -> dict:
    if unplanned:
        url = _way("change", callin, callin.state in AHEAD)
        return _task(_("Conflicts between groups"), url, _("Needs a plan"), "attention")
    return _task(_("Conflicts between groups"), "", _("None without a plan"), "ok")


def _way(page: str, callin: Callin, is_open: bool) -> str:
    """The page's address, when it is open to this reader."""
    if not is_open or (page != "attendance" and callin.state not in AHEAD):
        return ""
    return reverse(f"callins:callin_{page}", args=[callin.ref])


def _task(label: str, url: str, state: str, kind: str) -> dict:
    return {"label": label, "url": url, "state": state, "kind": kind}
