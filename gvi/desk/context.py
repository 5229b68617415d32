"""What stands around every page: the header, the menus, the footer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.actors import postings_in_force
from agencies.models import Participation, User
from agencies.policies import WORKING
from agencies.scoping import NOBODY, Actor, Function
from gvi.briefings.policies import READERS
from gvi.desk.lapsing import agreement_banner

EVERYONE = frozenset(Function)


@dataclass(frozen=True)
class Door:
    """A page in a menu: who finds it there, and which pages count as being inside."""

    label: Any
    page: str
    inside: tuple[str, ...]
    functions: frozenset[str]
    icon: str = ""

    def as_item(self, here: str) -> dict[str, Any]:
        current = here.startswith(self.inside)
        return {
            "label": self.label,
            "url": reverse(self.page),
            "current": current,
            "icon": self.icon,
        }


DAY = Door(_("My day"), "desk:day", ("desk:day",), EVERYONE, "day")
OFFERS = Door(_("Support"), "offers:offer_list", ("offers:",), WORKING, "support")
SEARCH = Door(_("Search"), "desk:search", ("desk:search",), WORKING, "search")
TOP = [
    DAY,
    Door(
        _("Groups"),
        "groups:group_list",
        ("groups:group", "groups:person", "groups:map", "groups:affiliation", "desk:person"),
        WORKING,
    ),
    Door(_("Incidents"), "groups:incident_list", ("groups:incident",), WORKING),
    Door(_("Call-in"), "callins:callin_list", ("callins:",), WORKING),
    OFFERS,
    Door(
        _("Disclosures"),
        "agencies:disclosure_list",
        (
            "agencies:disclosure",
            "agencies:consent",
            "agencies:request",
            "agencies:contact",
            "agencies:notice",
            "agencies:archive",
            "agencies:draft",
            "agencies:template",
            "desk:template",
            "desk:request",
            "desk:round",
            "desk:urgent",
            "desk:spoken",
            "desk:onward",
        ),
        WORKING,
    ),
    Door(_("Briefings"), "briefings:issue_list", ("briefings:",), READERS),
]
BAR = [DAY, OFFERS, SEARCH]
FOOTER = [
    Door(_("Accessibility statement"), "desk:accessibility", (), EVERYONE),
    Door(_("How personal data is handled"), "desk:privacy", (), EVERYONE),
    Door(_("Help"), "desk:help", (), EVERYONE),
]
ACCOUNT = [
    Door(_("Two-step sign-in"), "mfa_index", (), EVERYONE),
    Door(_("Change password"), "account_change_password", (), EVERYONE),
    Door(_("Legal grounds"), "agencies:ground_list", (), EVERYONE),
    Door(_("Audit"), "agencies:entry_list", (), frozenset({Function.AUDIT})),
    Door(_("Decisions to review"), "agencies:sample_list", (), frozenset({Function.AUDIT})),
    Door(_("Partnership and agreement"), "agencies:administration", (), EVERYONE),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Asks the database for nothing but the names in the header, and only when they are shown.

    A locked screen is told nothing: not who, not where, not what there is to do.
    """
    if getattr(request, "is_locked", False):
        return {"nav": [], "demo_mode": settings.DEMO_MODE, "shell": {"version": settings.VERSION}}
    actor: Actor = getattr(request, "actor", NOBODY)
    match = request.resolver_match
    page = match.view_name if match else ""
    around: dict[str, Any] = {
        "version": settings.VERSION,
        "footer": items(FOOTER, actor, page),
        "language": _other_language(request),
    }
    if request.user.is_authenticated:
        around |= {
            "user_name": request.user.name,
            "account": items(ACCOUNT, actor, page),
            "idle_seconds": settings.SESSION_IDLE_SECONDS,
        }
    if actor.user_id:
        around |= {
            "bar": items(BAR, actor, page),
            "here": SimpleLazyObject(lambda: _participation(actor)),
            "switches": SimpleLazyObject(lambda: _switches(actor)),
            "agreement": SimpleLazyObject(lambda: agreement_banner(actor)),
        }
    return {
        "nav": items(TOP, actor, page) if actor.user_id else [],
        "demo_mode": settings.DEMO_MODE,
        "shell": around,
    }


def items(doors: Iterable[Door], actor: Actor, page: str) -> list[dict[str, Any]]:
    """The pages this actor finds in a menu. What one may not open is absent, not grey."""
    return [
        door.as_item(page)
        for door in doors
        if door.functions == EVERYONE or actor.has(door.functions)
    ]


def _participation(actor: Actor) -> Participation:
    return Participation.objects.select_related("agency", "partnership").get(pk=actor.scope)


def _switches(actor: Actor) -> list[dict[str, Any]]:
    """Every agency and partnership this user may act for today."""
    postings = postings_in_force(User(pk=actor.user_id)).order_by("participation_id")
    scopes = postings.values("participation_id")
    choices = Participation.objects.select_related("agency", "partnership").filter(pk__in=scopes)
    return [
        {"value": choice.pk, "label": str(choice), "current": choice.pk == actor.scope}
        for choice in choices.order_by("agency__name", "partnership__name")
    ]


def _other_language(request: HttpRequest) -> dict[str, str]:
    """The one language to change to, in its own words."""
    code, label = ("en", "English") if get_language() == "sv" else ("sv", "Svenska")
    return {"code": code, "label": label, "next": request.get_full_path()}
