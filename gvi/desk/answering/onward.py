"""What can be done with an answer that has come, by the one who asked and the one who answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import DisclosedItem, Disclosure
from agencies.scoping import Actor
from gvi.desk.answering.words import THREAT
from offers.actions.transfers import TAKEOVER, TAKES_OVER, has_said_yes, opened_from
from offers.models import Case

Way = dict[str, Any]


def ways_on(actor: Actor, disclosure: Disclosure, came: Iterable[DisclosedItem]) -> list[Way]:
    """For the one who asked: keep the answer as an assessment, or close what was taken over."""
    if disclosure.question not in (THREAT, TAKEOVER):
        return []
    about = list(disclosure.items.values_list("about", flat=True))
    cases = Case.objects.visible_to(actor).writable_by(actor).open()
    case = (cases.filter(ref__in=about) | cases.filter(intake__ref__in=about)).first()
    if case is None:
        return []
    if disclosure.question == THREAT:
        return [
            {
                "label": _("Register as an assessment"),
                "url": reverse("desk:case_threat_register", args=[case.ref, each.disclosure.ref]),
                "is_press": True,
            }
            for each in came
        ]
    if any(each.frozen.get("answer") == TAKES_OVER for each in came):
        close = reverse("offers:case_taken_over", args=[case.ref])
        return [{"label": _("Close your case"), "url": close}]
    return []


def way_in(actor: Actor, disclosure: Disclosure) -> str:
    """For the one who answered that it takes over: where its own case is opened."""
    if disclosure.question != TAKEOVER or not has_said_yes(actor, disclosure):
        return ""
    if opened_from(actor, disclosure) is not None:
        return ""
    return reverse("desk:case_take_over", args=[disclosure.ref])
