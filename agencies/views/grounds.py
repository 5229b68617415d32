"""The legal grounds as they are configured, for everybody to read and for lawyers to check."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agencies import policies
from agencies.grounds import QUESTIONS
from agencies.ledger import record
from agencies.models import LegalGround
from agencies.provisions import provisions

COLUMNS = [
    {"label": gettext_lazy("Ground")},
    {"label": gettext_lazy("Provision")},
    {"label": gettext_lazy("Applies from")},
    {"label": gettext_lazy("Who may give")},
    {"label": gettext_lazy("Who may receive")},
    {"label": gettext_lazy("State")},
]
HISTORY = [
    {"label": gettext_lazy("Applies from")},
    {"label": gettext_lazy("Applies to")},
    {"label": gettext_lazy("Provision")},
    {"label": gettext_lazy("Guidance")},
]


@require_safe
@login_required
def ground_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = LegalGround.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today))
    record(request.actor, "ground.listed")
    context = {
        "columns": COLUMNS,
        "lines": [cells(each) for each in rows],
        "may_administer": policies.may_administer(request.actor),
    }
    return render(request, "agencies/ground_list.html", context)


@require_safe
@login_required
def ground_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One ground: as it reads today, or as it will, or did, with every wording it has had."""
    wordings = list(LegalGround.objects.filter(code=code).order_by("-from_on"))
    if not wordings:
        raise Http404
    today = timezone.localdate()
    ground = next((each for each in wordings if each.from_on <= today), wordings[-1])
    record(request.actor, "ground.read", ground=code)
    context = {
        "ground": ground,
        "rows": facts(ground),
        "back": reverse("agencies:ground_list"),
        "columns": HISTORY,
        "lines": [[each.from_on, until(each), each.provision, each.guidance] for each in wordings],
    }
    return render(request, "agencies/ground_detail.html", context)


def cells(ground: LegalGround) -> list[Any]:
    """A ground as the table takes it."""
    return [
        {"text": ground.name, "url": ground.get_absolute_url()},
        ground.provision,
        ground.from_on,
        ", ".join(ground.giver_names),
        ", ".join(ground.receiver_names),
        state_of(ground),
    ]


def state_of(ground: LegalGround) -> str:
    """Whether a decision can rest on it, and why not."""
    if ground.is_enabled:
        return _("In use")
    return _("Switched off: %(why)s") % {"why": ground.unverified_because}


def until(ground: LegalGround) -> Any:
    return ground.to_on or _("Until further notice")


def facts(ground: LegalGround) -> list[dict[str, Any]]:
    """All that the configuration says of a ground, in words."""
    return [
        {"label": _("Code"), "value": ground.code},
        {"label": _("Provision"), "value": ground.provision},
        {"label": _("Applies from"), "value": ground.from_on},
        {"label": _("Applies to"), "value": until(ground)},
        {"label": _("State"), "value": state_of(ground)},
        {"label": _("Who may give"), "value": ", ".join(ground.giver_names)},
        {"label": _("Who may receive"), "value": ", ".join(ground.receiver_names)},
        {"label": _("Secrecy it can answer"), "value": lines(together(ground.lifts))},
        {"label": _("Conditions"), "value": lines(conditions(ground)) or _("No conditions")},
        {
            "label": _("What you must answer"),
            "value": lines(QUESTIONS[each] for each in ground.asks),
        },
    ]


def together(codes: list[str]) -> list[str]:
    """Secrecy provisions in words; those of one name and chapter on one line."""
    grouped: dict[tuple[str, str], list[str]] = {}
    told = []
    for code in codes:
        provision = provisions()[code]
        chapter, _colon, section = code.partition(":")
        if provision.label:
            told.append(str(provision))
        else:
            grouped.setdefault((provision.name, chapter), []).append(section)
    return told + [
        f"{name} (OSL {chapter} kap. {', '.join(sections)} §{'§' * (len(sections) > 1)})"
        for (name, chapter), sections in grouped.items()
    ]


def lines(parts: Any) -> str:
    return "\n".join(str(each) for each in parts)


def conditions(ground: LegalGround) -> list[str]:
    """What must be so, besides giver, receiver and secrecy."""
    told = []
    if ground.under_age and ground.holds_in_doubt:
        told.append(_("The person is, or may be, under %(age)s.") % {"age": ground.under_age})
    elif ground.under_age:
        told.append(_("The person is known to be under %(age)s.") % {"age": ground.under_age})
    if ground.from_age:
        told.append(_("The person is known to be %(age)s or older.") % {"age": ground.from_age})
    flags = {
        _("It is a duty, not a choice."): ground.is_duty,
        _("Only when someone has asked."): ground.on_request_only,
        _("Only with a consent in force."): ground.needs_consent,
        _("Only with a reservation that the receiver accepts."): ground.needs_reservation,
        _("Never for an offence that has already been committed."): ground.not_committed_crime,
        _("Only in an emergency."): ground.is_emergency_only,
    }
    return told + [sentence for sentence, applies in flags.items() if applies]
