"""A decision to disclose on paper, in Swedish whoever asks: the giver's own, and the copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from agencies.actions.decisions import Assessed
from agencies.actions.rounds import assessed_in
from agencies.grounds import QUESTIONS
from agencies.models import (
    Assessment,
    Disclosure,
    DisclosureTemplate,
    LegalGround,
    Round,
    Weighing,
)
from agencies.provisions import provisions, provisions_for
from gvi.core import pdf

STYLE = "report.css"
OPERATION = "18:"
Fact = dict[str, Any]


@dataclass(frozen=True)
class Weighed:
    """One secrecy provision on one part, as it was answered."""

    part: str
    provision: str
    ground: LegalGround
    reasoning: str
    answers: list[tuple[str | Promise, str]]


def weighed(disclosure: Disclosure) -> list[Weighed]:
    """How each provision was answered, those on the agency's work first. The giver's own."""
    return _in_words(disclosure.assessments.select_related("ground"))


def weighed_in(template: DisclosureTemplate) -> list[Weighed]:
    """How a template answers, on the grounds as they read today."""
    return _in_words(assessed_in(template))


def _in_words(answers: Iterable[Assessment | Assessed]) -> list[Weighed]:
    known = provisions()
    return [
        Weighed(
            pgettext("part", each.part),
            str(known.get(each.provision, each.provision)),
            each.ground,
            each.reasoning,
            [(QUESTIONS[code], said) for code, said in each.answers.items() if code in QUESTIONS],
        )
        for each in sorted(answers, key=lambda each: not each.provision.startswith(OPERATION))
    ]


def secrecy(disclosure: Disclosure) -> str:
    """The mark every paper and page carries: provision, date, agency (OSL 5:5)."""
    agency = disclosure.scope.agency
    found = [each for each in provisions_for(agency.legal_home) if each.protects != "nothing"]
    rules = ", ".join(each.code.replace(":", " kap. ") + " § OSL" for each in found)
    day = timezone.localdate(disclosure.decided_at).isoformat()
    return ", ".join(part for part in (rules, day, str(agency)) if part)


def facts(disclosure: Disclosure) -> list[Fact]:
    """What both giver and receiver know of a decision."""
    found = [
        (_("From"), str(disclosure.scope.agency)),
        (_("Decided on"), timezone.localdate(disclosure.decided_at)),
        (_("They may read until"), disclosure.last_day),
        (_("Purpose"), disclosure.purpose),
        (_("Ground"), str(disclosure.ground)),
    ]
    if disclosure.conditions:
        found.insert(0, (_("Conditions"), disclosure.conditions))
    if disclosure.tell_onward:
        found.append((_("Passing on"), _("The giver must be told when it is passed on.")))
    if disclosure.form != Round.Form.ELECTRONIC:
        found.append((_("How it was given"), str(Round.Form(disclosure.form).label)))
        found.append((_("Day it was given"), disclosure.said_on))
    if disclosure.is_partial:
        found.append((_("Answer"), _("Disclosed in part")))
    return [{"label": label, "value": value} for label, value in found]


def decision(disclosure: Disclosure, copies: Iterable[Any]) -> bytes:
    """The numbered decision with all its reasons, for the one who made it."""
    with override("sv"):
        title = _("Decision %(number)s") % {"number": disclosure.number}
        page = _page(disclosure, copies, title) | {
            "need": disclosure.need,
            "receivers": [
                str(each.receiver)
                for each in disclosure.deliveries.select_related("receiver__participation__agency")
            ],
            "weighed": weighed(disclosure),
            "weighing": Weighing.objects.filter(disclosure=disclosure).first(),
        }
        return pdf.render(render_to_string("agencies/decision_pdf.html", page), title=title)


def copy(disclosure: Disclosure, copies: Iterable[Any]) -> bytes:
    """What was received: no number, no reasons, nothing of what was kept back."""
    with override("sv"):
        title = _("Received copy")
        page = _page(disclosure, copies, title)
        return pdf.render(render_to_string("agencies/copy_pdf.html", page), title=title)


def _page(disclosure: Disclosure, copies: Iterable[Any], title: str) -> dict[str, Any]:
    return {
        "disclosure": disclosure,
        "title": title,
        "facts": facts(disclosure),
        "copies": list(copies),
        "secrecy": secrecy(disclosure),
        "practice": disclosure.scope.partnership.is_practice,
        "style": STYLE if (pdf.STATIC / STYLE).is_file() else "",
    }
