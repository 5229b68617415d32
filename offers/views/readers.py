"""Who sees a case: those who read it today, and every decision that has been made about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from agencies.ledger import record_list
from agencies.models import Consent, Disclosure
from agencies.policies import DECIDING
from agencies.readers import readers_of
from agencies.readings import readings
from agencies.scoping import Actor
from offers import policies
from offers.actions.disclosing import PARTS, decisions_about, frozen
from offers.models import Case
from offers.views.case_pages import READERS, case_page, may_change, seen_case
from offers.views.shared import link


@require_safe
@login_required
def case_readers(request: HttpRequest, ref: UUID) -> HttpResponse:
    actor = request.actor
    case = seen_case(actor, ref)
    own = may_change(actor, case)
    about = decisions_about(actor, case) if own else []
    consents = Consent.objects.visible_to(actor).filter(about=case.ref)
    if own:
        record_list(actor, "disclosure.listed", about)
        record_list(actor, "consent.listed", consents)
    disclose = reverse("desk:case_disclose", args=[case.ref]) if own and case.is_open else ""
    return case_page(
        request,
        case,
        READERS,
        "offers/case_readers.html",
        readers=readers_of(
            actor, case, policies.CASE, words=words_for(case, own), version_url=disclose
        ),
        decisions=[told(actor, each) for each in about],
        consents=consents,
        ways=ways(case) if disclose else [],
    )


def ways(case: Case) -> list[dict[str, Any]]:
    """How an open case of one's own can be told of."""
    return [
        link(_("Disclose"), reverse("desk:case_disclose", args=[case.ref])),
        link(_("Threat check"), reverse("desk:case_threat_check", args=[case.ref])),
        link(
            _("Hand over to another exit service"), reverse("desk:case_transfer", args=[case.ref])
        ),
        link(_("Register a consent"), reverse("offers:consent_new", args=[case.ref])),
    ]


def told(actor: Actor, disclosure: Disclosure) -> dict[str, Any]:
    """One decision: to whom, until when, what has been read of it, and what can be done."""
    may_withdraw = disclosure.withdrawn_at is None and actor.has(DECIDING)
    return {
        "row": disclosure,
        "receivers": [str(each.receiver) for each in disclosure.deliveries.all()],
        "readings": readings(disclosure),
        "answers_url": reverse("desk:round_answers", args=[disclosure.ref])
        if disclosure.question
        else "",
        "withdraw_url": reverse("agencies:disclosure_withdraw", args=[disclosure.ref])
        if may_withdraw
        else "",
    }


def words_for(case: Case, own: bool) -> Any:
    """What a receiver's copy holds and, for the case's own, whether the case has changed since."""
    now = frozen(case, list(PARTS)) if own else {}

    def words(copy: Mapping[str, Any]) -> str:
        parts = [pgettext("part", part) for part in PARTS if part == "case" or part in copy]
        said = _("Has a copy of: %(parts)s.") % {"parts": ", ".join(parts)}
        differs = own and any(now.get(name) != value for name, value in copy.items())
        return f"{said} {_('The copy differs from what you hold now.')}" if differs else said

    return words
